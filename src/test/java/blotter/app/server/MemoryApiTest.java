package blotter.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import blotter.platform.http.Memory;
import blotter.testing.ApiTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Heavy requests to a server with a small memory budget, 24 MiB, and few connections.
@QuarkusTest
@TestProfile(MemoryApiTest.LittleMemory.class)
class MemoryApiTest extends ApiTest {
    private static final int TEXT = 100_000;
    private static final int CONNECTIONS_OF_ADDRESS = 60;

    /// The settings.
    public static final class LittleMemory implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "blotter.limits.memory-megabytes",
                    "24",
                    "blotter.limits.connections-per-address",
                    Integer.toString(CONNECTIONS_OF_ADDRESS));
        }
    }

    @Inject
    Memory memory;

    @TestHTTPResource("/")
    URI server;

    @AfterEach
    void assertAllMemoryIsReleased() {
        await(() -> memory.work().free() == memory.work().bytes()
                && memory.bodies().free() == memory.bodies().bytes()
                && memory.strangers().bytes() == 0);
    }

    private static void await(BooleanSupplier condition) {
        for (int i = 0; i < 600 && !condition.getAsBoolean(); i++) {
            pause();
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Socket sent(String text) throws IOException {
        var socket = new Socket(server.getHost(), server.getPort());
        socket.setSoTimeout(20_000);
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static void close(List<Socket> sockets) throws IOException {
        for (var socket : sockets) {
            socket.close();
        }
    }

    @Test
    void unfinishedAnonymousBodiesFillOnlyTheirShare() throws IOException {
        var half = "POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Content-Length: 60000\r\n\r\n" + "a".repeat(30_000);
        var sockets = new ArrayList<Socket>();
        try {
            // One address may use an eighth of the share, which fits eight of these.
            for (int i = 0; i < 8; i++) {
                sockets.add(sent(half));
            }
            await(() -> memory.strangers().bytes() == 8 * 30_000);
            try (var more = sent(half)) {
                assertThat(new String(more.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                        .startsWith("HTTP/1.1 503 ")
                        .containsIgnoringCase("connection: close")
                        .containsIgnoringCase("retry-after: ")
                        .contains("/problems/unavailable");
            }
            viewer.get(INCIDENTS).expect(200);
        } finally {
            close(sockets);
        }
    }

    @Test
    void connectionsPerAddressAreLimited() throws IOException {
        var sockets = new ArrayList<Socket>();
        try {
            for (int i = 0; i < CONNECTIONS_OF_ADDRESS; i++) {
                sockets.add(sent(""));
            }
            int refused = 0;
            for (int i = 0; i < 20; i++) {
                try (var socket = sent("")) {
                    refused += socket.getInputStream().read() < 0 ? 1 : 0;
                } catch (IOException e) {
                    refused++;
                }
            }
            assertThat(refused).isEqualTo(20);
        } finally {
            close(sockets);
        }
        await(this::isServed);
    }

    private boolean isServed() {
        try {
            return raw().send("GET /q/health/live HTTP/1.1").status() == 200;
        } catch (AssertionError | UncheckedIOException refused) {
            return false;
        }
    }

    @Test
    void rejectsABodyOfMillionsOfValuesBeforeBuildingATree() {
        var body = "{\"query\":[" + "{},".repeat(1_390_000) + "{}]}";
        for (var status : together(8, () -> viewer.post("/api/v1/views", body).status())) {
            assertThat(status).isIn(400, 503);
        }
        assertThat(faults(viewer.post("/api/v1/views", body).expect(400))).containsExactly(" too_many");
    }

    private static <T> List<T> together(int count, Callable<T> work) {
        try (var threads = Executors.newFixedThreadPool(count)) {
            var all = new ArrayList<T>();
            for (var each : threads.invokeAll(
                    IntStream.range(0, count).mapToObj(i -> work).toList())) {
                all.add(each.get());
            }
            return all;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /// Opens incidents with the longest permitted texts, and returns their ids as JSON.
    private String openFat(int count) {
        var one = "{\"title\": \"a\", \"description\": \"%s\", \"severity_reasoning\": \"%s\"}"
                .formatted("d".repeat(TEXT), "r".repeat(TEXT));
        var ids = new ArrayList<String>();
        for (int i = 0; i < count; i += 10) {
            var answer = editor.post(
                            INCIDENTS + "/batch",
                            "{\"incidents\": [%s]}"
                                    .formatted(String.join(
                                            ",", List.of(one, one, one, one, one, one, one, one, one, one))))
                    .expect(201);
            answer.json()
                    .get("incidents")
                    .forEach(row -> ids.add(row.at("/incident/id").toString()));
        }
        return ids.stream().collect(Collectors.joining(",", "[", "]"));
    }

    @Test
    void heavyResponsesWaitForEachOther() {
        openFat(40);
        for (var status :
                together(12, () -> viewer.get(INCIDENTS + "?page_size=40").status())) {
            assertThat(status).isIn(200, 503);
        }
        assertThat(viewer.get(INCIDENTS + "?page_size=40").expect(200).json().get("results"))
                .hasSize(40);
    }

    @Test
    void aClientThatDisconnectsReleasesItsMemory() throws IOException {
        openFat(40);
        for (int i = 0; i < 4; i++) {
            try (var socket = sent(
                    "GET " + INCIDENTS + "?page_size=40 HTTP/1.1\r\nHost: localhost\r\n" + bearer(viewer) + "\r\n")) {
                if (i % 2 == 0) {
                    assertThat(socket.getInputStream().read()).isEqualTo('H');
                }
            }
        }
        assertAllMemoryIsReleased();
        viewer.get(INCIDENTS + "?page_size=40").expect(200);
    }

    @Test
    void changesThatExceedTheMemoryAreMadeInPortions() {
        int count = 60;
        var ids = openFat(count);
        var minimal = editor.with("Prefer", "return=minimal");
        var batch = minimal.patch(
                        INCIDENTS,
                        "{\"ids\": %s, \"description\": \"%s\", \"status\": \"Review\"}"
                                .formatted(ids, "n".repeat(TEXT)))
                .expect(200)
                .json()
                .get("batch");
        assertThat(batch.get("updated").intValue()).isEqualTo(count);
        assertThat(viewer.get(INCIDENTS + "?status=Review&page_size=1")
                        .json()
                        .at("/pagination/total")
                        .intValue())
                .isEqualTo(count);
        assertThat(viewer.get(INCIDENTS + "/export?format=jsonl")
                        .expect(200)
                        .body()
                        .lines())
                .hasSize(count)
                .allMatch(line -> line.contains("n".repeat(TEXT)));
        minimal.patch(
                        INCIDENTS + "?status=Review&expected_total=" + count,
                        "{\"severity_reasoning\": \"%s\"}".formatted("s".repeat(TEXT)))
                .expect(200);
        assertThat(minimal.post("/api/v1/batches/" + batch.get("id").textValue() + "/undo", "")
                        .expect(200)
                        .json()
                        .at("/batch/updated")
                        .intValue())
                .isEqualTo(count);
        var row = viewer.get(INCIDENTS + "/1").json().get("incident");
        assertThat(row.get("description").textValue()).isEqualTo("d".repeat(TEXT));
        assertThat(row.get("severity_reasoning").textValue()).isEqualTo("s".repeat(TEXT));
        var deleted = editor.delete(INCIDENTS, "{\"ids\": %s}".formatted(ids))
                .expect(200)
                .json()
                .get("batch");
        assertThat(deleted.get("updated").intValue()).isEqualTo(count);
        minimal.post("/api/v1/batches/" + deleted.get("id").textValue() + "/undo", "")
                .expect(200);
        assertThat(viewer.get(INCIDENTS + "/" + count)
                        .expect(200)
                        .json()
                        .at("/incident/description")
                        .textValue())
                .isEqualTo("d".repeat(TEXT));
    }

    @Test
    void anyNumberOfLongCommentsCanBeRead() {
        opened("{\"title\": \"a\"}");
        for (int i = 0; i < 60; i++) {
            editor.post(INCIDENTS + "/1/comments", "{\"value\": \"%s\"}".formatted("c".repeat(TEXT)))
                    .expect(201);
        }
        assertThat(viewer.get(INCIDENTS + "/1/comments").expect(200).json().get("comments"))
                .hasSize(60);
    }
}
