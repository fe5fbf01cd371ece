package blotter.register.incident;

import static org.assertj.core.api.Assertions.assertThat;

import blotter.platform.access.Role;
import blotter.testing.ApiClient;
import blotter.testing.ApiTest;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/// `PATCH /v1/incidents`: request and response, as the contract describes them.
@QuarkusTest
final class BulkPatchApiTest extends ApiTest {

    private String open(String title) {
        return opened("{\"title\": \"%s\"}".formatted(title));
    }

    private JsonNode read(String id) {
        return viewer.get(INCIDENTS + "/" + id).expect(200).json();
    }

    private static List<String> tags(JsonNode row) {
        return row.get("tags")
                .valueStream()
                .map(tag -> tag.get("content").textValue())
                .toList();
    }

    private static List<String> codes(ApiClient.Answer answer) {
        return answer.json()
                .get("errors")
                .valueStream()
                .map(fault -> fault.get("pointer").textValue() + " "
                        + fault.get("code").textValue())
                .toList();
    }

    private JsonNode history(String id) {
        return json(tenants.history(organization, id));
    }

    @Test
    void one_patch_is_applied_to_every_id() {
        var first = open("One");
        var second = open("Two");
        var third = open("Three");
        var person = tenants.person(organization, "Joana", true);

        var answer = editor.patch(INCIDENTS, """
                {"ids": ["%s", "%s"], "title": "Both", "description": "The same.", "status": "In Progress", "severity": "SEV-2",
                 "severity_reasoning": "Because.", "source": "SIEM", "assigned_to": "%s",
                 "occurred_date": "2026-01-01T10:00:00+01:00", "detected_date": "2026-01-02T00:00:00.123456Z",
                 "responded_date": "2026-01-03T00:00:00Z", "contained_date": "2026-01-04T00:00:00Z",
                 "tags": ["vpn"], "tag_operation": "Add",
                 "threat_objectives": [{"threat_objective": "Fraud", "relevance": "High"}, {"threat_objective": "Sabotage"}]}""".formatted(first, second, person.id()))
                .expect(200)
                .json();

        assertThat(answer.get("batch").get("updated").intValue()).isEqualTo(2);
        assertThat(answer.get("batch").get("unchanged").intValue()).isZero();
        assertThat(answer.get("incidents")).hasSize(2);
        for (var row : answer.get("incidents")) {
            var incident = row.get("incident");
            assertThat(incident.get("title").textValue()).isEqualTo("Both");
            assertThat(incident.get("description").textValue()).isEqualTo("The same.");
            assertThat(incident.get("status").textValue()).isEqualTo("In Progress");
            assertThat(incident.get("severity").textValue()).isEqualTo("SEV-2");
            assertThat(incident.get("severity_reasoning").textValue()).isEqualTo("Because.");
            assertThat(incident.get("source").textValue()).isEqualTo("SIEM");
            assertThat(incident.get("assigned_to").get("email").textValue()).isEqualTo(person.email());
            assertThat(incident.get("occurred_date").textValue()).isEqualTo("2026-01-01T09:00:00Z");
            assertThat(incident.get("detected_date").textValue()).isEqualTo("2026-01-02T00:00:00.123456Z");
            assertThat(incident.get("responded_date").textValue()).isEqualTo("2026-01-03T00:00:00Z");
            assertThat(incident.get("contained_date").textValue()).isEqualTo("2026-01-04T00:00:00Z");
            assertThat(incident.get("version").longValue()).isEqualTo(2);
            assertThat(tags(row)).containsExactly("vpn");
            assertThat(row.get("threat_objectives").findValuesAsText("threat_objective"))
                    .containsExactly("Sabotage", "Fraud");
            assertThat(row.get("threat_objectives").get(0).get("relevance").isNull())
                    .isTrue();
        }
        assertThat(read(first)).isEqualTo(answer.get("incidents").get(0));
        assertThat(read(third).get("incident").get("version").longValue()).isEqualTo(1);
    }

