package blotter.register.incident;

import static org.assertj.core.api.Assertions.assertThat;

import blotter.platform.access.Role;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Undo of batches, except for values that were changed since.
@QuarkusTest
class UndoApiTest extends EngineApiTest {
    /// A row without author, time and version of the last change, and without the dates of its objectives.
    private static JsonNode content(JsonNode row) {
        var copy = row.deepCopy();
        ((ObjectNode) copy.get("incident")).remove(List.of("version", "updated_date", "updated_by"));
        copy.get("threat_objectives").forEach(each -> ((ObjectNode) each).remove("created_date"));
        return copy;
    }

    private String full() {
        var person = tenants.person(organization, "Ann", true).id();
        return opened("""
                {"title": "full", "description": "d", "severity": "SEV-2", "severity_reasoning": "r", "source": "SIEM",
                 "assigned_to": "%s", "status": "Review", "detected_date": "2026-01-05T00:00:00.000001Z",
                 "occurred_date": "2026-01-04T00:00:00Z", "responded_date": "2026-01-06T00:00:00Z",
                 "contained_date": "2026-01-07T00:00:00Z", "tags": ["x", "Y"],
                 "threat_objectives": [{"threat_objective": "Fraud", "relevance": "High"}, {"threat_objective": "Sabotage"}]}""".formatted(person));
    }

    private static final String EVERYTHING = """
            "title": "t", "description": "", "severity": null, "severity_reasoning": null, "source": null, "assigned_to": null,
            "status": "Closed", "detected_date": "2026-02-05T00:00:00Z", "occurred_date": null, "responded_date": null,
            "contained_date": "2026-03-01T00:00:00Z", "tag_operation": "Replace", "tags": ["Y", "z"],
            "threat_objectives": [{"threat_objective": "Extortion"}]""";

    @Test
    void undoesAPatchInEveryField() {
        var ids = List.of(full(), opened("{\"title\": \"empty\"}"));
        var before = ids.stream().map(this::read).toList();
        var patch = editor.mergePatch(INCIDENTS, body(ids, EVERYTHING)).expect(200);
        var other = client(organization, Role.EDITOR);
        var answer = undo(other, batch(patch)).expect(200);

        var rows = answer.json().get("incidents");
        assertThat(ids(rows)).isEqualTo(ids);
        assertThat(answer.json().get("failures")).isEqualTo(json("[]"));
        assertThat(answer.json().get("batch"))
                .isEqualTo(json("{\"id\": \"%s\", \"updated\": 2, \"unchanged\": 0}".formatted(batch(answer))));
        assertThat(answer.header("Preference-Applied")).isNull();
        var undoer = other.get("/api/v1/users/me").json().get("id");
        for (int i = 0; i < 2; i++) {
            var row = rows.get(i);
            assertThat(row).isEqualTo(read(ids.get(i)));
            assertThat(content(row)).isEqualTo(content(before.get(i)));
            assertThat(row.at("/incident/version").longValue()).isEqualTo(3);
            assertThat(row.at("/incident/updated_by/id")).isEqualTo(undoer);
            var entry = history(ids.get(i)).get(0);
            assertThat(entry.get("kind").textValue()).isEqualTo("changed");
            assertThat(entry.get("via").textValue()).isEqualTo("undo");
            assertThat(entry.get("batch_id").textValue()).isEqualTo(batch(answer));
            var changed = history(ids.get(i)).get(1).get("changes");
            assertThat(entry.get("changes").propertyStream().map(java.util.Map.Entry::getKey))
                    .containsExactlyInAnyOrderElementsOf(() -> changed.fieldNames());
        }
    }

    @Test
    void undoDeletesCreatedIncidents() {
        var made = editor.post(
                        INCIDENTS + "/batch",
                        "{\"incidents\": [{\"title\": \"a\", \"tags\": [\"x\"]}, {\"title\": \"b\"}]}")
                .expect(201);
        var answer = undo(batch(made)).expect(200);
        assertThat(answer.json()).isEqualTo(json("""
                {"incidents": [], "batch": {"id": "%s", "updated": 2, "unchanged": 0}, "failures": []}""".formatted(batch(answer))));
        viewer.get(INCIDENTS + "/1").expect(404);
        assertThat(viewer.get(INCIDENTS).json().get("results")).isEmpty();
        assertThat(history("1").get(0).get("kind").textValue()).isEqualTo("deleted");
        assertThat(history("1").get(0).get("via").textValue()).isEqualTo("undo");
        // Numbers are not reused.
        assertThat(opened("{\"title\": \"c\"}")).isEqualTo("INC-00003");
    }

