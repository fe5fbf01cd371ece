package blotter.register.risk;

import static org.assertj.core.api.Assertions.assertThat;

import blotter.testing.ApiClient;
import blotter.testing.ApiTest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/// The bulk patch of risks. The engine is the same as for incidents, so this only covers differences.
@QuarkusTest
class RiskBulkApiTest extends ApiTest {
    private JsonNode read(String id) {
        return viewer.get(RISKS + "/" + id).expect(200).json();
    }

    private List<String> three() {
        return List.of(
                risk("{\"title\": \"a\", \"likelihood\": \"Possible\"}"),
                risk("{\"title\": \"b\", \"likelihood\": \"Possible\", \"impact\": \"Low\"}"),
                risk("{\"title\": \"c\"}"));
    }

    private static List<String> urgencies(JsonNode rows) {
        return rows.valueStream().map(row -> row.at("/risk/urgency").asText()).toList();
    }

    private JsonNode list() {
        return viewer.get(RISKS + "?order_by=id").expect(200).json().get("results");
    }

    @Test
    void aBulkPatchDerivesValuesForEachRisk() {
        three();
        var answer = editor.patch(RISKS, "{\"ids\": [\"RSK-3\", \"1\", \"2\", \"1\"], \"impact\": \"Severe\"}")
                .expect(200)
                .json();
        assertThat(answer.get("risks")
                        .valueStream()
                        .map(row -> row.at("/risk/id").textValue()))
                .containsExactly("RSK-00003", "RSK-00001", "RSK-00002");
        assertThat(urgencies(answer.get("risks"))).containsExactly("null", "High", "High");
        assertThat(answer.at("/batch/updated").intValue()).isEqualTo(3);
        assertThat(read("2").at("/risk/initially_reported_urgency").textValue()).isEqualTo("Medium");
        assertThat(list().get(2)).isEqualTo(answer.at("/risks/0"));
    }

    @Test
    void allOrNothing() {
        three();
        var before = list();
        var refused = editor.patch(RISKS, "{\"ids\": [\"1\", \"9\"], \"status\": \"Closed\"}")
                .expect(404);
        assertThat(problem(refused)).isEqualTo(json("""
                {"type": "/problems/not-found", "title": "Not found", "status": 404, "detail": "RSK-00009 does not exist",
                 "errors": [{"pointer": "/ids/1", "code": "not_found", "detail": "RSK-00009: does not exist", "id": "RSK-00009"}]}"""));
        assertThat(list()).isEqualTo(before);
    }

    @Test
    void lenientModeChangesTheValidOnes() {
        three();
        var answer = editor.with("Prefer", "handling=lenient, return=minimal")
                .patch(RISKS, "{\"ids\": [\"1\", \"9\"], \"versions\": {\"RSK-1\": 1}, \"status\": \"Closed\"}")
                .expect(207);
        assertThat(answer.header("Preference-Applied")).isEqualTo("handling=lenient, return=minimal");
        assertThat(answer.json().has("risks")).isFalse();
        assertThat(answer.json().get("failures")).isEqualTo(json("""
                [{"id": "RSK-00009", "status": 404, "code": "not_found", "detail": "does not exist"}]"""));
        assertThat(read("1").at("/risk/status").textValue()).isEqualTo("Closed");
    }

    @Test
    void versionsPreventOverwritingLaterChanges() {
        three();
        editor.patch(RISKS + "/1", "{\"title\": \"x\"}").expect(200);
        var refused = editor.patch(RISKS, "{\"ids\": [\"1\"], \"versions\": {\"1\": 1}, \"title\": \"y\"}")
                .expect(409);
        assertThat(refused.json().at("/errors/0/detail").textValue()).isEqualTo("RSK-00001: version 2 (expected: 1)");
    }

    @Test
    void aDryRunShowsDerivedValuesAndWritesNothing() {
        three();
        var before = list();
        var batches = viewer.get("/api/v1/batches").json();
        var row = editor.patch(
                        RISKS + "?dry_run=true", "{\"ids\": [\"1\"], \"impact\": \"Severe\", \"tags\": [\"new\"]}")
                .expect(200)
                .json()
                .at("/risks/0");
        assertThat(row.at("/risk/urgency").textValue()).isEqualTo("High");
        assertThat(row.at("/risk/version").intValue()).isEqualTo(1);
        assertThat(row.get("changes").fieldNames())
                .toIterable()
                .containsExactly("impact", "urgency", "initially_reported_urgency", "due_date", "tags");
        assertThat(list()).isEqualTo(before);
        assertThat(viewer.get("/api/v1/batches").json()).isEqualTo(batches);
        assertThat(viewer.get("/api/v1/tags").json().get("results")).isEmpty();
    }