    @Test
    void the_rows_come_in_the_order_asked_for_and_a_duplicate_id_counts_once() {
        var first = open("One");
        var second = open("Two");
        var number = String.valueOf(Incidents.REGISTER.number(first));

        var answer = editor.patch(INCIDENTS, """
                {"ids": ["%s", "%s", "%s", "INC-%s"], "status": "Review"}""".formatted(second, first, number, number))
                .expect(200)
                .json();

        assertThat(answer.get("incidents").findValuesAsText("version")).hasSize(2);
        assertThat(answer.get("incidents")
                        .valueStream()
                        .map(row -> row.get("incident").get("id").textValue()))
                .containsExactly(second, first);
        assertThat(answer.get("batch").get("updated").intValue()).isEqualTo(2);
    }

    @Test
    void null_is_the_same_as_absent() {
        var id = opened("""
                {"title": "Kept", "description": "Kept.", "severity": "SEV-1", "severity_reasoning": "Kept.", "source": "SIEM",
                 "tags": ["kept"], "threat_objectives": [{"threat_objective": "Fraud"}]}""");
        var before = read(id);

        var answer = editor.patch(INCIDENTS, """
                {"ids": ["%s"], "assigned_to": null, "contained_date": null, "description": null, "detected_date": null,
                 "occurred_date": null, "responded_date": null, "severity": null, "severity_reasoning": null, "source": null,
                 "status": "Closed", "tag_operation": null, "tags": null, "threat_objectives": null, "title": null}""".formatted(id));

        var row = answer.expect(200).json().get("incidents").get(0);
        assertThat(row.get("incident").get("status").textValue()).isEqualTo("Closed");
        for (var field : List.of("title", "description", "severity", "severity_reasoning", "source", "detected_date")) {
            assertThat(row.get("incident").get(field))
                    .as(field)
                    .isEqualTo(before.get("incident").get(field));
        }
        assertThat(row.get("tags")).isEqualTo(before.get("tags"));
        assertThat(row.get("threat_objectives")).isEqualTo(before.get("threat_objectives"));
    }

    @Test
    void in_a_merge_patch_null_clears() {
        var person = tenants.person(organization, "Priya", true);
        var id = opened("""
                {"title": "Cleared", "description": "Kept.", "severity": "SEV-1", "severity_reasoning": "Gone.", "source": "SIEM",
                 "assigned_to": "%s", "occurred_date": "2026-01-01T00:00:00Z", "detected_date": "2026-01-02T00:00:00Z",
                 "responded_date": "2026-01-03T00:00:00Z", "contained_date": "2026-01-04T00:00:00Z",
                 "tags": ["gone"], "threat_objectives": [{"threat_objective": "Fraud"}]}""".formatted(person.id()));

        var row = editor.mergePatch(INCIDENTS, """
                {"ids": ["%s"], "assigned_to": null, "severity": null, "severity_reasoning": null, "source": null, "occurred_date": null,
                 "responded_date": null, "contained_date": null, "tags": null, "threat_objectives": null}""".formatted(id))
                .expect(200)
                .json()
                .get("incidents")
                .get(0);

        for (var field : List.of(
                "assigned_to",
                "severity",
                "severity_reasoning",
                "source",
                "occurred_date",
                "responded_date",
                "contained_date")) {
            assertThat(row.get("incident").has(field)).as(field).isTrue();
            assertThat(row.get("incident").get(field).isNull()).as(field).isTrue();
        }
        assertThat(row.get("tags")).isEmpty();
        assertThat(row.get("threat_objectives")).isEmpty();
        assertThat(row.get("incident").get("description").textValue()).isEqualTo("Kept.");
    }

