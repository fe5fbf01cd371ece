package blotter.register.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import blotter.testing.ApiClient;
import blotter.testing.ApiTest;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

/// Imports of files from other systems.
@QuarkusTest
class ForeignImportApiTest extends ApiTest {
    private static final String IMPORT = INCIDENTS + "/import?format=";

    private ApiClient.Answer imported(String format, String type, String file) {
        return editor.send("POST", IMPORT + format, type, file.getBytes(UTF_8));
    }

    private ApiClient.Answer imported(String format, String file) {
        return imported(format, "application/json", file);
    }

    private JsonNode row(int number) {
        return viewer.get(INCIDENTS + "/" + number).expect(200).json();
    }

    @Test
    void anIncidentFindingBecomesAnIncident() {
        var ann = tenants.person(organization, "Ann", true);
        imported("ocsf", """
                {"class_uid": 2005, "category_uid": 2, "activity_id": 1, "type_uid": 200501, "time": 1772704931000,
                 "start_time": 1772600000123, "severity_id": 4, "severity": "High", "status_id": 2, "status": "In Progress",
                 "verdict_id": 2, "desc": "A host called home.", "message": "Beaconing",
                 "assignee": {"name": "Ann", "email_addr": "%s"},
                 "metadata": {"version": "1.4.0", "product": {"name": "siem", "vendor_name": "V"}, "labels": ["c2", "vip"]},
                 "finding_info_list": [{"uid": "a1", "title": "Beaconing to a new domain", "created_time": 1772704900000}],
                 "unmapped": {"shift": "night"}}""".formatted(ann.email())).expect(200);
        var incident = row(1).get("incident");
        assertThat(incident.get("title").textValue()).isEqualTo("Beaconing to a new domain");
        assertThat(incident.get("severity").textValue()).isEqualTo("SEV-2");
        assertThat(incident.get("status").textValue()).isEqualTo("In Progress");
        assertThat(incident.get("source").textValue()).isEqualTo("SIEM");
        assertThat(incident.at("/assigned_to/id").textValue())
                .isEqualTo(ann.id().toString());
        assertThat(incident.get("occurred_date").textValue()).isEqualTo("2026-03-04T04:53:20.123Z");
        assertThat(incident.get("detected_date").textValue()).isEqualTo("2026-03-05T10:01:40Z");
        assertThat(row(1).get("tags").findValuesAsText("content")).containsExactly("c2", "vip");
        assertThat(incident.get("description").textValue())
                .startsWith("A host called home.\n\nBeaconing\n\nImported from OCSF, where it also had:\n\n```json\n{")
                .endsWith("}\n```\n")
                .contains("\"shift\" : \"night\"", "\"verdict_id\" : 2")
                .doesNotContain("severity_id", "start_time", "status_id");
    }

    /// A variant that some products write: a single finding instead of the list, seconds instead of milliseconds,
    /// texts and `_dt`.
    @Test
    void acceptsVariantsOfFindings() {
        imported("ocsf", """
                [{"class_uid": 2005, "time": "2026-03-29T18:10:01.412Z", "message": "first",
                  "finding_info": {"uid": "INC-042", "title": "Out of memory", "created_time": 1774807801}},
                 {"class_uid": 2005, "time": 1774807801412, "time_dt": "2026-03-29T18:10:01.412Z", "status_id": 99,
                  "finding_info_list": [
                      {"title": "First", "created_time_dt": "2026-03-29T18:10:00.000Z"},
                      {"title": "Second", "first_seen_time_dt": "2026-03-29T18:09:00.000Z"}]}]""").expect(200);
        var first = row(1).get("incident");
        assertThat(first.get("title").textValue()).isEqualTo("Out of memory");
        assertThat(first.get("detected_date").textValue()).isEqualTo("2026-03-29T18:10:01Z");
        var second = row(2).get("incident");
        assertThat(second.get("title").textValue()).isEqualTo("First");
        assertThat(second.get("detected_date").textValue()).isEqualTo("2026-03-29T18:10:00Z");
        assertThat(second.get("occurred_date").textValue()).isEqualTo("2026-03-29T18:09:00Z");
        assertThat(second.get("description").textValue()).contains("\"title\" : \"Second\"");
    }

