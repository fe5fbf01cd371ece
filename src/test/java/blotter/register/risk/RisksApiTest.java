package blotter.register.risk;

import static org.assertj.core.api.Assertions.assertThat;

import blotter.platform.access.Role;
import blotter.testing.ApiClient;
import blotter.testing.ApiTest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Single risks: create, read, change, delete, undo.
@QuarkusTest
class RisksApiTest extends ApiTest {
    private static final String SCORED = """
            {"title": " VPN ", "description": "Patched too late.", "type": "Vulnerability", "source": "Penetration Test",
             "likelihood": "Probable", "likelihood_reasoning": "Twice a year.", "impact": "High", "impact_reasoning": "Inside.",
             "assigned_to": "%s", "discovered_date": "2026-02-20T10:00:00+01:00", "expected_date": "2026-04-01T00:00:00Z",
             "remediation_task": "Patch.", "control_statement": "Watched.", "tags": ["vpn", "edge"],
             "threat_objectives": [{"threat_objective": "Extortion", "relevance": "High"}]}""";

    private JsonNode read(String id) {
        return viewer.get(RISKS + "/" + id).expect(200).json();
    }

    private static ObjectNode without(JsonNode node, String... names) {
        ObjectNode rest = ((ObjectNode) node).deepCopy();
        rest.remove(List.of(names));
        return rest;
    }

    private JsonNode history(String id) {
        return viewer.get(RISKS + "/" + id + "/history").expect(200).json().get("results");
    }

    private String lastBatch() {
        return viewer.get("/api/v1/batches?page_size=1")
                .json()
                .at("/results/0/id")
                .textValue();
    }

    private ApiClient.Answer undo(String batch) {
        return editor.send("POST", "/api/v1/batches/" + batch + "/undo", null, null);
    }

    @Test
    void onlyTheTitleIsRequired() {
        var made = editor.post(RISKS, "{\"title\": \"VPN\"}").expect(201);
        var row = made.json();
        var at = row.at("/risk/created_date").textValue();
        var by = row.at("/risk/opened_by").toString();
        assertThat(row).isEqualTo(json("""
                {"risk": {"id": "RSK-00001", "title": "VPN", "description": "", "status": "New", "type": null, "source": null,
                   "likelihood": null, "likelihood_reasoning": null, "impact": null, "impact_reasoning": null, "urgency": null,
                   "initially_reported_urgency": null, "assigned_to": null, "opened_by": %2$s, "updated_by": %2$s,
                   "discovered_date": "%3$s", "due_date": null, "expected_date": null, "closed_date": null,
                   "remediation_task": null, "control_statement": null, "created_date": "%1$s", "updated_date": "%1$s",
                   "version": 1},
                 "comments": 0, "incident_associations": [], "tags": [], "threat_objectives": []}""".formatted(
                        at, by, row.at("/risk/discovered_date").textValue())));
        assertThat(made.header("Location")).isEqualTo("/api/v1/risks/RSK-00001");
        assertThat(made.header("ETag")).isEqualTo("\"1\"");
        assertThat(viewer.get(RISKS + "/1").expect(200).json()).isEqualTo(row);
        assertThat(viewer.get(RISKS + "/RSK-1").header("ETag")).isEqualTo("\"1\"");
    }

    @Test
    void storesEveryFieldAndDerivesValues() {
        var ann = tenants.person(organization, "Ann", true);
        var id = risk(SCORED.formatted(ann.id()));
        var row = read(id);
        var risk = row.get("risk");
        assertThat(risk.at("/assigned_to/first_name").textValue()).isEqualTo("Ann");
        assertThat(without(risk, "assigned_to", "opened_by", "updated_by", "created_date", "updated_date"))
                .isEqualTo(json("""
                        {"id": "RSK-00001", "title": "VPN", "description": "Patched too late.", "status": "New",
                         "type": "Vulnerability", "source": "Penetration Test", "likelihood": "Probable",
                         "likelihood_reasoning": "Twice a year.", "impact": "High", "impact_reasoning": "Inside.",
                         "urgency": "High", "initially_reported_urgency": "High", "discovered_date": "2026-02-20T09:00:00Z",
                         "due_date": "2026-03-22T09:00:00Z", "expected_date": "2026-04-01T00:00:00Z", "closed_date": null,
                         "remediation_task": "Patch.", "control_statement": "Watched.", "version": 1}"""));
        assertThat(row.get("tags").valueStream().map(tag -> tag.get("content").textValue()))
                .containsExactly("edge", "vpn");
        assertThat(row.at("/threat_objectives/0/threat_objective").textValue()).isEqualTo("Extortion");
    }