    @Test
    void in_a_merge_patch_null_is_refused_where_an_incident_always_has_a_value() {
        var id = open("Kept");

        var answer = editor.mergePatch(INCIDENTS, """
                {"ids": ["%s"], "title": null, "description": null, "status": null, "detected_date": null}""".formatted(id)).expect(400);

        assertThat(codes(answer))
                .containsExactly(
                        "/title required", "/description required", "/status required", "/detected_date required");
        assertThat(read(id).get("incident").get("version").longValue()).isEqualTo(1);
    }

    @Test
    void an_empty_list_empties_tags_with_replace_and_objectives() {
        for (var merge : List.of(false, true)) {
            var id = opened("""
                    {"title": "x", "tags": ["a", "b"], "threat_objectives": [{"threat_objective": "Fraud"}]}""");
            var body = """
                    {"ids": ["%s"], "tag_operation": "Replace", "tags": [], "threat_objectives": []}""".formatted(id);

            var row = (merge ? editor.mergePatch(INCIDENTS, body) : editor.patch(INCIDENTS, body))
                    .expect(200)
                    .json()
                    .get("incidents")
                    .get(0);

            assertThat(row.get("tags")).isEmpty();
            assertThat(row.get("threat_objectives")).isEmpty();
        }
    }

    @Test
    void add_and_remove_never_touch_other_tags_and_replace_makes_the_whole_list() {
        var id = opened("{\"title\": \"x\", \"tags\": [\"a\", \"b\"]}");
        var body = "{\"ids\": [\"%s\"], \"tag_operation\": %s, \"tags\": %s}";

        assertThat(tagsAfter(body.formatted(id, "\"Add\"", "[\"c\", \"B\"]"))).containsExactly("a", "b", "c");
        assertThat(tagsAfter(body.formatted(id, "\"Remove\"", "[\"A\", \"never seen\"]")))
                .containsExactly("b", "c");
        assertThat(tagsAfter(body.formatted(id, "\"Replace\"", "[\"z\", \"c\"]")))
                .containsExactly("c", "z");
        assertThat(tagsAfter(body.formatted(id, "null", "[\"d\"]")))
                .as("a missing operation adds")
                .containsExactly("c", "d", "z");
        assertThat(viewer.get("/api/v1/tags").json().findValuesAsText("content"))
                .as("removing makes no tag")
                .containsExactly("a", "b", "c", "d", "z");
    }

    private List<String> tagsAfter(String body) {
        return tags(editor.patch(INCIDENTS, body)
                .expect(200)
                .json()
                .get("incidents")
                .get(0));
    }

    @Test
    void a_tag_is_named_by_its_id_or_its_label_whatever_case_or_accents_and_the_first_spelling_is_kept() {
        var id = opened("{\"title\": \"x\", \"tags\": [\"São Paulo\"]}");
        var tag = read(id).get("tags").get(0).get("id").textValue();
        var other = open("y");

        assertThat(tagsAfter("{\"ids\": [\"%s\"], \"tags\": [\"%s\", \"SAO  paulo\"]}".formatted(other, tag)))
                .containsExactly("São Paulo");

        var refused = editor.patch(INCIDENTS, """
                {"ids": ["%s"], "tags": ["00000000-0000-4000-8000-000000000000", " ", 7]}""".formatted(other)).expect(400);
        assertThat(codes(refused)).containsExactly("/tags/0 unknown_tag", "/tags/1 blank", "/tags/2 wrong_type");
    }

    @Test
    void unknown_labels_are_not_made_when_the_call_fails() {
        var id = open("x");

        editor.patch(INCIDENTS, "{\"ids\": [\"%s\", \"INC-99999\"], \"tags\": [\"made in vain\"]}".formatted(id))
                .expect(404);

        assertThat(viewer.get("/api/v1/tags").json().get("results")).isEmpty();
    }