    @Test
    void undoKeepsCreatedIncidentsThatWereChangedSince() {
        var made = editor.post(
                        INCIDENTS + "/batch",
                        "{\"incidents\": [{\"title\": \"a\"}, {\"title\": \"b\"}, {\"title\": \"c\"}]}")
                .expect(201);
        editor.patch(INCIDENTS + "/1", "{\"title\": \"touched\"}").expect(200);
        sql("""
            insert into incident_history (org_id, number, at, actor, via, kind, changes)
            select :org, 3, now(), (select id from app_user where org_id = :org limit 1), 'api', 'commented', '{}'""");
        var answer = undo(batch(made)).expect(207);
        assertThat(answer.json().get("failures")).isEqualTo(json("""
                [{"id": "INC-00001", "status": 409, "code": "changed_since", "detail": "was changed since it was made"},
                 {"id": "INC-00003", "status": 409, "code": "changed_since", "detail": "was commented since it was made"}]"""));
        assertThat(answer.json().get("incidents")).isEmpty();
        viewer.get(INCIDENTS + "/2").expect(404);
        assertThat(version("1")).isEqualTo(2);
        read("3");
        assertThat(lastBatch().get("failed").intValue()).isEqualTo(2);

        var one = opened("{\"title\": \"d\"}");
        var batch = lastBatch().get("id").textValue();
        editor.patch(INCIDENTS + "/" + one, "{\"title\": \"e\"}").expect(200);
        var before = written();
        assertThat(problem(undo(batch).expect(409))).isEqualTo(json("""
                {"type": "/problems/conflict", "title": "Conflict", "status": 409, "detail": "INC-00004 has changed since",
                 "errors": [{"pointer": "", "code": "changed_since", "id": "INC-00004",
                             "detail": "INC-00004: was changed since it was made"}]}"""));
        assertThat(written()).isEqualTo(before);
    }

    @Test
    void undoRestoresADeletedIncident() {
        var id = full();
        sql("""
            insert into incident_comment (org_id, number, id, user_id, value, created_date)
            select :org, 1, gen_random_uuid(), (select id from app_user where org_id = :org limit 1), 'c', now()
              from generate_series(1, 2)""");
        sql("update incident set comment_count = 2 where org_id = :org");
        sql("""
            insert into risk (org_id, number, title, description, status, opened_by, updated_by, discovered_date, created_date, updated_date)
            select :org, n, 'r', '', 'New', gen_random_uuid(), gen_random_uuid(), now(), now(), now() from generate_series(1, 2) n""");
        sql("insert into incident_risk (org_id, number, risk_number) select :org, 1, n from generate_series(1, 2) n");
        editor.patch(INCIDENTS + "/1", "{\"title\": \"second\"}").expect(200);
        var before = read(id);
        assertThat(before.get("risk_associations")).hasSize(2);
        var other = client(organization, Role.EDITOR);
        other.delete(INCIDENTS + "/1").expect(204);
        viewer.get(INCIDENTS + "/1").expect(404);
        sql("delete from risk where org_id = :org and number = 2");

        var answer = undo(other, lastBatch().get("id").textValue()).expect(200);
        var row = answer.json().at("/incidents/0");
        assertThat(row).isEqualTo(read(id));
        var expected = (ObjectNode) content(before);
        expected.set("risk_associations", json("[\"RSK-00001\"]"));
        assertThat(content(row)).isEqualTo(expected);
        assertThat(row.get("threat_objectives")).isEqualTo(before.get("threat_objectives"));
        assertThat(row.get("comment_count").intValue()).isEqualTo(2);
        assertThat(row.at("/incident/version").longValue()).isEqualTo(3);
        assertThat(row.at("/incident/opened_by")).isEqualTo(before.at("/incident/opened_by"));
        assertThat(row.at("/incident/created_date")).isEqualTo(before.at("/incident/created_date"));
        assertThat(viewer.get(INCIDENTS + "?free_text=second&source=SIEM&tags=x")
                        .json()
                        .get("results"))
                .hasSize(1);
        assertThat(history(id).get(0).get("kind").textValue()).isEqualTo("created");
        assertThat(faults(undo(other, history(id).get(1).get("batch_id").textValue())
                        .expect(409)))
                .containsExactly("id undone");
    }

