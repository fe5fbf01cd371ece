package blotter.register.link;

import static org.assertj.core.api.Assertions.assertThat;

import blotter.platform.access.Role;
import blotter.testing.ApiClient;
import blotter.testing.ApiTest;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

@QuarkusTest
class LinksApiTest extends ApiTest {
    private JsonNode incident(String id) {
        return viewer.get(INCIDENTS + "/" + id).expect(200).json();
    }

    private JsonNode risk(int number) {
        return viewer.get(RISKS + "/" + number).expect(200).json();
    }

    private JsonNode history(String path) {
        return viewer.get(path + "/history").expect(200).json().get("results");
    }

    private ApiClient.Answer undoLast() {
        var batch = viewer.get("/api/v1/batches?page_size=1")
                .json()
                .at("/results/0/id")
                .textValue();
        return editor.send("POST", "/api/v1/batches/" + batch + "/undo", null, null);
    }

    private void open(int incidents, int risks) {
        for (int i = 0; i < incidents; i++) {
            opened("{\"title\": \"incident\"}");
        }
        for (int i = 0; i < risks; i++) {
            risk("{\"title\": \"risk\"}");
        }
    }

    @Test
    void aLinkIsOnBothSidesAndChangesNoVersion() {
        open(1, 2);
        var before = incident("1").get("incident");
        var riskBefore = risk(2).get("risk");
        var etag = viewer.get(RISKS + "/2").header("ETag");
        editor.put(INCIDENTS + "/INC-1/risks/RSK-2").expect(204);
        editor.put(RISKS + "/1/incidents/1").expect(204);
        assertThat(incident("1").get("risk_associations")).isEqualTo(json("[\"RSK-00001\", \"RSK-00002\"]"));
        assertThat(incident("1").get("incident")).isEqualTo(before);
        assertThat(risk(2).get("incident_associations")).isEqualTo(json("[\"INC-00001\"]"));
        assertThat(risk(2).get("risk")).isEqualTo(riskBefore);
        assertThat(viewer.get(RISKS + "/2").header("ETag")).isEqualTo(etag);
    }

    @Test
    void bothHistoriesRecordALinkOnceWithoutABatch() {
        open(1, 1);
        var batches = viewer.get("/api/v1/batches").json();
        for (int i = 0; i < 2; i++) {
            editor.put(INCIDENTS + "/1/risks/1").expect(204);
        }
        for (int i = 0; i < 2; i++) {
            editor.delete(RISKS + "/1/incidents/1").expect(204);
        }
        var ofIncident = history(INCIDENTS + "/1");
        assertThat(ofIncident.valueStream().map(each -> each.get("kind").textValue()))
                .containsExactly("unlinked", "linked", "created");
        assertThat(ofIncident.get(1).get("batch_id").isNull()).isTrue();
        assertThat(ofIncident.get(1).get("changes"))
                .isEqualTo(json("{\"risk_associations\": {\"from\": null, \"to\": \"RSK-00001\"}}"));
        var ofRisk = history(RISKS + "/1");
        assertThat(ofRisk.valueStream().map(each -> each.get("kind").textValue()))
                .containsExactly("unlinked", "linked", "created");
        assertThat(ofRisk.get(0).get("changes"))
                .isEqualTo(json("{\"incident_associations\": {\"from\": \"INC-00001\", \"to\": null}}"));
        assertThat(ofRisk.get(0).get("at")).isEqualTo(ofIncident.get(0).get("at"));
        assertThat(viewer.get("/api/v1/batches").json()).isEqualTo(batches);
        assertThat(incident("1").get("risk_associations")).isEmpty();
    }

    @Test
    void onlyExistingEntriesCanBeLinked() {
        open(1, 1);
        for (var path : List.of(
                "/incidents/9/risks/1", "/incidents/1/risks/9", "/risks/9/incidents/1", "/risks/1/incidents/9")) {
            var missing = path.matches("/incidents/9.*|.*incidents/9") ? "INC-00009" : "RSK-00009";
            for (var answer : List.of(editor.put("/api/v1" + path), editor.delete("/api/v1" + path))) {
                assertThat(answer.expect(404).json().get("detail").textValue()).isEqualTo(missing + " does not exist");
            }
        }
        assertThat(faults(editor.put(INCIDENTS + "/RSK-1/risks/INC-1?x=1").expect(400)))
                .containsExactlyInAnyOrder("id invalid_format", "risk_id invalid_format", "x unknown_parameter");
        assertThat(faults(editor.delete(RISKS + "/0/incidents/inc-1").expect(400)))
                .containsExactlyInAnyOrder("id invalid_format", "incident_id invalid_format");
    }

