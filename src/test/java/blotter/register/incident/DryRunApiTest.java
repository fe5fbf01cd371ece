package blotter.register.incident;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A dry run returns the response of the real call, and writes nothing.
@QuarkusTest
class DryRunApiTest extends EngineApiTest {
    private static final String DRY = INCIDENTS + "?dry_run=true";

    /// Removes what must differ: time and author of the change, ids and dates of new incidents.
    private static JsonNode comparable(JsonNode rows) {
        for (var row : rows) {
            ((ObjectNode) row).remove("changes");
            ((ObjectNode) row.get("incident")).remove(List.of("version", "updated_date", "updated_by"));
            row.get("tags").forEach(tag -> ((ObjectNode) tag).remove("id"));
            row.get("threat_objectives").forEach(each -> ((ObjectNode) each).remove("created_date"));
        }
        return rows;
    }

    @Test
    void returnsTheResponseOfTheRealCallAndWritesNothing() {
        var person = tenants.person(organization, "Ann", true).id();
        var ids = List.of(
                opened("{\"title\": \"one\", \"tags\": [\"kept\", \"gone\"], \"severity\": \"SEV-1\"}"),
                opened("{\"title\": \"two\", \"threat_objectives\": [{\"threat_objective\": \"Fraud\"}]}"),
                opened("{\"title\": \"three\"}"));
        for (var members : List.of(
                "\"title\": \"new\", \"assigned_to\": \"%s\"".formatted(person),
                "\"tags\": [\"kept\", \"never seen\"]",
                "\"tag_operation\": \"Remove\", \"tags\": [\"gone\"]",
                "\"tag_operation\": \"Replace\", \"tags\": [\"seen now\"], \"status\": \"Closed\"",
                "\"threat_objectives\": [{\"threat_objective\": \"Fraud\"}, {\"threat_objective\": \"Sabotage\"}]",
                "\"detected_date\": \"2026-01-01T00:00:00Z\", \"source\": \"SIEM\"")) {
            var before = written();
            var stand = ids.stream().map(this::read).toList();
            var dry = editor.patch(DRY, body(ids, members)).expect(200).json();
            assertThat(written()).as(members).isEqualTo(before);
            assertThat(dry.at("/batch/id").isNull()).isTrue();
            for (int i = 0; i < ids.size(); i++) {
                var row = dry.get("incidents").get(i);
                for (var field : List.of("version", "updated_date", "updated_by")) {
                    assertThat(row.get("incident").get(field))
                            .isEqualTo(stand.get(i).get("incident").get(field));
                }
            }

            var real = editor.patch(INCIDENTS, body(ids, members)).expect(200).json();
            assertThat(dry.get("batch").get("updated"))
                    .isEqualTo(real.get("batch").get("updated"));
            assertThat(dry.get("batch").get("unchanged"))
                    .isEqualTo(real.get("batch").get("unchanged"));
            assertThat(comparable(dry.get("incidents"))).as(members).isEqualTo(comparable(real.get("incidents")));
        }
    }

    @Test
    void rowsShowTheirChanges() {
        var person = tenants.person(organization, "Ann", true);
        var changed = opened("{\"title\": \"a\", \"tags\": [\"x\", \"b\"], \"severity\": \"SEV-1\"}");
        var same = opened("{\"title\": \"b\", \"status\": \"Closed\", \"tags\": [\"b\"], \"assigned_to\": \"%s\"}"
                .formatted(person.id()));
        var rows = editor.mergePatch(DRY, body(List.of(changed, same), """
                                "status": "Closed", "severity": null, "tag_operation": "Replace", "tags": ["b"],
                                "assigned_to": "%s\"""".formatted(person.id())))
                .expect(200)
                .json()
                .get("incidents");
        assertThat(rows.get(0).get("changes")).isEqualTo(json("""
                {"status": {"from": "New", "to": "Closed"},
                 "severity": {"from": "SEV-1", "to": null},
                 "assigned_to": {"from": null, "to": {"id": "%s", "email": "%s", "first_name": "Ann", "last_name": "Muster", "icon": null}},
                 "tags": {"from": ["b", "x"], "to": ["b"]}}""".formatted(person.id(), person.email())));
        assertThat(rows.get(1).get("changes")).isEqualTo(json("{}"));
        var real = editor.patch(INCIDENTS, body(List.of(changed), "\"status\": \"Closed\""));
        assertThat(real.expect(200).json().at("/incidents/0").has("changes")).isFalse();
    }