    @Test
    void undoRestoresManyDeletedIncidents() {
        var ids = cases(4);
        var deleted =
                editor.delete(INCIDENTS, body(ids, "").replace(", }", "}")).expect(200);
        var answer = undo(batch(deleted)).expect(200);
        assertThat(ids(answer.json().get("incidents"))).isEqualTo(ids);
        assertThat(viewer.get(INCIDENTS).json().get("results")).hasSize(4);
    }

    @Test
    void anUndoCanBeUndone() {
        var ids = List.of(full());
        var original = content(read(ids.getFirst()));
        var batch = batch(editor.mergePatch(INCIDENTS, body(ids, EVERYTHING)).expect(200));
        var changed = content(read(ids.getFirst()));
        for (int i = 0; i < 4; i++) {
            batch = batch(undo(batch).expect(200));
            assertThat(content(read(ids.getFirst()))).isEqualTo(i % 2 == 0 ? original : changed);
            assertThat(version(ids.getFirst())).isEqualTo(3 + i);
        }
    }

    @Test
    void undosOfCreationsAndDeletionsCanBeUndone() {
        var id = opened("{\"title\": \"a\", \"tags\": [\"x\"]}");
        var batch = lastBatch().get("id").textValue();
        var original = content(read(id));
        for (int i = 0; i < 2; i++) {
            batch = batch(undo(batch).expect(200));
            viewer.get(INCIDENTS + "/" + id).expect(404);
            batch = batch(undo(batch).expect(200));
            assertThat(content(read(id))).isEqualTo(original);
        }
        assertThat(version(id)).isEqualTo(3);
    }

    @Test
    void undoKeepsLaterChanges() {
        var ids = cases(3);
        var batch = batch(editor.patch(INCIDENTS, body(ids, """
                "status": "Closed", "severity": "SEV-3", "tags": ["a", "b"], "threat_objectives": [{"threat_objective": "Fraud"}]""")).expect(200));
        editor.patch(INCIDENTS + "/1", "{\"status\": \"Review\", \"tag_operation\": \"Remove\", \"tags\": [\"a\"]}")
                .expect(200);
        editor.patch(INCIDENTS + "/2", """
                {"threat_objectives": [{"threat_objective": "Fraud", "relevance": "Low"}], "title": "other field", "tag_operation": "Add", "tags": ["c"]}""").expect(200);

        var answer = undo(batch).expect(207);
        assertThat(answer.json().get("failures")).isEqualTo(json("""
                [{"id": "INC-00001", "status": 409, "code": "changed_since", "detail": "tag a was changed since; status was changed since"},
                 {"id": "INC-00002", "status": 409, "code": "changed_since", "detail": "threat_objectives was changed since"}]"""));
        assertThat(ids(answer.json().get("incidents"))).isEqualTo(ids);
        assertThat(answer.json().at("/batch/updated").intValue()).isEqualTo(3);
        var first = read("1");
        assertThat(first.at("/incident/status").textValue()).isEqualTo("Review");
        assertThat(first.at("/incident/severity").isNull()).isTrue();
        assertThat(tags(first)).isEmpty();
        assertThat(first.get("threat_objectives")).isEmpty();
        var second = read("2");
        assertThat(second.at("/incident/status").textValue()).isEqualTo("New");
        assertThat(second.at("/incident/title").textValue()).isEqualTo("other field");
        assertThat(tags(second)).containsExactly("c");
        assertThat(second.get("threat_objectives")).hasSize(1);
        assertThat(read("3").at("/incident/status").textValue()).isEqualTo("New");
        assertThat(tags("3")).isEmpty();
        assertThat(lastBatch().get("failed").intValue()).isEqualTo(2);
        undo(batch).expect(409);
    }

    @Test
    void aFieldChangedBackAndForthCountsAsChanged() {
        cases(1);
        var batch = batch(editor.patch(INCIDENTS, body(List.of("1"), "\"status\": \"Closed\", \"tags\": [\"a\"]"))
                .expect(200));
        editor.patch(INCIDENTS + "/1", "{\"status\": \"Review\", \"tags\": []}").expect(200);
        editor.patch(INCIDENTS + "/1", "{\"status\": \"Closed\", \"tags\": [\"a\"]}")
                .expect(200);
        var before = written();
        assertThat(problem(undo(batch).expect(409)).at("/errors/0/detail").textValue())
                .isEqualTo("INC-00001: tag a was changed since; status was changed since");
        assertThat(written()).isEqualTo(before);
    }