    @Test
    void objectives_present_become_the_whole_set_and_one_set_again_keeps_its_date() {
        var id = opened("""
                {"title": "x", "threat_objectives": [{"threat_objective": "Fraud", "relevance": "Low"}, {"threat_objective": "Extortion"}]}""");
        var kept = read(id).get("threat_objectives")
                .valueStream()
                .filter(relation -> relation.get("threat_objective").textValue().equals("Fraud"))
                .toList()
                .getFirst();

        var row = editor.patch(INCIDENTS, """
                {"ids": ["%s"], "threat_objectives": [{"threat_objective": "Sabotage", "relevance": "High", "created_date": "1999-01-01T00:00:00Z"},
                 {"threat_objective": "Fraud", "relevance": "Low"}]}""".formatted(id))
                .expect(200)
                .json()
                .get("incidents")
                .get(0);

        assertThat(row.get("threat_objectives").findValuesAsText("threat_objective"))
                .containsExactly("Sabotage", "Fraud");
        assertThat(row.get("threat_objectives").get(1)).isEqualTo(kept);
        assertThat(row.get("threat_objectives").get(0).get("created_date").textValue())
                .isEqualTo(row.get("incident").get("updated_date").textValue());

        var again = editor.patch(INCIDENTS, """
                {"ids": ["%s"], "threat_objectives": [{"threat_objective": "Fraud", "relevance": "Low"}, {"threat_objective": "Sabotage", "relevance": "High"}]}""".formatted(id)).expect(200).json();
        assertThat(again.get("batch").get("unchanged").intValue()).isEqualTo(1);
        assertThat(again.get("incidents").get(0)).isEqualTo(row);
    }

    @Test
    void each_objective_stands_once() {
        var answer = editor.patch(INCIDENTS, """
                {"ids": ["1"], "threat_objectives": [{"threat_objective": "Fraud"}, {"threat_objective": "Fraud", "relevance": "Low"},
                 {"relevance": "low"}, {"threat_objective": "fraud", "weight": 1}]}""").expect(400);

        assertThat(codes(answer))
                .containsExactly(
                        "/threat_objectives/1/threat_objective duplicate_objective",
                        "/threat_objectives/2/threat_objective required",
                        "/threat_objectives/2/relevance invalid_value",
                        "/threat_objectives/3/threat_objective invalid_value",
                        "/threat_objectives/3/weight unknown_field");
    }

    @Test
    void nothing_left_to_change_is_an_empty_payload() {
        var id = open("x");
        for (var fields : List.of("", ", \"title\": null, \"tags\": null", ", \"tag_operation\": null")) {
            var answer = editor.patch(INCIDENTS, "{\"ids\": [\"%s\"]%s}".formatted(id, fields))
                    .expect(400);
            assertThat(answer.json().get("title").textValue()).isEqualTo("Empty payload");
        }
        editor.mergePatch(INCIDENTS, "{\"ids\": [\"%s\"]}".formatted(id)).expect(400);
    }

    @Test
    void no_ids_and_a_tag_operation_without_tags_are_refused_together() {
        var answer = editor.patch(INCIDENTS, "{\"ids\": [], \"tag_operation\": \"Replace\", \"status\": \"New\"}")
                .expect(400);

        assertThat(codes(answer)).containsExactly("/ids required", "/tags required");
        assertThat(codes(editor.patch(INCIDENTS, "{\"status\": \"New\"}").expect(400)))
                .containsExactly("/ids required");
        assertThat(codes(editor.patch(INCIDENTS, "{\"ids\": null, \"status\": \"New\"}")
                        .expect(400)))
                .containsExactly("/ids required");
    }

