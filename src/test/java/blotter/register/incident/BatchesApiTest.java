package blotter.register.incident;

import static org.assertj.core.api.Assertions.assertThat;

import blotter.testing.ApiClient;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Every write creates a batch.
@QuarkusTest
class BatchesApiTest extends EngineApiTest {
    private JsonNode me() {
        var user = (com.fasterxml.jackson.databind.node.ObjectNode)
                editor.get("/api/v1/users/me").expect(200).json();
        user.remove(List.of("active", "roles", "kind"));
        return user;
    }

    private void assertLast(String operation, int updated, int unchanged, int failed) {
        var last = lastBatch();
        assertThat(last).isEqualTo(json("""
                {"id": "%s", "at": "%s", "by": %s, "via": "api", "register": "incident", "operation": "%s", "updated": %d, "unchanged": %d, "failed": %d,
                 "undoes": null, "undone_by": null, "request_id": %s}""".formatted(
                        last.get("id").textValue(),
                        last.get("at").textValue(),
                        me(),
                        operation,
                        updated,
                        unchanged,
                        failed,
                        last.get("request_id"))));
        assertThat(viewer.get(BATCHES + "/" + last.get("id").textValue())
                        .expect(200)
                        .json())
                .isEqualTo(last);
    }

    private int count() {
        return viewer.get(BATCHES).expect(200).json().at("/pagination/total").intValue();
    }

    @Test
    void eachKindOfWriteCreatesABatchWithCounts() {
        var id = opened("{\"title\": \"a\"}");
        assertLast("create", 1, 0, 0);
        editor.post(INCIDENTS + "/batch", "{\"incidents\": [{\"title\": \"b\"}, {\"title\": \"c\"}]}")
                .expect(201);
        assertLast("create", 2, 0, 0);
        editor.patch(INCIDENTS + "/" + id, "{\"status\": \"Closed\"}").expect(200);
        assertLast("patch", 1, 0, 0);
        editor.patch(INCIDENTS, body(List.of("1", "2", "3"), "\"status\": \"Closed\""))
                .expect(200);
        assertLast("patch", 2, 1, 0);
        lenient()
                .patch(INCIDENTS, body(List.of("1", "2", "9"), "\"status\": \"New\""))
                .expect(207);
        assertLast("patch", 2, 0, 1);
        editor.patch(INCIDENTS + "?status=New&expected_total=2", "{\"title\": \"x\"}")
                .expect(200);
        assertLast("patch", 2, 0, 0);
        editor.delete(INCIDENTS + "/1").expect(204);
        assertLast("delete", 1, 0, 0);
        var deleted = editor.delete(INCIDENTS, "{\"ids\": [\"2\", \"3\"]}").expect(200);
        assertLast("delete", 2, 0, 0);
        assertThat(lastBatch().get("id").textValue()).isEqualTo(batch(deleted));
        assertThat(count()).isEqualTo(8);
        var undo = undo(batch(deleted)).expect(200);
        var last = lastBatch();
        assertThat(last.get("id").textValue()).isEqualTo(batch(undo));
        assertThat(last.get("operation").textValue()).isEqualTo("undo");
        assertThat(last.get("via").textValue()).isEqualTo("undo");
        assertThat(last.get("updated").intValue()).isEqualTo(2);
        assertThat(last.get("undoes").textValue()).isEqualTo(batch(deleted));
        assertThat(last.get("undone_by").isNull()).isTrue();
        assertThat(viewer.get(BATCHES + "/" + batch(deleted))
                        .json()
                        .get("undone_by")
                        .textValue())
                .isEqualTo(batch(undo));
    }