    @Test
    void derivedValuesCannotBeSet() {
        var derived = """
                "urgency": "Low", "initially_reported_urgency": "Low", "due_date": "2026-01-01T00:00:00Z\"""";
        var expected =
                new String[] {"/urgency read_only", "/initially_reported_urgency read_only", "/due_date read_only"};
        var refused =
                editor.post(RISKS, "{\"title\": \"a\", %s}".formatted(derived)).expect(400);
        assertThat(faults(refused)).containsExactlyInAnyOrder(expected);
        assertThat(refused.json().at("/errors/0/detail").textValue())
                .isEqualTo("is derived from likelihood and impact (expected: nothing; it cannot be written)");
        var id = risk("{\"title\": \"a\", \"urgency\": null, \"due_date\": null}");
        assertThat(faults(editor.patch(RISKS + "/" + id, "{%s}".formatted(derived))
                        .expect(400)))
                .containsExactlyInAnyOrder(expected);
        assertThat(faults(editor.patch(RISKS, "{\"ids\": [\"%s\"], %s}".formatted(id, derived))
                        .expect(400)))
                .containsExactlyInAnyOrder(expected);
        assertThat(faults(editor.mergePatch(RISKS + "/" + id, "{\"urgency\": null}")
                        .expect(400)))
                .containsExactly("/urgency read_only");
        // In plain JSON, null is the same as absent.
        editor.patch(RISKS + "/" + id, "{\"title\": \"b\", \"urgency\": null}").expect(200);
        assertThat(editor.patch(RISKS + "/" + id, "{\"urgency\": null}")
                        .expect(400)
                        .json()
                        .get("type")
                        .textValue())
                .isEqualTo("/problems/empty-payload");
    }

    @Test
    void reportsAllInvalidValues() {
        assertThat(faults(editor.post(RISKS, """
                        {"title": " ", "status": "In Progress", "type": "Bug", "source": "SIEM", "likelihood": "possible",
                         "impact": "Extreme", "assigned_to": "0199b170-41d7-7aa9-8e21-7b3c5d9f0e64",
                         "discovered_date": "2026-01-01T00:00:00", "severity": "SEV-1"}""").expect(400)))
                .containsExactlyInAnyOrder(
                        "/title blank",
                        "/status invalid_value",
                        "/type invalid_value",
                        "/source unknown_source",
                        "/likelihood invalid_value",
                        "/impact invalid_value",
                        "/assigned_to unknown_user",
                        "/discovered_date invalid_format",
                        "/severity unknown_field");
        assertThat(faults(editor.post(RISKS, "{}").expect(400))).containsExactly("/title required");
        assertThat(faults(viewer.get(RISKS + "/INC-1").expect(400))).containsExactly("id invalid_format");
    }

    @Test
    void risksHaveTheirOwnSources() {
        var sources = viewer.get(RISKS + "/sources").expect(200).json().get("sources");
        assertThat(sources.valueStream().map(source -> source.get("name").textValue()))
                .containsExactly(
                        "Attack Surface Monitoring",
                        "Vulnerability Scan",
                        "Penetration Test",
                        "Bug Bounty",
                        "Audit",
                        "Risk Assessment",
                        "Incident",
                        "Third Party",
                        "Self-reported",
                        "Other");
        tenants.deactivateSource(organization, "risk", "Audit");
        assertThat(faults(editor.post(RISKS, "{\"title\": \"a\", \"source\": \"Audit\"}")
                        .expect(400)))
                .containsExactly("/source inactive_source");
        // Incidents have other sources.
        opened("{\"title\": \"a\", \"source\": \"SIEM\"}");
    }

    @Test
    void aPatchUpdatesDerivedValuesInTheSameVersion() {
        var id = risk("{\"title\": \"a\", \"discovered_date\": \"2026-02-20T09:00:00Z\"}");
        var patched = editor.patch(RISKS + "/" + id, "{\"likelihood\": \"Imminent\", \"impact\": \"Severe\"}")
                .expect(200);
        assertThat(patched.header("ETag")).isEqualTo("\"2\"");
        assertThat(patched.json().at("/risk/urgency").textValue()).isEqualTo("Critical");
        assertThat(patched.json()).isEqualTo(read(id));
        assertThat(history(id).get(0).get("changes")).isEqualTo(json("""
                {"likelihood": {"from": null, "to": "Imminent"}, "impact": {"from": null, "to": "Severe"},
                 "urgency": {"from": null, "to": "Critical"}, "initially_reported_urgency": {"from": null, "to": "Critical"},
                 "due_date": {"from": null, "to": "2026-02-27T09:00:00Z"}}"""));
        editor.patch(RISKS + "/" + id, "{\"discovered_date\": \"2026-02-21T09:00:00Z\"}")
                .expect(200);
        assertThat(history(id).get(0).get("changes")).isEqualTo(json("""
                {"discovered_date": {"from": "2026-02-20T09:00:00Z", "to": "2026-02-21T09:00:00Z"},
                 "due_date": {"from": "2026-02-27T09:00:00Z", "to": "2026-02-28T09:00:00Z"}}"""));
        editor.mergePatch(RISKS + "/" + id, "{\"impact\": null}").expect(200);
        assertThat(history(id).get(0).get("changes")).isEqualTo(json("""
                {"impact": {"from": "Severe", "to": null}, "urgency": {"from": "Critical", "to": null},
                 "due_date": {"from": "2026-02-28T09:00:00Z", "to": null}}"""));
        // A patch without effect.
        var before = read(id);
        editor.patch(RISKS + "/" + id, "{\"likelihood\": \"Imminent\"}").expect(200);
        assertThat(read(id)).isEqualTo(before);
    }

