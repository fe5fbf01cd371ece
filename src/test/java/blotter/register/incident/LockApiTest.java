package blotter.register.incident;

import static org.assertj.core.api.Assertions.assertThat;

import blotter.testing.ApiClient;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/// Calls that wait too long for a lock get a 409.
@QuarkusTest
class LockApiTest extends EngineApiTest {
    @Test
    void waitingOverFiveSecondsForALockIsAConflict() throws Exception {
        var ids = cases(2);
        var patch = batch(
                editor.patch(INCIDENTS, body(ids, "\"status\": \"Review\"")).expect(200));
        var calls = List.<Callable<ApiClient.Answer>>of(
                () -> editor.patch(INCIDENTS, body(ids, "\"title\": \"x\"")),
                () -> lenient().patch(INCIDENTS, body(ids, "\"title\": \"x\"")),
                () -> editor.patch(INCIDENTS + "?status=Review&expected_total=2", "{\"title\": \"x\"}"),
                () -> editor.patch(INCIDENTS + "/1", "{\"title\": \"x\"}"),
                () -> editor.delete(INCIDENTS + "/1"),
                () -> editor.delete(INCIDENTS, "{\"ids\": [\"1\"]}"),
                () -> undo(patch));
        try (var threads = Executors.newFixedThreadPool(calls.size())) {
            database.jdbi().useTransaction(handle -> {
                handle.createQuery("select number from incident where org_id = :org and number = 1 for update")
                        .bind("org", organization.id())
                        .mapTo(Long.class)
                        .one();
                long start = System.nanoTime();
                for (var done : threads.invokeAll(calls)) {
                    var answer = done.get();
                    assertThat(problem(answer)).isEqualTo(json("""
                            {"type": "/problems/conflict", "title": "Conflict", "status": 409,
                             "detail": "another change holds these records; try again"}"""));
                    assertThat(answer.status()).isEqualTo(409);
                    assertThat(answer.header("Retry-After")).isEqualTo("1");
                }
                assertThat(System.nanoTime() - start).isBetween(4_500_000_000L, 20_000_000_000L);
                // Reads and changes of other incidents do not wait.
                editor.patch(INCIDENTS, body(List.of("2"), "\"title\": \"x\"")).expect(200);
                read("1");
            });
        }
        editor.patch(INCIDENTS + "/2", "{\"title\": \"Case 2\"}").expect(200);
        assertThat(version("1")).isEqualTo(2);
        undo(patch).expect(200);
    }

    @Test
    void entriesRestoredWhileAnUndoWaitsAreNotChangedByIt() throws Exception {
        var ids = cases(2);
        var patch = batch(
                editor.patch(INCIDENTS, body(ids, "\"status\": \"Review\"")).expect(200));
        var deletion = batch(editor.delete(INCIDENTS, "{\"ids\": [\"1\"]}").expect(200));
        try (var threads = Executors.newSingleThreadExecutor()) {
            var waiting = database.jdbi().inTransaction(handle -> {
                handle.createQuery("select number from incident where org_id = :org and number = 2 for update")
                        .bind("org", organization.id())
                        .mapTo(Long.class)
                        .one();
                var undoing = threads.submit(() -> undo(patch));
                while (!somebodyWaits()) {
                    Thread.sleep(10);
                }
                undo(deletion).expect(200);
                return undoing;
            });
            var answer = waiting.get().expect(207);
            assertThat(answer.json().at("/failures/0/id").textValue()).isEqualTo("INC-00001");
            assertThat(answer.json().at("/failures/0/status").intValue()).isEqualTo(404);
        }
        assertThat(read("1").at("/incident/status").textValue()).isEqualTo("Review");
        assertThat(read("2").at("/incident/status").textValue()).isEqualTo("New");
    }

    private boolean somebodyWaits() {
        return database.jdbi()
                .withHandle(
                        handle -> handle.createQuery("""
                        select exists (
                            select from pg_stat_activity
                             where datname = current_database() and wait_event_type = 'Lock')""").mapTo(Boolean.class).one());
    }
}