    @Test
    void a_source_must_be_the_organizations_and_active_and_an_assignee_an_active_user_of_it() {
        var id = open("x");
        var left = tenants.person(organization, "Left", false);
        var elsewhere = tenants.person(tenants.organization(), "Elsewhere", true);
        tenants.deactivateSource(organization, "Bug Bounty");

        var body = "{\"ids\": [\"%s\"], \"source\": \"%s\", \"assigned_to\": \"%s\"}";
        assertThat(codes(editor.patch(INCIDENTS, body.formatted(id, "Nobody", left.id()))
                        .expect(400)))
                .containsExactly("/source unknown_source", "/assigned_to inactive_assignee");
        assertThat(codes(editor.patch(INCIDENTS, body.formatted(id, "Bug Bounty", elsewhere.id()))
                        .expect(400)))
                .containsExactly("/assigned_to unknown_user");
        assertThat(codes(editor.patch(INCIDENTS, "{\"ids\": [\"%s\"], \"source\": \"Bug Bounty\"}".formatted(id))
                        .expect(400)))
                .containsExactly("/ids/0 inactive_source");
    }

    @Test
    void dates_must_keep_their_order_and_the_ids_that_would_not_are_named() {
        var early = opened("{\"title\": \"early\", \"detected_date\": \"2026-01-01T00:00:00Z\"}");
        var late = opened("{\"title\": \"late\", \"detected_date\": \"2026-03-01T00:00:00Z\"}");

        var answer = editor.patch(INCIDENTS, """
                {"ids": ["%s", "%s"], "responded_date": "2026-02-01T00:00:00Z"}""".formatted(early, late)).expect(400);

        assertThat(codes(answer)).containsExactly("/ids/1 date_order");
        assertThat(answer.json().get("errors").get(0).get("id").textValue()).isEqualTo(late);
        assertThat(read(early).get("incident").get("responded_date").isNull())
                .as("nothing is written")
                .isTrue();
        for (var wrong : List.of(
                "\"occurred_date\": \"2026-01-01T00:00:01Z\"",
                "\"occurred_date\": \"2025-12-01T00:00:00Z\", \"contained_date\": \"2025-11-01T00:00:00Z\"",
                "\"detected_date\": \"2026-01-02T00:00:00Z\", \"responded_date\": \"2026-01-01T00:00:00Z\"")) {
            assertThat(codes(editor.patch(INCIDENTS, "{\"ids\": [\"%s\"], %s}".formatted(early, wrong))
                            .expect(400)))
                    .containsExactly("/ids/0 date_order");
        }
        editor.patch(INCIDENTS, """
                {"ids": ["%s"], "occurred_date": "2026-01-01T00:00:00Z", "responded_date": "2026-01-01T00:00:00Z", "contained_date": "2026-01-01T00:00:00Z"}""".formatted(early)).expect(200);
    }

    @Test
    void what_is_already_so_stays_untouched_and_is_among_the_answers() {
        var done = opened("{\"title\": \"x\", \"status\": \"Closed\"}");
        var open = open("y");
        var before = read(done);

        var answer = editor.patch(
                        INCIDENTS, "{\"ids\": [\"%s\", \"%s\"], \"status\": \"Closed\"}".formatted(done, open))
                .expect(200)
                .json();

        assertThat(answer.get("batch").get("updated").intValue()).isEqualTo(1);
        assertThat(answer.get("batch").get("unchanged").intValue()).isEqualTo(1);
        assertThat(answer.get("incidents").get(0)).isEqualTo(before);
        assertThat(read(done)).isEqualTo(before);
        assertThat(history(done)).hasSize(1);
        assertThat(history(open)).hasSize(2);

        var nothing = editor.patch(INCIDENTS, "{\"ids\": [\"%s\"], \"status\": \"Closed\"}".formatted(done))
                .expect(200)
                .json();
        assertThat(nothing.get("batch")).isEqualTo(json("{\"id\": null, \"updated\": 0, \"unchanged\": 1}"));
    }