    @Test
    void aFilterSelectsAndTheTotalIsChecked() {
        three();
        var refused = editor.patch(RISKS + "?likelihood=Possible&expected_total=3", "{\"status\": \"Remediation\"}")
                .expect(409);
        assertThat(refused.json().get("detail").textValue()).isEqualTo("the filter finds 2 (expected_total: 3)");
        var answer = editor.patch(RISKS + "?likelihood=Possible&expected_total=2", "{\"status\": \"Remediation\"}")
                .expect(200)
                .json();
        assertThat(answer.get("risks")).hasSize(2);
        assertThat(faults(editor.patch(RISKS + "?severity=SEV-1&expected_total=2", "{\"status\": \"New\"}")
                        .expect(400)))
                .containsExactly("severity unknown_parameter");
    }

    @Test
    void theWholeBatchIsUndone() {
        three();
        var before = list();
        var batch = editor.patch(
                        RISKS,
                        "{\"ids\": [\"1\", \"2\", \"3\"], \"likelihood\": \"Imminent\", \"impact\": \"Severe\", \"tags\": [\"x\"]}")
                .expect(200)
                .json()
                .at("/batch/id")
                .textValue();
        var undone = undo(editor, batch).expect(200).json();
        assertThat(undone.get("risks")).hasSize(3);
        assertThat(undone.at("/batch/updated").intValue()).isEqualTo(3);
        assertThat(withoutTrace(list())).isEqualTo(withoutTrace(before));
        undo(editor, batch).expect(409);
        var kept = viewer.get("/api/v1/batches/" + batch).json();
        assertThat(kept.get("register").textValue()).isEqualTo("risk");
        assertThat(kept.get("undone_by")).isEqualTo(undone.at("/batch/id"));
    }

    private static ApiClient.Answer undo(ApiClient client, String batch) {
        return client.send("POST", "/api/v1/batches/" + batch + "/undo", null, null);
    }

    private static List<ObjectNode> withoutTrace(JsonNode rows) {
        return rows.valueStream()
                .map(row -> {
                    ObjectNode rest = ((ObjectNode) row.get("risk")).deepCopy();
                    rest.remove(List.of("version", "updated_date"));
                    return rest;
                })
                .toList();
    }

    @Test
    void deletesAllOrNothing() {
        three();
        editor.delete(RISKS, "{\"ids\": [\"1\", \"9\"]}").expect(404);
        assertThat(list()).hasSize(3);
        var batch =
                editor.delete(RISKS, "{\"ids\": [\"1\", \"3\"]}").expect(200).json();
        assertThat(batch.at("/batch/updated").intValue()).isEqualTo(2);
        assertThat(list()).hasSize(1);
        undo(editor, batch.at("/batch/id").textValue()).expect(200);
        assertThat(list()).hasSize(3);
    }

    @Test
    void aRetryWithTheSameKeyGetsTheStoredResponse() {
        three();
        var keyed = editor.with("Idempotency-Key", "k");
        var first = keyed.patch(RISKS, "{\"ids\": [\"1\"], \"impact\": \"High\"}")
                .expect(200)
                .body();
        assertThat(keyed.patch(RISKS, "{\"ids\": [\"1\"], \"impact\": \"High\"}")
                        .expect(200)
                        .body())
                .isEqualTo(first);
        assertThat(read("1").at("/risk/version").intValue()).isEqualTo(2);
    }

    @Test
    void concurrentChangesAreBothAppliedAndDerivedFrom() throws Exception {
        var ids = three();
        for (int round = 0; round < 5; round++) {
            editor.mergePatch(
                            RISKS,
                            "{\"ids\": [\"1\", \"2\", \"3\"], \"likelihood\": null, \"impact\": null, \"tags\": null}")
                    .expect(200);
            var calls = new ArrayList<Callable<ApiClient.Answer>>();
            calls.add(() -> editor.patch(
                    RISKS, "{\"ids\": [\"3\", \"2\", \"1\"], \"likelihood\": \"Imminent\", \"tags\": [\"x\"]}"));
            calls.add(() ->
                    editor.patch(RISKS, "{\"ids\": [\"1\", \"2\", \"3\"], \"impact\": \"Severe\", \"tags\": [\"y\"]}"));
            try (var threads = Executors.newFixedThreadPool(2)) {
                for (var done : threads.invokeAll(calls)) {
                    done.get().expect(200);
                }
            }
            for (var id : ids) {
                assertThat(read(id).at("/risk/urgency").textValue()).isEqualTo("Critical");
                assertThat(read(id).get("tags")).hasSize(2);
            }
        }
    }
}
