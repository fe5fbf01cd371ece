package blotter.register.transfer;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import blotter.platform.access.Role;
import blotter.testing.ApiClient;
import blotter.testing.ApiTest;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Imports of CSV files.
@QuarkusTest
class ImportApiTest extends ApiTest {
    private static final String IMPORT = INCIDENTS + "/import";

    private ApiClient.Answer send(String query, byte[] file) {
        return editor.send("POST", IMPORT + query, "text/csv", file);
    }

    private ApiClient.Answer imported(String file) {
        return send("", file.getBytes(UTF_8));
    }

    private JsonNode preview(String file) {
        return send("?dry_run=true", file.getBytes(UTF_8)).expect(200).json();
    }

    private JsonNode row(String id) {
        return viewer.get(INCIDENTS + "/" + id).expect(200).json();
    }

    private int total() {
        return viewer.get(INCIDENTS).expect(200).json().at("/pagination/total").intValue();
    }

    private JsonNode batches() {
        return viewer.get("/api/v1/batches").expect(200).json().get("results");
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

    @Test
    void createsIncidentsWithAllFields() {
        var person = tenants.person(organization, "Ann", true);
        var answer = imported("""
                title,description,severity,status,source,detected_date,occurred_date,responded_date,contained_date,assigned_to,tags,severity_reasoning,threat_objectives
                 first ,"two
                lines ""quoted""\",SEV-1,Review,SIEM,2026-01-05,2026-01-04T10:00:00+02:00,2026-01-06,2026-01-07,%s,"one; t\\;wo",since,Extortion:High; Fraud
                second,,,,,,,,,,,,
                """.formatted(person.email().toUpperCase(java.util.Locale.ROOT)))
                .expect(200)
                .json();
        assertThat(answer.get("rows")).isEqualTo(json("""
                [{"line": 2, "verdict": "create", "id": "INC-00001"}, {"line": 4, "verdict": "create", "id": "INC-00002"}]"""));
        assertThat(answer.get("counts")).isEqualTo(json("""
                {"create": 2, "update": 0, "unchanged": 0, "invalid": 0}"""));
        assertThat(answer.at("/batch/updated").intValue()).isEqualTo(2);
        var first = row("1");
        var incident = first.get("incident");
        assertThat(incident.get("title").textValue()).isEqualTo("first");
        assertThat(incident.get("description").textValue()).isEqualTo("two\nlines \"quoted\"");
        assertThat(incident.get("severity").textValue()).isEqualTo("SEV-1");
        assertThat(incident.get("severity_reasoning").textValue()).isEqualTo("since");
        assertThat(incident.get("status").textValue()).isEqualTo("Review");
        assertThat(incident.get("source").textValue()).isEqualTo("SIEM");
        assertThat(incident.get("detected_date").textValue()).isEqualTo("2026-01-05T00:00:00Z");
        assertThat(incident.get("occurred_date").textValue()).isEqualTo("2026-01-04T08:00:00Z");
        assertThat(incident.get("responded_date").textValue()).isEqualTo("2026-01-06T00:00:00Z");
        assertThat(incident.get("contained_date").textValue()).isEqualTo("2026-01-07T00:00:00Z");
        assertThat(incident.at("/assigned_to/id").textValue())
                .isEqualTo(person.id().toString());
        assertThat(first.get("tags").findValuesAsText("content")).containsExactly("one", "t;wo");
        assertThat(first.at("/threat_objectives/0/threat_objective").textValue())
                .isEqualTo("Extortion");
        assertThat(first.at("/threat_objectives/0/relevance").textValue()).isEqualTo("High");
        assertThat(first.at("/threat_objectives/1/relevance").isNull()).isTrue();
        var second = row("2").get("incident");
        assertThat(second.get("status").textValue()).isEqualTo("New");
        assertThat(second.get("description").textValue()).isEmpty();
        assertThat(second.get("severity").isNull()).isTrue();
    }

    @Test
    void anImportIsOneBatchWithTheChannelImport() {
        opened("{\"title\": \"old\"}");
        var batch = imported("id,title\n1,new\n,made").expect(200).json().get("batch");
        var latest = batches().get(0);
        assertThat(latest.get("id")).isEqualTo(batch.get("id"));
        assertThat(latest.get("operation").textValue()).isEqualTo("import");
        assertThat(latest.get("via").textValue()).isEqualTo("import");
        assertThat(latest.get("updated").intValue()).isEqualTo(2);
        for (var id : List.of("1", "2")) {
            var entry = viewer.get(INCIDENTS + "/" + id + "/history")
                    .expect(200)
                    .json()
                    .at("/results/0");
            assertThat(entry.get("batch_id")).isEqualTo(batch.get("id"));
            assertThat(entry.get("via").textValue()).isEqualTo("import");
        }
    }

    @Test
    void undoDeletesCreatedAndRestoresChangedEntries() {
        var id = full();
        var before = row(id);
        var batch = imported("""
                id,title,description,severity,assigned_to,tags,threat_objectives,contained_date
                1,other,e,,,z,Fraud:Low,
                ,made,,,,z,,
                ,made too,,,,,,
                """).expect(200).json().at("/batch/id").textValue();
        assertThat(total()).isEqualTo(3);
        assertThat(row(id).at("/incident/severity").isNull()).isTrue();
        var undone = editor.send("POST", "/api/v1/batches/" + batch + "/undo", null, null)
                .expect(200)
                .json();
        assertThat(undone.at("/batch/updated").intValue()).isEqualTo(3);
        assertThat(total()).isEqualTo(1);
        var after = row(id);
        for (var field : List.of("title", "description", "severity", "assigned_to", "contained_date")) {
            assertThat(after.at("/incident/" + field)).isEqualTo(before.at("/incident/" + field));
        }
        assertThat(after.get("tags")).isEqualTo(before.get("tags"));
        assertThat(after.at("/threat_objectives/1/relevance").textValue()).isEqualTo("High");
        // The undo is a batch too, and can be undone.
        var redone = editor.send(
                        "POST", "/api/v1/batches/" + undone.at("/batch/id").textValue() + "/undo", null, null)
                .expect(200)
                .json();
        assertThat(redone.at("/batch/updated").intValue()).isEqualTo(3);
        assertThat(row("2").at("/incident/title").textValue()).isEqualTo("made");
        assertThat(row(id).at("/incident/title").textValue()).isEqualTo("other");
    }

    @Test
    void absentColumnsKeepValuesAndEmptyCellsClearThem() {
        var id = full();
        var before = row(id);
        assertThat(imported("id\n" + id)
                        .expect(200)
                        .json()
                        .at("/rows/0/verdict")
                        .textValue())
                .isEqualTo("unchanged");
        assertThat(row(id)).isEqualTo(before);
        imported("""
                id,title,description,severity,severity_reasoning,status,source,assigned_to,detected_date,occurred_date,responded_date,contained_date,tags,threat_objectives
                %s,,,,,,,,,,,,,""".formatted(id)).expect(200);
        var after = row(id);
        for (var field : List.of("title", "description", "status", "detected_date")) {
            assertThat(after.at("/incident/" + field)).as(field).isEqualTo(before.at("/incident/" + field));
        }
        for (var field : List.of(
                "severity",
                "severity_reasoning",
                "source",
                "assigned_to",
                "occurred_date",
                "responded_date",
                "contained_date")) {
            assertThat(after.at("/incident/" + field).isNull()).as(field).isTrue();
        }
        assertThat(after.get("tags")).isEmpty();
        assertThat(after.get("threat_objectives")).isEmpty();
    }

    @Test
    void aPreviewShowsTheVerdictOfEachRowAndWritesNothing() {
        opened("{\"title\": \"old\", \"severity\": \"SEV-2\", \"tags\": [\"x\"]}");
        opened("{\"title\": \"same\"}");
        var batches = batches();
        var answer = preview("""
                id,title,severity,tags
                1,old,SEV-1,x; y
                2,same,,
                ,made,SEV-9,
                ,made,SEV-3,new
                77,lost,,
                """);
        assertThat(answer.get("counts")).isEqualTo(json("""
                {"create": 1, "update": 1, "unchanged": 1, "invalid": 2}"""));
        assertThat(answer.get("fault_count").intValue()).isEqualTo(2);
        assertThat(answer.get("batch")).isEqualTo(json("{\"id\": null, \"updated\": 2, \"unchanged\": 1}"));
        var rows = answer.get("rows");
        assertThat(rows.get(0)).isEqualTo(json("""
                {"line": 2, "verdict": "update", "id": "INC-00001", "faults": [],
                 "changes": {"severity": {"from": "SEV-2", "to": "SEV-1"}, "tags": {"from": ["x"], "to": ["x", "y"]}}}"""));
        assertThat(rows.get(1)).isEqualTo(json("""
                {"line": 3, "verdict": "unchanged", "id": "INC-00002", "faults": [], "changes": {}}"""));
        assertThat(rows.get(2)).isEqualTo(json("""
                {"line": 4, "verdict": "invalid", "id": null, "changes": {}, "faults": [
                  {"column": "severity", "code": "invalid_value",
                   "detail": "SEV-9 (expected: SEV-1, SEV-2, SEV-3, SEV-4, SEV-5 or null)"}]}"""));
        assertThat(rows.get(3).get("verdict").textValue()).isEqualTo("create");
        assertThat(rows.get(3).at("/changes/tags/to/0").textValue()).isEqualTo("new");
        assertThat(rows.get(4)).isEqualTo(json("""
                {"line": 6, "verdict": "invalid", "id": "INC-00077", "changes": {}, "faults": [
                  {"column": "id", "code": "not_found", "detail": "INC-00077 does not exist"}]}"""));
        assertThat(total()).isEqualTo(2);
        assertThat(batches()).isEqualTo(batches);
        assertThat(viewer.get("/api/v1/tags").json().get("results")).hasSize(1);
    }

    @Test
    void anyFaultPreventsTheImport() {
        opened("{\"title\": \"old\", \"detected_date\": \"2026-01-05T00:00:00Z\"}");
        tenants.person(organization, "Gone", false);
        tenants.deactivateSource(organization, "Bug Bounty");
        var answer = imported("""
                id,title,severity,status,source,assigned_to,detected_date,occurred_date,threat_objectives
                ,fine,,,,,,,
                ,,SEV-9,Done,Nowhere,nobody@nowhere.example,31.01.2026,2026-13-01,Greed
                1,x,,,,,,2026-02-01,Fraud:Huge; Fraud
                1,y,,,,,,,
                INC-99,z,,,,,,,
                0,z,,,,,,,
                ,short
                ,a,,,Bug Bounty,gone@%s.example,,,
                ,b,,,,,2026-01-01,2026-01-02,
                """.formatted(organization.slug())).expect(400);
        assertThat(faults(answer))
                .containsExactly(
                        "/3/occurred_date invalid_format",
                        "/3/detected_date invalid_format",
                        "/3/assigned_to unknown_user",
                        "/3/title required",
                        "/3/status invalid_value",
                        "/3/severity invalid_value",
                        "/3/source unknown_source",
                        "/3/threat_objectives/0/threat_objective invalid_value",
                        "/4/threat_objectives/0/relevance invalid_value",
                        "/4/threat_objectives/1/threat_objective duplicate_objective",
                        "/5/id duplicate",
                        "/6/id not_found",
                        "/7/id invalid_format",
                        "/8 ragged_row",
                        "/9/assigned_to inactive_assignee",
                        "/9/source inactive_source",
                        "/10 date_order");
        assertThat(total()).isEqualTo(1);
        assertThat(row("1").at("/incident/version").intValue()).isEqualTo(1);
        assertThat(batches()).hasSize(1);
        // No numbers were taken.
        assertThat(imported("title\na").expect(200).json().at("/rows/0/id").textValue())
                .isEqualTo("INC-00002");
    }

    @Test
    void reportsTheFirstThousandFaultsAndCountsAll() {
        var file = "title,severity\n" + "a,SEV-9\n".repeat(5_100);
        var problem = imported(file).expect(400).json();
        assertThat(problem.get("errors")).hasSize(1_000);
        assertThat(problem.get("detail").textValue()).endsWith("and 5099 more");
        var preview = preview(file);
        assertThat(preview.get("fault_count").intValue()).isEqualTo(5_100);
        assertThat(preview.get("rows")).hasSize(5_100);
        assertThat(preview.findValuesAsText("column")).hasSize(1_000);
    }

    @Test
    void rejectsInvalidFiles() {
        assertThat(faults(send("", "title\nä".getBytes(UTF_16)).expect(400))).containsExactly(" not_utf8");
        assertThat(send("?dry_run=true", new byte[] {'t', 'i', 't', 'l', 'e', '\n', 'a', '\n', (byte) 0xe4, '\n'})
                        .expect(400)
                        .json()
                        .get("detail")
                        .textValue())
                .startsWith("line 3 is not well-formed UTF-8");
        assertThat(faults(imported("title,colour,title,severity\na,b,c,d").expect(400)))
                .containsExactly("/1/colour unknown_field", "/1/title duplicate_key");
        assertThat(faults(imported("title,tags_add,tags_remove\na,b,c").expect(400)))
                .containsExactly("/1/tags_add unknown_field", "/1/tags_remove unknown_field");
        assertThat(faults(imported("severity\nSEV-1").expect(400))).containsExactly("/1/title required");
        assertThat(faults(imported("title\na,b\n").expect(400))).containsExactly("/2 ragged_row");
        assertThat(faults(imported("title\n").expect(400))).containsExactly(" required");
        assertThat(faults(imported("\n\n").expect(400))).containsExactly(" malformed_csv");
        assertThat(faults(imported("title,severity\n\"a\"b,c\n").expect(400))).containsExactly(" malformed_csv");
        assertThat(faults(imported("title\n\"never ends\n").expect(400))).containsExactly(" malformed_csv");
        assertThat(faults(imported("title\na\u0000b\n").expect(400))).containsExactly("/2/title invalid_text");
        assertThat(editor.unchecked()
                        .send("POST", IMPORT, "application/json", "{}".getBytes(UTF_8))
                        .status())
                .isEqualTo(415);
        assertThat(faults(send("?dryrun=true", "title\na".getBytes(UTF_8)).expect(400)))
                .containsExactly("dryrun unknown_parameter");
        assertThat(total()).isZero();
    }

    @Test
    void detectsSeparatorsLineEndsAndByteOrderMark() {
        for (var file : List.of(
                "\uFEFFtitle;severity\r\na,b;SEV-1\r\n",
                "severity\ttitle\nSEV-1\ta,b\n",
                "title , severity\r\"a,b\",SEV-1",
                "\uFEFF\"title\",\"severity\"\n\n\"a,b\",SEV-1\n,\n")) {
            var answer = imported(file).expect(200).json();
            assertThat(answer.at("/counts/create").intValue()).as(file).isEqualTo(1);
            var incident = row(answer.at("/rows/0/id").textValue()).get("incident");
            assertThat(incident.get("title").textValue()).isEqualTo("a,b");
            assertThat(incident.get("severity").textValue()).isEqualTo("SEV-1");
        }
    }

    @Test
    void inactiveAssigneesCanStayButNotBeAssigned() {
        var gone = tenants.person(organization, "Gone", true);
        opened("{\"title\": \"a\", \"assigned_to\": \"%s\", \"source\": \"SIEM\"}".formatted(gone.id()));
        opened("{\"title\": \"b\"}");
        tenants.deactivateSource(organization, "SIEM");
        tenants.deactivate(organization, gone);
        var file = "id,assigned_to,source\n%s,%s,SIEM\n";
        assertThat(imported(file.formatted(1, gone.email()))
                        .expect(200)
                        .json()
                        .at("/rows/0/verdict")
                        .textValue())
                .isEqualTo("unchanged");
        assertThat(faults(imported(file.formatted(2, gone.email())).expect(400)))
                .containsExactly("/2 inactive_source");
        assertThat(faults(imported("id,assigned_to\n2," + gone.email()).expect(400)))
                .containsExactly("/2 inactive_assignee");
    }

    @Test
    void laterChangesAreNotOverwritten() {
        opened("{\"title\": \"a\"}");
        var file = "id,title,version\n1,b,1\n";
        editor.patch(INCIDENTS + "/1", "{\"severity\": \"SEV-1\"}").expect(200);
        var answer = imported(file).expect(400);
        assertThat(faults(answer)).containsExactly("/2/version stale");
        assertThat(answer.json().get("detail").textValue())
                .isEqualTo("/2/version: 1 (expected: 2, since INC-00001 has changed)");
        imported("id,title,version\n1,b,2\n").expect(200);
        // The row has the current values, so nothing is overwritten.
        assertThat(imported(file).expect(200).json().at("/rows/0/verdict").textValue())
                .isEqualTo("unchanged");
    }

    @Test
    void remarksAndTemplateImportNothing() {
        var person = tenants.person(organization, "Ann", true);
        tenants.person(organization, "Gone", false);
        tenants.deactivateSource(organization, "Bug Bounty");
        var template = editor.get(IMPORT + "/template").expect(200);
        assertThat(template.header("Content-Disposition")).isEqualTo("attachment; filename=\"incidents-template.csv\"");
        assertThat(template.body())
                .contains("SEV-5", "In Progress", "SIEM", person.email(), "Data Disclosure")
                .doesNotContain("Bug Bounty", "gone@");
        assertThat(faults(imported(template.body()).expect(400))).containsExactly(" required");
        assertThat(imported(template.body() + ",made" + ",".repeat(12))
                        .expect(200)
                        .json()
                        .at("/counts/create")
                        .intValue())
                .isEqualTo(1);
    }

    @Test
    void aRetryWithTheSameKeyImportsOnce() {
        var client = editor.with("Idempotency-Key", "k");
        var file = "title\na\n".getBytes(UTF_8);
        var first = client.send("POST", IMPORT, "text/csv", file).expect(200);
        var second = client.send("POST", IMPORT, "text/csv", file).expect(200);
        assertThat(second.body()).isEqualTo(first.body());
        client.send("POST", IMPORT, "text/csv", "title\nb\n".getBytes(UTF_8)).expect(422);
        assertThat(total()).isEqualTo(1);
    }

    @Test
    void manyRowsAreImportedInChunksAndOneBatch() {
        var made = "title,tags\n"
                + IntStream.range(0, 11_000)
                        .mapToObj(i -> "t%d,tag %d".formatted(i, i % 7))
                        .collect(Collectors.joining("\n"));
        var answer = editor.with("Prefer", "return=minimal")
                .send("POST", IMPORT, "text/csv", made.getBytes(UTF_8))
                .expect(200);
        assertThat(answer.header("Preference-Applied")).isEqualTo("return=minimal");
        assertThat(answer.json().has("rows")).isFalse();
        assertThat(answer.json().at("/counts/create").intValue()).isEqualTo(11_000);
        var changed = "id,title\n"
                + IntStream.rangeClosed(1, 11_000)
                        .map(i -> 11_001 - i)
                        .mapToObj(i -> "%d,%s".formatted(i, i % 2 == 0 ? "t" + (i - 1) : "u" + i))
                        .collect(Collectors.joining("\n"));
        var batch = imported(changed).expect(200).json();
        assertThat(batch.get("counts")).isEqualTo(json("""
                {"create": 0, "update": 5500, "unchanged": 5500, "invalid": 0}"""));
        editor.with("Prefer", "return=minimal")
                .send("POST", "/api/v1/batches/" + batch.at("/batch/id").textValue() + "/undo", null, null)
                .expect(200);
        assertThat(row("11000").at("/incident/title").textValue()).isEqualTo("t10999");
        assertThat(row("9").at("/incident/title").textValue()).isEqualTo("t8");
        assertThat(imported("title\n" + "a\n".repeat(100_001))
                        .expect(413)
                        .json()
                        .get("detail")
                        .textValue())
                .contains("100000 rows");
    }

    @Test
    void creatingTagsByImportRequiresPermission() {
        var client = client(organization, Role.INCIDENT_EDITOR);
        assertThat(client.send("POST", IMPORT, "text/csv", "title,tags\na,new".getBytes(UTF_8))
                        .status())
                .isEqualTo(200);
        assertThat(faults(imported("title,tags\na," + "x;".repeat(101)).expect(400)))
                .containsExactly("/2/tags too_many");
    }

    @Test
    void rejectsUploadsThatAreTooLarge() {
        var large = editor.unchecked().send("POST", IMPORT, "text/csv", new byte[50 * 1024 * 1024 + 1]);
        assertThat(large.status()).isEqualTo(413);
        assertThat(large.json().get("detail").textValue()).contains("larger than 50 MiB");
    }
}