    @Test
    void undoRestoresTagsIndividually() {
        var id = opened("{\"title\": \"a\", \"tags\": [\"stays\", \"goes\", \"returns\"]}");
        var batch = batch(editor.patch(
                        INCIDENTS, body(List.of(id), "\"tag_operation\": \"Replace\", \"tags\": [\"stays\", \"new\"]"))
                .expect(200));
        editor.patch(INCIDENTS + "/" + id, "{\"tag_operation\": \"Add\", \"tags\": [\"returns\", \"more\"]}")
                .expect(200);
        var answer = undo(batch).expect(207);
        assertThat(answer.json().at("/failures/0/detail").textValue()).isEqualTo("tag returns was changed since");
        assertThat(tags(id)).containsExactly("goes", "more", "returns", "stays");
    }

    @Test
    void undoneLaterChangesDoNotCount() {
        var id = opened("{\"title\": \"a\", \"status\": \"New\"}");
        var first = batch(editor.patch(INCIDENTS, body(List.of(id), "\"status\": \"Review\", \"tags\": [\"x\"]"))
                .expect(200));
        var second = batch(editor.patch(
                        INCIDENTS,
                        body(List.of(id), "\"status\": \"Closed\", \"tag_operation\": \"Remove\", \"tags\": [\"x\"]"))
                .expect(200));
        undo(first).expect(409);
        undo(second).expect(200);
        undo(first).expect(200);
        assertThat(read(id).at("/incident/status").textValue()).isEqualTo("New");
        assertThat(tags(id)).isEmpty();
    }

    @Test
    void redoneLaterChangesCount() {
        var id = opened("{\"title\": \"a\"}");
        var first = batch(
                editor.patch(INCIDENTS, body(List.of(id), "\"tags\": [\"x\"]")).expect(200));
        var removed = editor.patch(INCIDENTS, body(List.of(id), "\"tag_operation\": \"Remove\", \"tags\": [\"x\"]"));
        var added = editor.patch(INCIDENTS, body(List.of(id), "\"tags\": [\"x\"]"));
        var addedAgain = batch(undo(batch(undo(batch(added)).expect(200))).expect(200));
        assertThat(faults(undo(first).expect(409))).containsExactly(" changed_since");
        assertThat(tags(id)).containsExactly("x");
        // Without both later changes, undo works.
        undo(addedAgain).expect(200);
        undo(batch(removed)).expect(200);
        undo(first).expect(200);
        assertThat(tags(id)).isEmpty();
    }

    @Test
    void undoneDeletionsDoNotCount() {
        var id = opened("{\"title\": \"a\"}");
        var created = lastBatch().get("id").textValue();
        var patch = batch(
                editor.patch(INCIDENTS, body(List.of(id), "\"title\": \"b\"")).expect(200));
        editor.delete(INCIDENTS + "/" + id).expect(204);
        var deletion = lastBatch().get("id").textValue();
        assertThat(problem(undo(patch).expect(404)).get("detail").textValue()).isEqualTo("INC-00001 does not exist");
        undo(created).expect(404);
        undo(deletion).expect(200);
        undo(patch).expect(200);
        assertThat(read(id).at("/incident/title").textValue()).isEqualTo("a");
        undo(created).expect(200);
        viewer.get(INCIDENTS + "/" + id).expect(404);
    }

    @Test
    void undoReportsWhatIsGoneAndRestoresTheRest() {
        var ids = cases(2);
        var batch = batch(
                editor.patch(INCIDENTS, body(ids, "\"status\": \"Closed\"")).expect(200));
        editor.delete(INCIDENTS + "/1").expect(204);
        var answer = undo(batch).expect(207);
        assertThat(answer.json().get("failures")).isEqualTo(json("""
                [{"id": "INC-00001", "status": 404, "code": "not_found", "detail": "does not exist"}]"""));
        assertThat(ids(answer.json().get("incidents"))).containsExactly("INC-00002");
    }