    @Test
    void closingAndReopeningChangeTheClosedDate() {
        var id = risk("{\"title\": \"a\"}");
        var closed = editor.patch(RISKS + "/" + id, "{\"status\": \"Closed\"}")
                .expect(200)
                .json();
        assertThat(closed.at("/risk/closed_date")).isEqualTo(closed.at("/risk/updated_date"));
        var open = editor.patch(RISKS + "/" + id, "{\"status\": \"Remediation\"}")
                .expect(200)
                .json();
        assertThat(open.at("/risk/closed_date").isNull()).isTrue();
        assertThat(faults(editor.patch(
                                RISKS + "/" + id, "{\"status\": \"Closed\", \"closed_date\": \"2000-01-01T00:00:00Z\"}")
                        .expect(400)))
                .containsExactly(" date_order");
    }

    @Test
    void aMergePatchClearsAllButRequiredFields() {
        var ann = tenants.person(organization, "Ann", true);
        var id = risk(SCORED.formatted(ann.id()));
        editor.mergePatch(RISKS + "/" + id, """
                {"type": null, "source": null, "likelihood": null, "likelihood_reasoning": null, "impact": null,
                 "impact_reasoning": null, "assigned_to": null, "expected_date": null, "closed_date": null,
                 "remediation_task": null, "control_statement": null, "tags": null, "threat_objectives": null}""").expect(200);
        var row = read(id);
        assertThat(row.get("tags")).isEmpty();
        assertThat(row.get("threat_objectives")).isEmpty();
        assertThat(row.get("risk").valueStream().filter(JsonNode::isNull)).hasSize(13);
        assertThat(faults(editor.mergePatch(
                                RISKS + "/" + id,
                                "{\"title\": null, \"description\": null, \"status\": null, \"discovered_date\": null}")
                        .expect(400)))
                .containsExactlyInAnyOrder(
                        "/title required", "/description required", "/status required", "/discovered_date required");
    }

    @Test
    void anOutdatedVersionIsStale() {
        var id = risk("{\"title\": \"a\"}");
        editor.patch(RISKS + "/" + id, "{\"title\": \"b\"}").expect(200);
        editor.with("If-Match", "\"1\"")
                .patch(RISKS + "/" + id, "{\"title\": \"c\"}")
                .expect(412);
        editor.with("If-Match", "\"1\"").delete(RISKS + "/" + id).expect(412);
        editor.with("If-Match", "\"2\"")
                .patch(RISKS + "/" + id, "{\"title\": \"c\"}")
                .expect(200);
    }

    @Test
    void undoRestoresScoresAndDerivedValues() {
        var id = risk("{\"title\": \"a\"}");
        var before = without(read(id).get("risk"), "updated_date", "version");
        editor.patch(RISKS + "/" + id, "{\"likelihood\": \"Probable\", \"impact\": \"High\", \"status\": \"Closed\"}")
                .expect(200);
        var undone = undo(lastBatch()).expect(200).json();
        assertThat(undone.at("/risks/0/risk/id").textValue()).isEqualTo(id);
        assertThat(without(read(id).get("risk"), "updated_date", "version")).isEqualTo(before);
        // Undo of the undo.
        undo(lastBatch()).expect(200);
        assertThat(read(id).at("/risk/urgency").textValue()).isEqualTo("High");
        assertThat(read(id).at("/risk/initially_reported_urgency").textValue()).isEqualTo("High");
        assertThat(read(id).at("/risk/closed_date").isNull()).isFalse();
    }

    @Test
    void undoDerivesValuesAgainAfterLaterChanges() {
        var id = risk("{\"title\": \"a\", \"likelihood\": \"Remote\", \"impact\": \"Low\"}");
        editor.patch(RISKS + "/" + id, "{\"likelihood\": \"Imminent\"}").expect(200);
        var batch = lastBatch();
        editor.patch(RISKS + "/" + id, "{\"impact\": \"Severe\"}").expect(200);
        // Undo only restored the likelihood; the urgency follows from Remote and Severe.
        assertThat(undo(batch).expect(200).json().get("failures")).isEmpty();
        assertThat(read(id).at("/risk/urgency").textValue()).isEqualTo("Low");
    }