    @Test
    void theHistoryMatchesTheDryRun() {
        var id = opened("{\"title\": \"a\", \"tags\": [\"x\"]}");
        var members = "\"title\": \"b\", \"tags\": [\"y\"], \"detected_date\": \"2026-02-02T03:04:05.678901+01:00\"";
        var dry = editor.patch(DRY, body(List.of(id), members)).expect(200).json();
        editor.patch(INCIDENTS, body(List.of(id), members)).expect(200);
        assertThat(history(id).get(0).get("changes")).isEqualTo(dry.at("/incidents/0/changes"));
    }

    @Test
    void acceptsOnlyTrueAndFalse() {
        var id = opened("{\"title\": \"a\"}");
        var before = written();
        for (var value : List.of("TRUE", "True", "1", "yes", "", "true&dry_run=true", "%20true")) {
            var answer = editor.patch(INCIDENTS + "?dry_run=" + value, body(List.of(id), "\"title\": \"b\""));
            assertThat(answer.status()).as(value).isEqualTo(400);
            assertThat(faults(answer)).allMatch(fault -> fault.startsWith("dry_run "));
        }
        editor.patch(INCIDENTS + "?dry-run=true", body(List.of(id), "\"title\": \"b\""))
                .expect(400);
        assertThat(written()).isEqualTo(before);
        editor.patch(INCIDENTS + "?dry_run=false", body(List.of(id), "\"title\": \"b\""))
                .expect(200);
        assertThat(version(id)).isEqualTo(2);
    }

    @Test
    void reportsTheFaultsAndFailuresOfTheRealCall() {
        var id = opened(
                "{\"title\": \"a\", \"responded_date\": \"2026-01-02T00:00:00Z\", \"detected_date\": \"2026-01-01T00:00:00Z\"}");
        var good = opened("{\"title\": \"b\", \"detected_date\": \"2026-01-01T00:00:00Z\"}");
        var late = body(List.of(id, good, "99"), "\"detected_date\": \"2026-01-09T00:00:00Z\"");
        var before = written();
        assertThat(problem(editor.patch(DRY, late).expect(404)))
                .isEqualTo(problem(editor.patch(INCIDENTS, late).expect(404)));
        var dry = lenient().patch(DRY, late).expect(207);
        assertThat(written()).isEqualTo(before);
        assertThat(dry.header("Preference-Applied")).isEqualTo("handling=lenient");
        assertThat(failures(dry)).containsExactly("INC-00001 400 date_order", "INC-00099 404 not_found");
        assertThat(dry.json().get("failures"))
                .isEqualTo(lenient().patch(INCIDENTS, late).expect(207).json().get("failures"));
    }

    @Test
    void theMinimalResponseHasTheCounts() {
        var id = opened("{\"title\": \"a\"}");
        var answer = editor.with("Prefer", "return=minimal").patch(DRY, body(List.of(id), "\"title\": \"b\""));
        assertThat(answer.expect(200).json())
                .isEqualTo(json("{\"batch\": {\"id\": null, \"updated\": 1, \"unchanged\": 0}}"));
    }

    @Test
    void doesNotUseTheIdempotencyKey() {
        var id = opened("{\"title\": \"a\"}");
        var once = editor.with("Idempotency-Key", "k");
        var before = written();
        once.patch(DRY, body(List.of(id), "\"title\": \"b\"")).expect(200);
        assertThat(written()).isEqualTo(before);
        once.patch(INCIDENTS, body(List.of(id), "\"title\": \"b\"")).expect(200);
        assertThat(version(id)).isEqualTo(2);
    }

    @Test
    void takesNoLocksAndWaitsForNone() {
        var id = opened("{\"title\": \"a\"}");
        database.jdbi().useTransaction(handle -> {
            handle.createQuery("select number from incident where org_id = :org for update")
                    .bind("org", organization.id())
                    .mapTo(Long.class)
                    .list();
            long start = System.nanoTime();
            editor.patch(DRY, body(List.of(id), "\"title\": \"b\"")).expect(200);
            editor.patch(DRY + "&status=New&expected_total=1", "{\"title\": \"b\"}")
                    .expect(200);
            assertThat(System.nanoTime() - start).isLessThan(4_000_000_000L);
        });
    }
}
