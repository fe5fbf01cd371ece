package blotter.register.incident;

import static org.assertj.core.api.Assertions.assertThat;

import blotter.platform.access.Role;
import blotter.platform.database.Database;
import blotter.testing.ApiClient;
import blotter.testing.ApiTest;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Idempotency keys.
@QuarkusTest
class IdempotencyApiTest extends ApiTest {
    private static final String KEY = "Idempotency-Key";

    @Inject
    Database database;

    private int count() {
        return viewer.get(INCIDENTS).expect(200).json().at("/pagination/total").intValue();
    }

    /// Compares everything except the request id, which is unique.
    private static Map<String, List<String>> headers(ApiClient.Answer answer) {
        var headers = new TreeMap<>(answer.headers().map());
        headers.remove("x-request-id");
        return headers;
    }

    private static void assertSame(ApiClient.Answer first, ApiClient.Answer again) {
        assertThat(again.status()).isEqualTo(first.status());
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(headers(again)).isEqualTo(headers(first));
    }

    @Test
    void aRetryGetsTheSameResponseByteForByte() {
        var once = editor.with(KEY, "k1");
        var created =
                once.post(INCIDENTS, "{\"title\": \"a\", \"tags\": [\"x\"]}").expect(201);
        assertThat(created.header("Location")).isEqualTo("/api/v1/incidents/INC-00001");
        assertSame(created, once.post(INCIDENTS, "{\"title\": \"a\", \"tags\": [\"x\"]}"));
        assertThat(count()).isEqualTo(1);

        var batch = editor.with(KEY, "k2");
        var made = batch.post(INCIDENTS + "/batch", "{\"incidents\": [{\"title\": \"b\"}]}")
                .expect(201);
        assertSame(made, batch.post(INCIDENTS + "/batch", "{\"incidents\": [{\"title\": \"b\"}]}"));
        assertThat(count()).isEqualTo(2);

        var bulk = editor.with(KEY, "k3");
        var changed = bulk.patch(INCIDENTS, "{\"ids\": [\"1\", \"2\"], \"status\": \"Closed\"}")
                .expect(200);
        editor.patch(INCIDENTS, "{\"ids\": [\"1\"], \"status\": \"New\"}").expect(200);
        assertSame(changed, bulk.patch(INCIDENTS, "{\"ids\": [\"1\", \"2\"], \"status\": \"Closed\"}"));
        assertThat(viewer.get(INCIDENTS + "/1").json().at("/incident/status").textValue())
                .isEqualTo("New");

        var single = editor.with(KEY, "k4");
        var patched = single.patch(INCIDENTS + "/1", "{\"title\": \"c\"}").expect(200);
        assertThat(patched.header("ETag")).isEqualTo("\"4\"");
        assertSame(patched, single.patch(INCIDENTS + "/1", "{\"title\": \"c\"}"));
        assertThat(viewer.get(INCIDENTS + "/1").header("ETag")).isEqualTo("\"4\"");
    }

    @Test
    void theResponseIsStoredEvenAfterADeletion() {
        var once = editor.with(KEY, "k");
        var created = once.post(INCIDENTS, "{\"title\": \"a\"}").expect(201);
        editor.delete(INCIDENTS + "/1").expect(204);
        assertSame(created, once.post(INCIDENTS, "{\"title\": \"a\"}"));
        assertThat(count()).isZero();
    }

    @Test
    void aReplayOfAConditionalPatchIsNotStale() {
        opened("{\"title\": \"a\"}");
        var once = editor.with(KEY, "k").with("If-Match", "\"1\"");
        var patched = once.patch(INCIDENTS + "/1", "{\"title\": \"b\"}").expect(200);
        assertSame(patched, once.patch(INCIDENTS + "/1", "{\"title\": \"b\"}"));
    }

    @Test
    void rejectsAKeyWithAnotherRequest() {
        opened("{\"title\": \"first\"}");
        var once = editor.with(KEY, "k");
        once.post(INCIDENTS, "{\"title\": \"a\"}").expect(201);
        var reused = once.post(INCIDENTS, "{\"title\": \"b\"}").expect(422);
        assertThat(problem(reused)).isEqualTo(json("""
                {"type": "/problems/idempotency-key-reused", "title": "Idempotency key reused", "status": 422,
                 "detail": "this Idempotency-Key was used for another request"}"""));
        // Bodies are compared as bytes, so white space matters.
        once.post(INCIDENTS, "{\"title\":  \"a\"}").expect(422);
        once.post(INCIDENTS + "/batch", "{\"incidents\": [{\"title\": \"a\"}]}").expect(422);
        once.patch(INCIDENTS + "/1", "{\"title\": \"a\"}").expect(422);
        once.patch(INCIDENTS, "{\"ids\": [\"1\"], \"title\": \"a\"}").expect(422);
        assertThat(count()).isEqualTo(2);
    }

    @Test
    void theMediaTypeIsPartOfTheRequest() {
        opened("{\"title\": \"a\", \"severity\": \"SEV-1\"}");
        var once = editor.with(KEY, "k");
        once.patch(INCIDENTS + "/1", "{\"title\": \"b\", \"severity\": null}").expect(200);
        once.mergePatch(INCIDENTS + "/1", "{\"title\": \"b\", \"severity\": null}")
                .expect(422);
    }