    @Test
    void deletingASideRemovesTheLinkAndUndoRestoresIt() {
        open(2, 2);
        editor.put(INCIDENTS + "/1/risks/1").expect(204);
        editor.put(INCIDENTS + "/2/risks/1").expect(204);
        editor.put(INCIDENTS + "/2/risks/2").expect(204);
        editor.delete(RISKS + "/1").expect(204);
        assertThat(incident("1").get("risk_associations")).isEmpty();
        assertThat(incident("2").get("risk_associations")).isEqualTo(json("[\"RSK-00002\"]"));
        assertThat(history(RISKS + "/1").at("/0/changes/incident_associations"))
                .isEqualTo(json("{\"from\": [\"INC-00001\", \"INC-00002\"], \"to\": null}"));
        editor.delete(INCIDENTS + "/1").expect(204);
        var batches = viewer.get("/api/v1/batches").json().get("results");
        // Undo links the risk to the incidents that still exist.
        var undone = editor.send(
                        "POST", "/api/v1/batches/" + batches.get(1).get("id").textValue() + "/undo", null, null)
                .expect(200)
                .json();
        assertThat(undone.at("/risks/0/incident_associations")).isEqualTo(json("[\"INC-00002\"]"));
        assertThat(risk(1).get("incident_associations")).isEqualTo(json("[\"INC-00002\"]"));
        assertThat(incident("2").get("risk_associations")).isEqualTo(json("[\"RSK-00001\", \"RSK-00002\"]"));
    }

    @Test
    void undoRestoresAnIncidentWithItsLinks() {
        open(1, 2);
        editor.put(INCIDENTS + "/1/risks/2").expect(204);
        editor.put(INCIDENTS + "/1/risks/1").expect(204);
        editor.delete(INCIDENTS + "/1").expect(204);
        assertThat(risk(1).get("incident_associations")).isEmpty();
        undoLast().expect(200);
        assertThat(incident("1").get("risk_associations")).isEqualTo(json("[\"RSK-00001\", \"RSK-00002\"]"));
    }

    @Test
    void undoKeepsEntriesThatWereLinkedSince() {
        open(1, 1);
        editor.put(INCIDENTS + "/1/risks/1").expect(204);
        var refused = undoLast().expect(409);
        assertThat(refused.json().at("/errors/0/detail").textValue())
                .isEqualTo("RSK-00001: was linked since it was made");
    }

    @Test
    void createsARiskFromAnIncident() {
        opened("""
                {"title": "Payment diverted", "description": "By phone.", "detected_date": "2026-02-20T09:00:00Z",
                 "severity": "SEV-2", "tags": ["fraud"],
                 "threat_objectives": [{"threat_objective": "Fraud", "relevance": "High"}, {"threat_objective": "Sabotage"}]}""");
        var before = incident("1").get("incident");
        var made = editor.post(INCIDENTS + "/1/risks", "{}").expect(201);
        assertThat(made.header("Location")).isEqualTo("/api/v1/risks/RSK-00001");
        assertThat(made.header("ETag")).isEqualTo("\"1\"");
        assertThat(made.json()).isEqualTo(risk(1));
        var risk = made.json().get("risk");
        assertThat(risk.get("title").textValue()).isEqualTo("Payment diverted");
        assertThat(risk.get("description").textValue()).isEqualTo("By phone.");
        assertThat(risk.get("discovered_date").textValue()).isEqualTo("2026-02-20T09:00:00Z");
        assertThat(risk.get("status").textValue()).isEqualTo("New");
        assertThat(risk.get("source").isNull()).isTrue();
        assertThat(made.json().get("tags")).isEmpty();
        assertThat(made.json()
                        .get("threat_objectives")
                        .valueStream()
                        .map(each -> each.get("threat_objective").textValue()))
                .containsExactly("Sabotage", "Fraud");
        assertThat(made.json().get("incident_associations")).isEqualTo(json("[\"INC-00001\"]"));
        assertThat(incident("1").get("risk_associations")).isEqualTo(json("[\"RSK-00001\"]"));
        assertThat(incident("1").get("incident")).isEqualTo(before);
        assertThat(history(RISKS + "/1")
                        .valueStream()
                        .map(each -> each.get("kind").textValue()))
                .containsExactly("linked", "created");
        assertThat(history(INCIDENTS + "/1").get(0).get("kind").textValue()).isEqualTo("linked");
    }