    @Test
    void one_history_entry_for_each_changed_incident_joined_by_the_batch() {
        var first = open("One");
        var second = open("Two");

        var batch = editor.patch(
                        INCIDENTS,
                        "{\"ids\": [\"%s\", \"%s\"], \"status\": \"Review\", \"tags\": [\"a\"]}"
                                .formatted(first, second))
                .expect(200)
                .json()
                .get("batch")
                .get("id")
                .textValue();

        for (var id : List.of(first, second)) {
            var entries = history(id);
            assertThat(entries).hasSize(2);
            assertThat(entries.get(0).get("kind").textValue()).isEqualTo("created");
            assertThat(entries.get(1).get("kind").textValue()).isEqualTo("changed");
            assertThat(entries.get(1).get("batch").textValue()).isEqualTo(batch);
            assertThat(entries.get(1).get("changes").get("status")).isEqualTo(json("[\"New\", \"Review\"]"));
            assertThat(entries.get(1).get("changes").get("tags").get(0)).isEmpty();
            assertThat(entries.get(1).get("changes").get("tags").get(1)).hasSize(1);
            assertThat(entries.get(1).get("changes").size()).isEqualTo(2);
        }
    }

    @Test
    void all_that_do_not_exist_are_named_and_nothing_is_written() {
        var id = open("x");

        var answer = editor.patch(
                        INCIDENTS,
                        "{\"ids\": [\"%s\", \"INC-99998\", \"99999\"], \"status\": \"Closed\"}".formatted(id))
                .expect(404);

        assertThat(answer.json().get("title").textValue()).isEqualTo("Not found");
        assertThat(answer.json().get("errors").findValuesAsText("id")).containsExactly("INC-99998", "INC-99999");
        assertThat(answer.json().get("errors").findValuesAsText("pointer")).containsExactly("/ids/1", "/ids/2");
        assertThat(read(id).get("incident").get("status").textValue()).isEqualTo("New");
    }

    @Test
    void a_malformed_id_fails_the_whole_call() {
        var id = open("x");
        for (var bad :
                List.of("inc-1", "INC-0", "0", "-1", " 1", "INC-1 ", "INC_1", "RSK-00001", "1.0", "", "INC-", "１")) {
            var answer = editor.patch(
                            INCIDENTS, "{\"ids\": [\"%s\", \"%s\"], \"status\": \"Closed\"}".formatted(id, bad))
                    .expect(400);
            assertThat(codes(answer)).as(bad).containsExactly("/ids/1 invalid_format");
        }
        assertThat(read(id).get("incident").get("status").textValue()).isEqualTo("New");
    }

    @Test
    void a_thousand_different_ids_are_taken_and_one_more_is_too_large() {
        var drafts = IntStream.range(0, 1000)
                .mapToObj("{\"title\": \"Case %d\"}"::formatted)
                .collect(Collectors.joining(","));
        var made = editor.post(INCIDENTS + "/batch", "{\"incidents\": [%s]}".formatted(drafts))
                .expect(201)
                .json();
        var ids = StreamSupport.stream(made.get("incidents").spliterator(), false)
                .map(row -> "\"" + row.get("incident").get("id").textValue() + "\"")
                .toList();

        var twice = String.join(",", ids) + "," + String.join(",", ids);
        var answer = editor.patch(INCIDENTS, "{\"ids\": [%s], \"status\": \"Review\"}".formatted(twice))
                .expect(200)
                .json();
        assertThat(answer.get("batch").get("updated").intValue()).isEqualTo(1000);

        var more = editor.patch(INCIDENTS, "{\"ids\": [%s, \"INC-50000\"], \"status\": \"Closed\"}".formatted(twice))
                .expect(413);
        assertThat(more.json().get("detail").textValue()).isEqualTo("1001 ids (expected: 1000 at most in one call)");
    }

    @Test
    void who_may_only_read_changes_nothing() {
        var id = open("x");

        var answer = viewer.patch(INCIDENTS, "{\"ids\": [\"%s\"], \"status\": \"Closed\"}".formatted(id))
                .expect(403);

        assertThat(answer.json().get("permission").textValue()).isEqualTo("incidents:write");
        client(organization, Role.RISK_EDITOR)
                .patch(INCIDENTS, "{\"ids\": [\"%s\"], \"status\": \"Closed\"}".formatted(id))
                .expect(403);
    }
}
