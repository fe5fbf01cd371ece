package blotter.register.incident;

import static org.assertj.core.api.Assertions.assertThat;

import blotter.platform.database.Announcements;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The history of incidents.
@QuarkusTest
class HistoryApiTest extends EngineApiTest {
    @Inject
    Announcements announcements;

    private JsonNode me() {
        var user = (ObjectNode) editor.get("/api/v1/users/me").expect(200).json();
        user.remove(List.of("active", "roles", "kind"));
        return user;
    }

    @Test
    void entriesHaveChangesTimeAndActor() {
        var id = opened("""
                {"title": "a", "detected_date": "2026-01-01T01:00:00+01:00", "tags": ["z", "Ä", "b"], "severity": "SEV-2",
                 "threat_objectives": [{"threat_objective": "Fraud", "relevance": "High"}]}""");
        var created = read(id);
        editor.mergePatch(INCIDENTS + "/" + id, """
                {"severity": null, "tags": ["b", "c"], "threat_objectives": [], "occurred_date": "2025-12-31T00:00:00.000001Z"}""").expect(200);
        var changed = read(id);
        var entries = history(id);
        assertThat(entries).hasSize(2);
        var relation = "{\"threat_objective\": \"Fraud\", \"relevance\": \"High\", \"created_date\": %s}"
                .formatted(created.at("/threat_objectives/0/created_date"));
        assertThat(entries.get(0)).isEqualTo(json("""
                {"id": %s, "at": %s, "by": %s, "via": "api", "batch_id": %s, "kind": "changed", "changes": {
                  "severity": {"from": "SEV-2", "to": null},
                  "tags": {"from": ["Ä", "b", "z"], "to": ["b", "c"]},
                  "threat_objectives": {"from": [%s], "to": []},
                  "occurred_date": {"from": null, "to": "2025-12-31T00:00:00.000001Z"}}}""".formatted(
                        entries.get(0).get("id"),
                        changed.at("/incident/updated_date"),
                        me(),
                        lastBatch().get("id"),
                        relation)));
        assertThat(entries.get(1).get("kind").textValue()).isEqualTo("created");
        assertThat(entries.get(1).get("at")).isEqualTo(created.at("/incident/created_date"));
        assertThat(entries.get(1).get("changes")).isEqualTo(json("""
                {"title": {"from": null, "to": "a"}, "description": {"from": null, "to": ""}, "status": {"from": null, "to": "New"},
                 "detected_date": {"from": null, "to": "2026-01-01T00:00:00Z"}, "severity": {"from": null, "to": "SEV-2"},
                 "tags": {"from": null, "to": ["Ä", "b", "z"]}, "threat_objectives": {"from": null, "to": [%s]}}""".formatted(relation)));
    }

    @Test
    void aBulkChangeAddsOneEntryPerChangedIncident() {
        var ids = cases(3);
        editor.patch(INCIDENTS + "/2", "{\"status\": \"Closed\"}").expect(200);
        var answer =
                editor.patch(INCIDENTS, body(ids, "\"status\": \"Closed\"")).expect(200);
        assertThat(history("1").get(0).get("batch_id").textValue()).isEqualTo(batch(answer));
        assertThat(history("3").get(0).get("batch_id").textValue()).isEqualTo(batch(answer));
        assertThat(history("2")).hasSize(2);
        assertThat(history("2").get(0).get("batch_id").textValue()).isNotEqualTo(batch(answer));
    }

    @Test
    void tagsAndPeopleKeepTheirNamesOfThatTime() {
        var person = tenants.person(organization, "Ann", true);
        var id = opened("{\"title\": \"a\", \"tags\": [\"before\"], \"assigned_to\": \"%s\"}".formatted(person.id()));
        database.jdbi().useTransaction(handle -> {
            handle.createUpdate("update tag set content = 'after', content_key = 'after' where org_id = :org")
                    .bind("org", organization.id())
                    .execute();
            handle.createUpdate("update app_user set first_name = 'Anna' where org_id = :org and id = :id")
                    .bind("org", organization.id())
                    .bind("id", person.id())
                    .execute();
            announcements.changed(handle, "tags", organization.id());
            announcements.changed(handle, "users", organization.id());
        });
        org.junit.jupiter.api.Assertions.assertTimeoutPreemptively(java.time.Duration.ofSeconds(10), () -> {
            while (!tags(id).contains("after")
                    || !read(id).at("/incident/assigned_to/first_name")
                            .textValue()
                            .equals("Anna")) {
                Thread.sleep(20);
            }
        });
        editor.mergePatch(INCIDENTS + "/" + id, "{\"tags\": [], \"assigned_to\": null}")
                .expect(200);
        var entries = history(id);
        assertThat(entries.at("/0/changes/tags/from")).isEqualTo(json("[\"after\"]"));
        assertThat(entries.at("/0/changes/assigned_to/from/first_name").textValue())
                .isEqualTo("Anna");
        assertThat(entries.at("/1/changes/tags/to")).isEqualTo(json("[\"before\"]"));
        assertThat(entries.at("/1/changes/assigned_to/to")).isEqualTo(json("""
                {"id": "%s", "email": "%s", "first_name": "Ann", "last_name": "Muster", "icon": null}""".formatted(person.id(), person.email())));
    }