    @Test
    void undoRestoresADeletedRisk() {
        var ann = tenants.person(organization, "Ann", true);
        var id = risk(SCORED.formatted(ann.id()));
        var before = without(read(id).get("risk"), "updated_date", "version");
        editor.delete(RISKS + "/" + id).expect(204);
        viewer.get(RISKS + "/" + id).expect(404);
        assertThat(viewer.get(RISKS).json().get("results")).isEmpty();
        assertThat(history(id).get(0).get("kind").textValue()).isEqualTo("deleted");
        assertThat(history(id).at("/0/changes/urgency")).isEqualTo(json("{\"from\": \"High\", \"to\": null}"));
        undo(lastBatch()).expect(200);
        assertThat(without(read(id).get("risk"), "updated_date", "version")).isEqualTo(before);
        // Numbers are not reused.
        assertThat(risk("{\"title\": \"next\"}")).isEqualTo("RSK-00002");
    }

    @Test
    void createsAllOrNothing() {
        var made = editor.post(RISKS + "/batch", """
                {"risks": [{"title": "a", "likelihood": "Possible", "impact": "Severe"}, {"title": "b", "tags": ["x"]}]}""").expect(201).json();
        assertThat(made.get("risks").valueStream().map(row -> row.at("/risk/id").textValue()))
                .containsExactly("RSK-00001", "RSK-00002");
        assertThat(made.at("/risks/0/risk/urgency").textValue()).isEqualTo("High");
        assertThat(made.at("/batch/updated").intValue()).isEqualTo(2);
        assertThat(faults(editor.post(RISKS + "/batch", "{\"risks\": [{\"title\": \"a\"}, {\"urgency\": \"Low\"}]}")
                        .expect(400)))
                .containsExactlyInAnyOrder("/risks/1/title required", "/risks/1/urgency read_only");
        undo(made.at("/batch/id").textValue()).expect(200);
        assertThat(viewer.get(RISKS).json().get("results")).isEmpty();
    }

    @Test
    void aRetryGetsTheStoredResponse() {
        var keyed = editor.with("Idempotency-Key", "k1");
        var first = keyed.post(RISKS, "{\"title\": \"a\"}").expect(201);
        assertThat(keyed.post(RISKS, "{\"title\": \"a\"}").expect(201).body()).isEqualTo(first.body());
        keyed.post(RISKS, "{\"title\": \"b\"}").expect(422);
        assertThat(viewer.get(RISKS).json().get("results")).hasSize(1);
    }

    @Test
    void dueDatesCountDaysOf24Hours() {
        var id = risk("{\"title\": \"a\", \"likelihood\": \"Imminent\", \"impact\": \"Severe\"}");
        var risk = read(id).get("risk");
        assertThat(Duration.between(
                        Instant.parse(risk.get("discovered_date").textValue()),
                        Instant.parse(risk.get("due_date").textValue())))
                .isEqualTo(Duration.ofDays(7));
    }

    @Test
    void bothRegistersShareTags() {
        opened("{\"title\": \"a\", \"tags\": [\"vpn\"]}");
        risk("{\"title\": \"a\", \"tags\": [\"VPN\"]}");
        var tag = viewer.get("/api/v1/tags").json().at("/results/0");
        assertThat(tag.get("incident_count").intValue()).isEqualTo(1);
        assertThat(tag.get("risk_count").intValue()).isEqualTo(1);
        var reader = client(organization, Role.RISK_VIEWER);
        reader.get(RISKS + "?tags=vpn").expect(200);
    }

    @Test
    void deletingATagAndUndoingItAffectsBothRegisters() {
        opened("{\"title\": \"a\", \"tags\": [\"vpn\"]}");
        var id = risk("{\"title\": \"a\", \"tags\": [\"vpn\"]}");
        var tag = viewer.get("/api/v1/tags").json().at("/results/0/id").textValue();
        var batch = editor.delete("/api/v1/tags/" + tag)
                .expect(200)
                .json()
                .at("/batch/id")
                .textValue();
        assertThat(read(id).get("tags")).isEmpty();
        var path = "/api/v1/batches/" + batch;
        assertThat(viewer.get(path).expect(200).json().get("register").isNull()).isTrue();
        var risks = client(organization, Role.RISK_EDITOR);
        risks.get(path).expect(200);
        risks.send("POST", path + "/undo", null, null).expect(403);
        var undone = undo(batch).expect(200).json();
        assertThat(undone.at("/incidents/0/tags")).hasSize(1);
        assertThat(undone.at("/risks/0/tags")).hasSize(1);
        assertThat(undone.at("/batch/updated").intValue()).isEqualTo(2);
        assertThat(read(id).get("tags")).hasSize(1);
    }
}
