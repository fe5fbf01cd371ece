package blotter.register.incident;

import blotter.platform.database.Database;
import blotter.testing.ApiClient;
import blotter.testing.ApiTest;
import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/// The base class of tests of the bulk engine: bulk changes, batches, undo, history.
abstract class EngineApiTest extends ApiTest {
    static final String BATCHES = "/api/v1/batches";

    @Inject
    Database database;

    /// Opens incidents, beginning with `Case 1`, and returns their ids.
    final List<String> cases(int count) {
        return java.util.stream.IntStream.rangeClosed(1, count)
                .mapToObj(i -> opened("{\"title\": \"Case %d\"}".formatted(i)))
                .toList();
    }

    /// A body with these ids and further members in JSON.
    static String body(List<String> ids, String members) {
        return "{\"ids\": [%s], %s}"
                .formatted(ids.stream().map("\"%s\""::formatted).collect(Collectors.joining(", ")), members);
    }

    final ApiClient lenient() {
        return editor.with("Prefer", "handling=lenient");
    }

    final ApiClient.Answer undo(String batch) {
        return undo(editor, batch);
    }

    static ApiClient.Answer undo(ApiClient client, String batch) {
        return client.send("POST", BATCHES + "/" + batch + "/undo", null, null);
    }

    /// The batch id in a response.
    static String batch(ApiClient.Answer answer) {
        return answer.json().at("/batch/id").textValue();
    }

    /// The newest stored batch.
    final JsonNode lastBatch() {
        return viewer.get(BATCHES + "?page_size=1").expect(200).json().at("/results/0");
    }

    final JsonNode read(String id) {
        return viewer.get(INCIDENTS + "/" + id).expect(200).json();
    }

    final long version(String id) {
        return read(id).at("/incident/version").longValue();
    }

    final List<String> tags(String id) {
        return tags(read(id));
    }

    static List<String> tags(JsonNode row) {
        return row.get("tags")
                .valueStream()
                .map(tag -> tag.get("content").textValue())
                .toList();
    }

    /// The incident's history, newest first.
    final JsonNode history(String id) {
        return viewer.get(INCIDENTS + "/" + id + "/history?page_size=200")
                .expect(200)
                .json()
                .get("results");
    }

    static List<String> ids(JsonNode rows) {
        return rows.valueStream().map(row -> row.at("/incident/id").textValue()).toList();
    }

    /// The failures in a response, as `id status code` lines.
    static List<String> failures(ApiClient.Answer answer) {
        return answer.json()
                .get("failures")
                .valueStream()
                .map(each -> "%s %d %s"
                        .formatted(
                                each.get("id").textValue(),
                                each.get("status").intValue(),
                                each.get("code").textValue()))
                .toList();
    }

    /// All data of the organization, to check that nothing was written.
    final String written() {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("""
                        select json_build_object(
                                 'history', (select count(*) from incident_history where org_id = :org),
                                 'batches', (select md5(coalesce(string_agg(b::text, '' order by id), '')) from batch b where org_id = :org),
                                 'tags', (select count(*) from tag where org_id = :org),
                                 'keys', (select count(*) from idempotency_key where org_id = :org),
                                 'counter', (select incidents from organization_counter where org_id = :org),
                                 'incidents', (select md5(coalesce(string_agg(i::text, '' order by number), ''))
                                                 from incident i where org_id = :org))::text""")
                        .bind("org", organization.id())
                        .mapTo(String.class)
                        .one());
    }

    /// Runs SQL with `:org`.
    final void sql(String statement) {
        database.jdbi()
                .useHandle(handle -> handle.createUpdate(statement)
                        .bind("org", organization.id())
                        .execute());
    }

    /// Runs the calls concurrently, and returns their responses.
    @SafeVarargs
    static <T> List<T> atOnce(Callable<T>... calls) throws Exception {
        try (var threads = Executors.newFixedThreadPool(calls.length)) {
            var answers = new java.util.ArrayList<T>();
            for (var done : threads.invokeAll(Arrays.asList(calls))) {
                answers.add(done.get());
            }
            return answers;
        }
    }
}
