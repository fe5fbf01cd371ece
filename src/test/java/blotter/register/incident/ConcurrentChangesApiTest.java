package blotter.register.incident;

import static org.assertj.core.api.Assertions.assertThat;

import blotter.testing.ApiTest;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Concurrent calls that change the same incidents.
@QuarkusTest
final class ConcurrentChangesApiTest extends ApiTest {

    private static void atOnce(List<Callable<Void>> calls) throws Exception {
        try (var threads = Executors.newFixedThreadPool(8)) {
            for (var done : threads.invokeAll(calls)) {
                done.get();
            }
        }
    }

    @Test
    void adds_of_different_tags_to_the_same_incidents_in_any_order_all_stand_and_nobody_deadlocks() throws Exception {
        var ids = new ArrayList<String>();
        IntStream.range(0, 30).forEach(i -> ids.add("\"" + opened("{\"title\": \"Case\"}") + "\""));
        var random = new Random(7);
        var calls = new ArrayList<Callable<Void>>();
        for (int i = 0; i < 40; i++) {
            var shuffled = new ArrayList<>(ids);
            Collections.shuffle(shuffled, random);
            // Two new tags per call, one shared with the next call, in different orders.
            var tags = i % 2 == 0 ? "\"t%d\", \"t%d\"".formatted(i, i + 1) : "\"t%d\", \"t%d\"".formatted(i + 1, i);
            var body = "{\"ids\": [%s], \"tags\": [%s]}".formatted(String.join(",", shuffled), tags);
            calls.add(() -> {
                editor.patch(INCIDENTS, body).expect(200);
                return null;
            });
        }

        atOnce(calls);

        var rows = viewer.get(INCIDENTS + "?page_size=200").expect(200).json().get("results");
        assertThat(rows).hasSize(30);
        for (var row : rows) {
            assertThat(row.get("tags")).hasSize(41);
            long entries = json(tenants.history(
                            organization, row.get("incident").get("id").textValue()))
                    .size();
            assertThat(row.get("incident").get("version").longValue()).isEqualTo(entries);
        }
        assertThat(viewer.get("/api/v1/tags?page_size=200").json().get("results"))
                .hasSize(41);
    }

    @Test
    void numbers_are_given_once_and_without_gaps() throws Exception {
        var calls = new ArrayList<Callable<Void>>();
        for (int i = 0; i < 24; i++) {
            calls.add(() -> {
                editor.post(INCIDENTS + "/batch", "{\"incidents\": [{\"title\": \"a\"}, {\"title\": \"b\"}]}")
                        .expect(201);
                return null;
            });
        }

        atOnce(calls);

        var ids = viewer.get(INCIDENTS + "?page_size=200&order_by=id")
                .json()
                .get("results")
                .valueStream()
                .map(row -> row.get("incident").get("id").textValue())
                .toList();
        assertThat(ids)
                .isEqualTo(IntStream.rangeClosed(1, 48)
                        .mapToObj("INC-%05d"::formatted)
                        .toList());
    }

    @Test
    void of_two_deletes_of_the_same_incidents_one_finds_them_gone() throws Exception {
        var ids = IntStream.range(0, 10)
                .mapToObj(i -> "\"" + opened("{\"title\": \"Case\"}") + "\"")
                .toList();
        var statuses = Collections.synchronizedList(new ArrayList<Integer>());
        var calls = new ArrayList<Callable<Void>>();
        for (int i = 0; i < 4; i++) {
            var order = new ArrayList<>(ids);
            Collections.shuffle(order, new Random(i));
            calls.add(() -> {
                statuses.add(editor.delete(INCIDENTS, "{\"ids\": [%s]}".formatted(String.join(",", order)))
                        .status());
                return null;
            });
        }

        atOnce(calls);

        assertThat(statuses).containsExactlyInAnyOrder(200, 404, 404, 404);
    }
}