    @Test
    void theBodyOverridesTheIncidentsValues() {
        opened("{\"title\": \"a\", \"threat_objectives\": [{\"threat_objective\": \"Fraud\"}]}");
        var made = editor.post(INCIDENTS + "/1/risks", """
                        {"title": "b", "description": null, "source": "Incident", "likelihood": "Probable", "impact": "High",
                         "discovered_date": "2026-02-20T09:00:00Z", "tags": ["x"], "threat_objectives": []}""").expect(201).json();
        assertThat(made.at("/risk/title").textValue()).isEqualTo("b");
        assertThat(made.at("/risk/urgency").textValue()).isEqualTo("High");
        assertThat(made.at("/risk/due_date").textValue()).isEqualTo("2026-03-22T09:00:00Z");
        assertThat(made.get("tags")).hasSize(1);
        assertThat(made.get("threat_objectives")).isEmpty();
        assertThat(faults(editor.post(INCIDENTS + "/1/risks", "{\"urgency\": \"Low\", \"x\": 1}")
                        .expect(400)))
                .containsExactlyInAnyOrder("/urgency read_only", "/x unknown_field");
        // Without a body.
        editor.send("POST", INCIDENTS + "/1/risks", null, null).expect(201);
        editor.post(INCIDENTS + "/9/risks", "{}").expect(404);
        assertThat(viewer.get(RISKS).json().get("results")).hasSize(2);
    }

    @Test
    void aRetryWithTheSameKeyCreatesOneRisk() {
        open(1, 0);
        var keyed = editor.with("Idempotency-Key", "k");
        var first = keyed.post(INCIDENTS + "/1/risks", "{}").expect(201).body();
        assertThat(keyed.post(INCIDENTS + "/1/risks", "{}").expect(201).body()).isEqualTo(first);
        assertThat(viewer.get(RISKS).json().get("results")).hasSize(1);
    }

    @Test
    void linkingRequiresWriteOnOneSideAndReadOnTheOther() {
        open(1, 1);
        var fromIncidents = client(organization, Role.INCIDENT_EDITOR, Role.RISK_VIEWER);
        fromIncidents.put(INCIDENTS + "/1/risks/1").expect(204);
        fromIncidents.delete(RISKS + "/1/incidents/1").expect(403);
        fromIncidents.post(INCIDENTS + "/1/risks", "{}").expect(403);
        client(organization, Role.RISK_EDITOR, Role.INCIDENT_VIEWER)
                .delete(RISKS + "/1/incidents/1")
                .expect(204);
    }

    @Test
    void concurrentLinksDeletionsAndUndosNeitherDeadlockNorLeaveDanglingLinks() throws Exception {
        open(6, 6);
        for (int round = 0; round < 6; round++) {
            var calls = new ArrayList<Callable<ApiClient.Answer>>();
            for (int i = 1; i <= 3; i++) {
                int n = i;
                calls.add(() -> editor.put(INCIDENTS + "/" + n + "/risks/" + (4 - n)));
                calls.add(() -> editor.put(RISKS + "/" + n + "/incidents/" + n));
            }
            calls.add(() -> editor.delete(INCIDENTS, "{\"ids\": [\"1\", \"2\"]}"));
            calls.add(() -> editor.delete(RISKS, "{\"ids\": [\"2\", \"1\"]}"));
            try (var threads = Executors.newFixedThreadPool(4)) {
                for (var done : threads.invokeAll(calls)) {
                    assertThat(done.get().status()).isIn(204, 200, 404);
                }
            }
            var batches = viewer.get("/api/v1/batches?page_size=2").json().get("results");
            var undoes = batches.valueStream()
                    .<Callable<ApiClient.Answer>>map(batch -> () -> editor.send(
                            "POST", "/api/v1/batches/" + batch.get("id").textValue() + "/undo", null, null))
                    .toList();
            try (var threads = Executors.newFixedThreadPool(2)) {
                for (var done : threads.invokeAll(undoes)) {
                    done.get().expect(200);
                }
            }
            for (int i = 1; i <= 3; i++) {
                for (var other : incident("" + i).get("risk_associations")) {
                    assertThat(viewer.get(RISKS + "/" + other.textValue())
                                    .expect(200)
                                    .json()
                                    .get("incident_associations"))
                            .contains(json("\"INC-0000%d\"".formatted(i)));
                }
            }
        }
    }
}