    @Test
    void undoKeepsDatesInOrder() {
        var id = opened("{\"title\": \"a\", \"detected_date\": \"2026-01-01T00:00:00Z\"}");
        var batch = batch(editor.patch(INCIDENTS, body(List.of(id), "\"detected_date\": \"2026-01-09T00:00:00Z\""))
                .expect(200));
        editor.patch(INCIDENTS + "/" + id, "{\"occurred_date\": \"2026-01-05T00:00:00Z\"}")
                .expect(200);
        var before = written();
        assertThat(problem(undo(batch).expect(400)).at("/errors/0")).isEqualTo(json("""
                {"pointer": "", "code": "date_order", "id": "INC-00001",
                 "detail": "INC-00001: occurred_date 2026-01-05T00:00:00Z is after detected_date 2026-01-01T00:00:00Z"}"""));
        assertThat(written()).isEqualTo(before);
    }

    @Test
    void oneOfTwoConcurrentUndosConflicts() throws Exception {
        for (int round = 0; round < 5; round++) {
            var ids = cases(3);
            var batch = batch(
                    editor.patch(INCIDENTS, body(ids, "\"status\": \"Closed\"")).expect(200));
            var statuses = atOnce(() -> undo(batch).status(), () -> undo(batch).status());
            assertThat(statuses).containsExactlyInAnyOrder(200, 409);
            assertThat(version(ids.getFirst())).isEqualTo(3);
        }
    }

    @Test
    void aSecondUndoConflicts() {
        cases(1);
        var batch = batch(editor.patch(INCIDENTS, body(List.of("1"), "\"status\": \"Closed\""))
                .expect(200));
        var undo = batch(undo(batch).expect(200));
        var before = written();
        assertThat(problem(undo(batch).expect(409))).isEqualTo(json("""
                {"type": "/problems/conflict", "title": "Conflict", "status": 409,
                 "detail": "the batch was undone by the batch %1$s",
                 "errors": [{"pointer": "id", "code": "undone", "detail": "the batch was undone by the batch %1$s"}]}""".formatted(undo)));
        assertThat(written()).isEqualTo(before);
    }

    @Test
    void supportsMinimalResponsesAndIdempotencyKeys() {
        var ids = cases(2);
        var batch = batch(
                editor.patch(INCIDENTS, body(ids, "\"status\": \"Closed\"")).expect(200));
        var once = editor.with("Prefer", "return=minimal").with("Idempotency-Key", "k");
        var first = undo(once, batch).expect(200);
        assertThat(first.header("Preference-Applied")).isEqualTo("return=minimal");
        assertThat(first.json()).isEqualTo(json("""
                {"batch": {"id": "%s", "updated": 2, "unchanged": 0}, "failures": []}""".formatted(batch(first))));
        var before = written();
        assertThat(undo(once, batch).expect(200).body()).isEqualTo(first.body());
        undo(editor.with("Idempotency-Key", "k"), batch).expect(422);
        assertThat(written()).isEqualTo(before);
    }

    @Test
    void undoIsAlwaysLenient() {
        var ids = cases(2);
        for (var prefer : List.of("handling=strict", "handling=strict, return=representation", "handling=lenient")) {
            var batch = batch(editor.patch(INCIDENTS, body(ids, "\"title\": \"%s\"".formatted(prefer)))
                    .expect(200));
            editor.patch(INCIDENTS + "/1", "{\"title\": \"touched\"}").expect(200);
            var answer = undo(editor.with("Prefer", prefer), batch).expect(207);
            assertThat(String.valueOf(answer.header("Preference-Applied")))
                    .isEqualTo(
                            prefer.contains("lenient")
                                    ? prefer
                                    : prefer.contains("return") ? "return=representation" : "null");
        }
    }

    @Test
    void ignoresTheBodyAndRejectsQueries() {
        cases(1);
        var batch = batch(editor.patch(INCIDENTS, body(List.of("1"), "\"status\": \"Closed\""))
                .expect(200));
        assertThat(faults(editor.send("POST", BATCHES + "/" + batch + "/undo?dry_run=true", null, null)
                        .expect(400)))
                .containsExactly("dry_run unknown_parameter");
        editor.unchecked().post(BATCHES + "/" + batch + "/undo", "{\"x\": 1}").expect(200);
    }

    @Test
    void undoIgnoresWhatALenientChangeSkipped() {
        var ids = cases(2);
        var answer = lenient()
                .patch(INCIDENTS, body(List.of("1", "2"), "\"status\": \"Closed\", \"versions\": {\"2\": 9}"))
                .expect(207);
        assertThat(ids(undo(batch(answer)).expect(200).json().get("incidents"))).containsExactly(ids.getFirst());
        assertThat(version("2")).isEqualTo(1);
    }
}