    @Test
    void textsThatLookLikeIdsAreNotReplaced() {
        var person = tenants.person(organization, "Ann", true).id().toString();
        var id = opened("{\"title\": \"%1$s\", \"assigned_to\": \"%1$s\", \"tags\": [\"%1$s x\"]}".formatted(person));
        var changes = history(id).get(0).get("changes");
        assertThat(changes.at("/title/to").textValue()).isEqualTo(person);
        assertThat(changes.at("/assigned_to/to/id").textValue()).isEqualTo(person);
        assertThat(changes.at("/tags/to/0").textValue()).isEqualTo(person + " x");
    }

    @Test
    void deletedIncidentsHaveAHistory() {
        var id = opened("{\"title\": \"a\", \"tags\": [\"x\"], \"severity\": \"SEV-1\"}");
        editor.delete(INCIDENTS + "/" + id).expect(204);
        viewer.get(INCIDENTS + "/" + id).expect(404);
        var entries = history(id);
        assertThat(entries).hasSize(2);
        assertThat(entries.get(0).get("kind").textValue()).isEqualTo("deleted");
        var last = entries.get(0).get("changes");
        assertThat(last.at("/title")).isEqualTo(json("{\"from\": \"a\", \"to\": null}"));
        assertThat(last.at("/tags")).isEqualTo(json("{\"from\": [\"x\"], \"to\": null}"));
        assertThat(last.at("/severity")).isEqualTo(json("{\"from\": \"SEV-1\", \"to\": null}"));
        assertThat(last.at("/version/from").longValue()).isEqualTo(1);
        assertThat(last.at("/opened_by/from")).isEqualTo(me());
        assertThat(last.at("/created_date/from")).isEqualTo(entries.get(1).get("at"));
    }

    @Test
    void incidentsThatNeverExistedAreNotFound() {
        cases(1);
        assertThat(problem(viewer.get(INCIDENTS + "/2/history").expect(404))).isEqualTo(json("""
                {"type": "/problems/not-found", "title": "Not found", "status": 404,
                 "detail": "INC-00002 does not exist and never has"}"""));
        assertThat(faults(viewer.get(INCIDENTS + "/inc-1/history?x=1").expect(400)))
                .containsExactlyInAnyOrder("id invalid_format", "x unknown_parameter");
        for (var id : List.of("INC-00001", "INC-1", "1")) {
            viewer.get(INCIDENTS + "/" + id + "/history").expect(200);
        }
    }

    private List<Long> all(String order, int size) {
        var ids = new ArrayList<Long>();
        var next = "?page_size=%d&order_by=%s".formatted(size, order);
        while (!next.isEmpty()) {
            var page = viewer.get(INCIDENTS + "/1/history" + next).expect(200).json();
            page.get("results").forEach(entry -> ids.add(entry.get("id").longValue()));
            var cursor = page.at("/pagination/next_cursor");
            next = cursor.isNull() ? "" : "?page_size=%d&cursor=%s".formatted(size, cursor.textValue());
        }
        return ids;
    }

    @Test
    void pagesTheHistoryNewestOrOldestFirst() {
        cases(1);
        for (int i = 0; i < 6; i++) {
            editor.patch(INCIDENTS + "/1", "{\"title\": \"%d\"}".formatted(i)).expect(200);
        }
        var newest = all("-at", 3);
        assertThat(newest).hasSize(7).isSortedAccordingTo(java.util.Comparator.reverseOrder());
        assertThat(all("at", 2)).isEqualTo(newest.reversed());
        var second = viewer.get(INCIDENTS + "/1/history?page_size=3&page=2")
                .expect(200)
                .json();
        assertThat(second.at("/results/0/id").longValue()).isEqualTo(newest.get(3));
        assertThat(second.get("pagination").get("total").intValue()).isEqualTo(7);
        var beyond = viewer.get(INCIDENTS + "/1/history?page=9").expect(200).json();
        assertThat(beyond.get("results")).isEmpty();
        for (var bad : List.of("order_by=id", "cursor=x", "page_size=0", "page_size=201", "kind=created")) {
            viewer.get(INCIDENTS + "/1/history?" + bad).expect(400);
        }
    }
}