    @Test
    void keepsTheClosedDateOfTheOtherSystem() {
        imported("thehive", """
                {"_type": "Case", "title": "a", "stage": "Closed", "status": "TruePositive",
                 "_createdAt": 1772600000000, "endDate": 1772603600000}""").expect(200);
        imported("ocsf", """
                {"class_uid": 2005, "activity_id": 3, "time": 1772607200000,
                 "finding_info_list": [{"title": "b", "created_time": 1772600000000}]}""").expect(200);
        // Without a usable closed date: missing, or before the detection.
        imported("thehive", """
                {"_type": "Case", "title": "c", "stage": "Closed", "_createdAt": 1772600000000, "endDate": 1772599999999}""").expect(200);
        editor.send(
                        "POST",
                        INCIDENTS + "/import",
                        "text/csv",
                        "title,status,detected_date\nd,Closed,2020-01-01\n".getBytes(UTF_8))
                .expect(200);
        assertThat(viewer.get(INCIDENTS + "?status=Closed")
                        .expect(200)
                        .json()
                        .at("/pagination/total")
                        .intValue())
                .isEqualTo(4);
        var metrics =
                viewer.get(INCIDENTS + "/metrics?interval=month").expect(200).json();
        assertThat(metrics.at("/durations/time_to_close/count").intValue()).isEqualTo(2);
        assertThat(metrics.at("/durations/time_to_close/missing").intValue()).isEqualTo(2);
        assertThat(metrics.at("/durations/time_to_close/median").intValue()).isEqualTo(5400);
    }

    @Test
    void acceptsArraysAndLinesOfFindings() {
        var one = "{\"class_uid\": 2005, \"message\": \"a\\nb\", \"status_id\": %d, \"severity_id\": 0}";
        var rows = imported("ocsf", "[%s, %s]".formatted(one.formatted(4), one.formatted(5)))
                .expect(200)
                .json()
                .get("rows");
        assertThat(rows).isEqualTo(json("""
                [{"line": 1, "verdict": "create", "id": "INC-00001"}, {"line": 2, "verdict": "create", "id": "INC-00002"}]"""));
        assertThat(row(1).at("/incident/title").textValue()).isEqualTo("a");
        assertThat(row(1).at("/incident/status").textValue()).isEqualTo("Review");
        assertThat(row(1).at("/incident/severity").isNull()).isTrue();
        assertThat(row(2).at("/incident/status").textValue()).isEqualTo("Closed");
        imported("ocsf", "application/x-ndjson", one.formatted(1) + "\n" + one.formatted(99) + "\n")
                .expect(200);
        assertThat(row(4).at("/incident/status").textValue()).isEqualTo("New");
    }

    @Test
    void aCaseOfTheHiveBecomesAnIncident() {
        var ann = tenants.person(organization, "Ann", true);
        imported("thehive", """
                [{"_id": "~4", "_type": "Case", "_createdBy": "x@y.example", "_createdAt": 1772704931000, "number": 41,
                  "title": "Phishing", "description": "Two clicked.", "severity": 3, "severityLabel": "HIGH",
                  "startDate": 1772600000000, "inProgressDate": 1772709000000, "tags": ["phishing", "phishing", " "], "tlp": 2,
                  "status": "TruePositive", "stage": "Closed", "summary": "Contained.", "assignee": "%s",
                  "customFields": [{"name": "site", "value": "Rotterdam"}]},
                 {"title": "Open", "severity": 1, "status": "InProgress", "assignee": "nobody@nowhere.example",
                  "startDate": 1772704931000}]""".formatted(ann.email())).expect(200);
        var incident = row(1).get("incident");
        assertThat(incident.get("title").textValue()).isEqualTo("Phishing");
        assertThat(incident.get("severity").textValue()).isEqualTo("SEV-2");
        assertThat(incident.get("status").textValue()).isEqualTo("Closed");
        assertThat(incident.get("detected_date").textValue()).isEqualTo("2026-03-05T10:02:11Z");
        assertThat(incident.get("occurred_date").textValue()).isEqualTo("2026-03-04T04:53:20Z");
        assertThat(incident.get("responded_date").textValue()).isEqualTo("2026-03-05T11:10:00Z");
        assertThat(incident.at("/assigned_to/email").textValue()).isEqualTo(ann.email());
        assertThat(row(1).get("tags").findValuesAsText("content")).containsExactly("phishing");
        assertThat(incident.get("description").textValue())
                .startsWith("Two clicked.\n\n**Summary:** Contained.\n\nImported from TheHive")
                .contains("Rotterdam", "TruePositive", "\"tlp\" : 2")
                .doesNotContain("severity", "startDate");
        var second = row(2).get("incident");
        assertThat(second.get("status").textValue()).isEqualTo("In Progress");
        assertThat(second.get("assigned_to").isNull()).isTrue();
        assertThat(second.get("description").textValue()).contains("nobody@nowhere.example");
    }