    @Test
    void keysBelongToTheirCaller() {
        var other = client(organization, Role.EDITOR);
        editor.with(KEY, "k").post(INCIDENTS, "{\"title\": \"a\"}").expect(201);
        var created = other.with(KEY, "k").post(INCIDENTS, "{\"title\": \"b\"}").expect(201);
        assertThat(created.json().get("id").textValue()).isEqualTo("INC-00002");
        var elsewhere = client(tenants.organization(), Role.EDITOR);
        assertThat(elsewhere
                        .with(KEY, "k")
                        .post(INCIDENTS, "{\"title\": \"a\"}")
                        .expect(201)
                        .json()
                        .get("id")
                        .textValue())
                .isEqualTo("INC-00001");
        assertThat(count()).isEqualTo(2);
    }

    @Test
    void onlyResponsesOfWritesAreStored() {
        var once = editor.with(KEY, "k");
        once.post(INCIDENTS, "{\"title\": \"\"}").expect(400);
        once.patch(INCIDENTS + "/1", "{\"title\": \"a\"}").expect(404);
        once.post(INCIDENTS, """
                {"title": "a", "occurred_date": "2026-01-02T00:00:00Z", "detected_date": "2026-01-01T00:00:00Z"}""").expect(400);
        opened("{\"title\": \"a\"}");
        assertThat(once.patch(INCIDENTS, "{\"ids\": [\"1\"], \"title\": \"a\"}")
                        .expect(200)
                        .json()
                        .at("/batch/id")
                        .isNull())
                .isTrue();
        once.patch(INCIDENTS + "/1", "{\"title\": \"a\"}").expect(200);
        once.with("If-Match", "\"9\"")
                .patch(INCIDENTS + "/1", "{\"title\": \"b\"}")
                .expect(412);
        once.post(INCIDENTS, "{\"title\": \"b\"}").expect(201);
        once.post(INCIDENTS, "{\"title\": \"c\"}").expect(422);
    }

    @Test
    void aConcurrentRetryIsAConflict() {
        var me = editor.get("/api/v1/users/me").json().get("id").textValue();
        database.jdbi().useTransaction(handle -> {
            // The lock that a running request would hold.
            handle.execute(
                    "select pg_advisory_xact_lock(hashtextextended(?, 0))",
                    "idempotency:%d:%s:k".formatted(organization.id(), me));
            var answer =
                    editor.with(KEY, "k").post(INCIDENTS, "{\"title\": \"a\"}").expect(409);
            assertThat(answer.header("Retry-After")).isEqualTo("1");
            assertThat(problem(answer)).isEqualTo(json("""
                    {"type": "/problems/idempotency-in-progress", "title": "The same request is still running",
                     "status": 409, "detail": "a request with this Idempotency-Key is still running"}"""));
            editor.with(KEY, "k2").post(INCIDENTS, "{\"title\": \"a\"}").expect(201);
        });
        editor.with(KEY, "k").post(INCIDENTS, "{\"title\": \"a\"}").expect(201);
    }

    @Test
    void onlyOneOfManyConcurrentRetriesRuns() throws InterruptedException {
        var answers = new java.util.concurrent.ConcurrentLinkedQueue<ApiClient.Answer>();
        var threads = new java.util.ArrayList<Thread>();
        for (int i = 0; i < 8; i++) {
            threads.add(Thread.ofPlatform()
                    .start(() -> answers.add(editor.with(KEY, "k").post(INCIDENTS, "{\"title\": \"a\"}"))));
        }
        for (var thread : threads) {
            thread.join();
        }
        assertThat(answers).hasSize(8).allMatch(answer -> answer.status() == 201 || answer.status() == 409);
        assertThat(answers.stream()
                        .filter(answer -> answer.status() == 201)
                        .map(ApiClient.Answer::body)
                        .distinct())
                .hasSize(1);
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void keysExpireAfterADay() {
        editor.with(KEY, "k").post(INCIDENTS, "{\"title\": \"a\"}").expect(201);
        age("23 hours 59 minutes");
        editor.with(KEY, "k").post(INCIDENTS, "{\"title\": \"b\"}").expect(422);
        age("24 hours");
        editor.with(KEY, "k").post(INCIDENTS, "{\"title\": \"b\"}").expect(201);
        assertThat(count()).isEqualTo(2);
    }

    private void age(String by) {
        database.jdbi()
                .useHandle(handle -> handle.createUpdate(
                                "update idempotency_key set at = now() - :by::interval where org_id = :org")
                        .bind("by", by)
                        .bind("org", organization.id())
                        .execute());
    }

    @Test
    void aKeyHasOneTo255Characters() {
        for (var bad : List.of("", " ", "\t", "k".repeat(256))) {
            assertThat(faults(editor.with(KEY, bad)
                            .post(INCIDENTS, "{\"title\": \"a\"}")
                            .expect(400)))
                    .containsExactly("Idempotency-Key invalid_format");
        }
        editor.with(KEY, "k".repeat(255)).post(INCIDENTS, "{\"title\": \"a\"}").expect(201);
        editor.with(KEY, "with space, \"quotes\" and ; too")
                .post(INCIDENTS, "{\"title\": \"a\"}")
                .expect(201);
        assertThat(count()).isEqualTo(2);
    }

    @Test
    void deletionsAndReadsIgnoreKeys() {
        opened("{\"title\": \"a\"}");
        opened("{\"title\": \"b\"}");
        opened("{\"title\": \"c\"}");
        var keyed = editor.with(KEY, "k").unchecked();
        keyed.get(INCIDENTS + "/1").expect(200);
        keyed.delete(INCIDENTS + "/1").expect(204);
        keyed.delete(INCIDENTS + "/1").expect(404);
        keyed.delete(INCIDENTS, "{\"ids\": [\"2\"]}").expect(200);
        keyed.delete(INCIDENTS, "{\"ids\": [\"3\"]}").expect(200);
        keyed.post(INCIDENTS, "{\"title\": \"d\"}").expect(201);
    }
}