    @Test
    void requestsWithoutEffectCreateNoBatch() {
        var id = opened("{\"title\": \"a\"}");
        editor.patch(INCIDENTS + "/" + id, "{\"title\": \"a\"}").expect(200);
        editor.patch(INCIDENTS, body(List.of(id), "\"title\": \"a\"")).expect(200);
        editor.patch(INCIDENTS + "?dry_run=true", body(List.of(id), "\"title\": \"b\""))
                .expect(200);
        editor.patch(INCIDENTS, body(List.of(id, "9"), "\"title\": \"b\"")).expect(404);
        editor.delete(INCIDENTS + "/9").expect(404);
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void commentsAndLinksHaveNoBatch() {
        var id = opened("{\"title\": \"a\"}");
        sql("""
            insert into incident_history (org_id, number, at, actor, via, kind, changes)
            select :org, 1, now(), (select id from app_user where org_id = :org limit 1), 'api', k, '{}'
              from unnest(array['commented', 'linked', 'unlinked']) k""");
        assertThat(count()).isEqualTo(1);
        var entries = history(id);
        assertThat(entries).hasSize(4);
        for (int i = 0; i < 3; i++) {
            assertThat(entries.get(i).get("batch_id").isNull()).isTrue();
        }
    }

    @Test
    void pagesNewestOrOldestFirst() {
        cases(5);
        var newest = all("-at", 2);
        var oldest = all("at", 2);
        assertThat(newest).hasSize(5).doesNotHaveDuplicates();
        assertThat(oldest).isEqualTo(newest.reversed());
        var first = viewer.get(BATCHES + "?page_size=2&page=2").expect(200).json();
        assertThat(first.at("/results/0/id").textValue()).isEqualTo(newest.get(2));
        assertThat(first.get("pagination").get("has_next").booleanValue()).isTrue();
        assertThat(first.at("/pagination/total").intValue()).isEqualTo(5);
        assertThat(viewer.get(BATCHES + "?page=7").json().get("results")).isEmpty();
    }

    /// Pages by cursor during writes.
    private List<String> all(String order, int size) {
        var ids = new ArrayList<String>();
        var next = "?page_size=%d&order_by=%s".formatted(size, order);
        while (!next.isEmpty()) {
            var page = viewer.get(BATCHES + next).expect(200).json();
            page.get("results").forEach(batch -> ids.add(batch.get("id").textValue()));
            var cursor = page.at("/pagination/next_cursor");
            next = cursor.isNull() ? "" : "?page_size=%d&cursor=%s".formatted(size, cursor.textValue());
        }
        return ids;
    }

    @Test
    void breaksTiesOfTheSameTime() {
        cases(5);
        sql("update batch set at = '2026-01-01T00:00:00.5Z' where org_id = :org");
        assertThat(all("-at", 2))
                .hasSize(5)
                .doesNotHaveDuplicates()
                .isEqualTo(all("at", 3).reversed());
    }

    @Test
    void rejectsInvalidRequests() {
        cases(1);
        assertThat(faults(viewer.get(BATCHES + "?order_by=id&page=0&by=me").expect(400)))
                .containsExactlyInAnyOrder("order_by invalid_value", "page out_of_range", "by unknown_parameter");
        var incidents =
                viewer.get(INCIDENTS + "?page_size=1&order_by=title").json().at("/pagination/next_cursor");
        assertThat(incidents.isNull()).isTrue();
        for (var cursor : List.of("x", "", "WyItYXQiLDIsbnVsbCwiMSJd", "WyItYXQiLDIsIngiLCIxIl0")) {
            assertThat(faults(viewer.get(BATCHES + "?cursor=" + cursor).expect(400)))
                    .as(cursor)
                    .containsExactly("cursor invalid_format");
        }
        for (var id : List.of("1", "INC-00001", "0199b170-41d7-7aa9-8e21", "x")) {
            assertThat(faults(viewer.get(BATCHES + "/" + id).expect(400))).containsExactly("id invalid_format");
            assertThat(faults(undo(id).expect(400))).containsExactly("id invalid_format");
        }
        var none = "0199b170-41d7-7aa9-8e21-7b3c5d9f0e64";
        for (var answer : List.<ApiClient.Answer>of(viewer.get(BATCHES + "/" + none), undo(none))) {
            assertThat(problem(answer.expect(404))).isEqualTo(json("""
                    {"type": "/problems/not-found", "title": "Not found", "status": 404,
                     "detail": "there is no batch 0199b170-41d7-7aa9-8e21-7b3c5d9f0e64"}"""));
        }
        assertThat(faults(viewer.get(BATCHES + "/" + none + "?x=1").expect(400)))
                .containsExactly("x unknown_parameter");
    }
}