    @Test
    void unusableMembersGoIntoTheDescription() {
        var huge = "x".repeat(30_000);
        imported("thehive", """
                {"title": "%s", "startDate": 99999999999999999, "_createdAt": 1772704931000, "inProgressDate": 1,
                 "tags": ["%s"], "huge": "%s", "small": 1}""".formatted("t".repeat(600), "l".repeat(101), huge))
                .expect(200);
        var incident = row(1).get("incident");
        assertThat(incident.get("title").textValue()).hasSize(500).endsWith("t…");
        assertThat(row(1).get("tags")).isEmpty();
        assertThat(incident.get("occurred_date").isNull()).isTrue();
        assertThat(incident.get("responded_date").isNull()).isTrue();
        assertThat(incident.get("description").textValue())
                .hasSizeLessThan(ForeignCase.MAX_REST + 1_000)
                .contains("99999999999999999", "inProgressDate", "lllll", "\"left_out\" : [ \"huge\" ]", "small");
    }

    @Test
    void rejectsObjectsOfOtherTypes() {
        assertThat(faults(imported("ocsf", """
                        [{"class_uid": 2004, "message": "a"}, 7]""").expect(400)))
                .containsExactly("/1/class_uid invalid_value", "/2 wrong_type", "/2/title required");
        assertThat(faults(imported("thehive", "[{\"_type\": \"Alert\"}]").expect(400)))
                .containsExactly("/1/_type invalid_value", "/1/title required");
        assertThat(faults(imported("thehive", "[{\"title\": \"a\"}, ").expect(400)))
                .containsExactly(" malformed_json");
        assertThat(faults(imported("thehive", "[{\"title\": \"a\"}] 7").expect(400)))
                .containsExactly(" malformed_json");
        assertThat(faults(imported("thehive", "[]").expect(400))).containsExactly(" required");
        assertThat(editor.unchecked()
                        .send("POST", IMPORT + "thehive", "text/csv", "title\na".getBytes(UTF_8))
                        .status())
                .isEqualTo(415);
        assertThat(viewer.get(INCIDENTS).json().get("results")).isEmpty();
    }

    @Test
    void previewAndUndoWorkAsForCsv() {
        var file = "{\"title\": \"a\", \"severity\": 4}";
        var preview = editor.send("POST", IMPORT + "thehive&dry_run=true", "application/json", file.getBytes(UTF_8))
                .expect(200)
                .json();
        assertThat(preview.at("/rows/0/changes/severity/to").textValue()).isEqualTo("SEV-1");
        assertThat(viewer.get(INCIDENTS).json().get("results")).isEmpty();
        var batch = imported("thehive", file).expect(200).json().at("/batch/id").textValue();
        editor.send("POST", "/api/v1/batches/" + batch + "/undo", null, null).expect(200);
        assertThat(viewer.get(INCIDENTS).json().get("results")).isEmpty();
    }
}
