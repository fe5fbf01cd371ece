package blotter.register.settings;

import static org.assertj.core.api.Assertions.assertThat;

import blotter.testing.ApiClient;
import blotter.testing.ApiTest;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
class OrganizationApiTest extends ApiTest {
    private static final String ORGANIZATION = "/api/v1/organization";

    private JsonNode expected(String name, String days) {
        return json("{\"id\": \"%s\", \"name\": \"%s\", \"risk_sla_days\": %s}"
                .formatted(organization.publicId(), name, days));
    }

    private String due(int risk) {
        return viewer.get(RISKS + "/" + risk)
                .expect(200)
                .json()
                .at("/risk/due_date")
                .asText();
    }

    private JsonNode batches() {
        return viewer.get("/api/v1/batches").expect(200).json().get("results");
    }

    /// A risk with this urgency, discovered on January 1.
    private void risk(String likelihood, String impact, String status) {
        risk("""
                {"title": "a", "likelihood": "%s", "impact": "%s", "status": "%s", "discovered_date": "2026-01-01T00:00:00Z"}""".formatted(likelihood, impact, status));
    }

    @Test
    void everyUserCanReadSettings() {
        var nobody = client(organization);
        assertThat(nobody.get(ORGANIZATION).expect(200).json())
                .isEqualTo(expected(
                        organization.name(),
                        "{\"Critical\": 7, \"High\": 30, \"Medium\": 90, \"Low\": 180, \"Info\": null}"));
    }

    @Test
    void aPatchTreatsNullAsAbsent() {
        var days = "{\"Critical\": 2, \"High\": 30, \"Medium\": 90, \"Low\": 180, \"Info\": 365}";
        assertThat(admin.patch(ORGANIZATION, """
                        {"name": " Acme ", "risk_sla_days": {"Critical": 2, "Info": 365, "High": null}}""").expect(200).json()).isEqualTo(expected("Acme", days));
        assertThat(admin.patch(ORGANIZATION, "{\"name\": null, \"risk_sla_days\": {\"Critical\": 2}}")
                        .expect(200)
                        .json())
                .isEqualTo(expected("Acme", days));
        assertThat(viewer.get(ORGANIZATION).json()).isEqualTo(expected("Acme", days));
        assertThat(admin.patch(ORGANIZATION, "{\"name\": null}")
                        .expect(400)
                        .json()
                        .get("type")
                        .textValue())
                .isEqualTo("/problems/empty-payload");
    }

    @Test
    void aMergePatchRemovesLimitsAndRestoresDefaults() {
        assertThat(admin.mergePatch(ORGANIZATION, "{\"risk_sla_days\": {\"High\": null, \"Low\": 60}}")
                        .expect(200)
                        .json()
                        .get("risk_sla_days"))
                .isEqualTo(json("{\"Critical\": 7, \"High\": null, \"Medium\": 90, \"Low\": 60, \"Info\": null}"));
        assertThat(admin.mergePatch(ORGANIZATION, "{\"risk_sla_days\": null}")
                        .expect(200)
                        .json()
                        .get("risk_sla_days"))
                .isEqualTo(json("{\"Critical\": 7, \"High\": 30, \"Medium\": 90, \"Low\": 180, \"Info\": null}"));
        assertThat(faults(admin.mergePatch(ORGANIZATION, "{\"name\": null}").expect(400)))
                .containsExactly("/name required");
    }

    @Test
    void reportsAllInvalidValues() {
        assertThat(faults(admin.patch(ORGANIZATION, """
                        {"name": " ", "slug": "x",
                         "risk_sla_days": {"Critical": 0, "High": 1.5, "Medium": 3651, "Low": "7", "Urgent": 1}}""").expect(400)))
                .containsExactlyInAnyOrder(
                        "/name blank",
                        "/slug unknown_field",
                        "/risk_sla_days/Critical out_of_range",
                        "/risk_sla_days/High wrong_type",
                        "/risk_sla_days/Medium out_of_range",
                        "/risk_sla_days/Low wrong_type",
                        "/risk_sla_days/Urgent unknown_field");
        assertThat(faults(admin.patch(ORGANIZATION, "{\"risk_sla_days\": 7}").expect(400)))
                .containsExactly("/risk_sla_days wrong_type");
    }

    @Test
    void changingTheSlaMovesDueDatesOfOpenRisksInOneBatch() {
        risk("Imminent", "Severe", "New");
        risk("Probable", "High", "Remediation");
        risk("Probable", "High", "Closed");
        risk("Remote", "Very Low", "New");
        int before = batches().size();
        admin.patch(ORGANIZATION, "{\"risk_sla_days\": {\"High\": 10, \"Info\": 1}}")
                .expect(200);
        assertThat(due(1)).isEqualTo("2026-01-08T00:00:00Z");
        assertThat(due(2)).isEqualTo("2026-01-11T00:00:00Z");
        assertThat(due(3)).isEqualTo("2026-01-31T00:00:00Z");
        assertThat(due(4)).isEqualTo("2026-01-02T00:00:00Z");
        assertThat(batches()).hasSize(before + 1);
        assertThat(batches().get(0).get("updated").intValue()).isEqualTo(2);
        assertThat(batches().get(0).get("register").textValue()).isEqualTo("risk");
        assertThat(viewer.get(RISKS + "/2/history").json().at("/results/0/changes"))
                .isEqualTo(json("""
                {"due_date": {"from": "2026-01-31T00:00:00Z", "to": "2026-01-11T00:00:00Z"}}"""));
        assertThat(viewer.get(RISKS + "/1").json().at("/risk/version").intValue())
                .isEqualTo(1);
        // Reopened and new risks get the current SLA.
        editor.patch(RISKS + "/3", "{\"status\": \"Remediation\"}").expect(200);
        assertThat(due(3)).isEqualTo("2026-01-11T00:00:00Z");
        risk("Probable", "High", "New");
        assertThat(due(5)).isEqualTo("2026-01-11T00:00:00Z");
    }

    @Test
    void settingTheSameSlaChangesNothing() {
        risk("Imminent", "Severe", "New");
        var before = batches();
        admin.patch(ORGANIZATION, "{\"risk_sla_days\": {\"Critical\": 7}}").expect(200);
        admin.patch(ORGANIZATION, "{\"name\": \"b\"}").expect(200);
        assertThat(batches()).isEqualTo(before);
    }

    @Test
    void undoAppliesTheCurrentSla() {
        risk("Imminent", "Severe", "New");
        risk("Imminent", "Severe", "New");
        editor.delete(RISKS + "/2").expect(204);
        var deletion = batches().get(0).get("id").textValue();
        admin.patch(ORGANIZATION, "{\"risk_sla_days\": {\"Critical\": 3}}").expect(200);
        var moved = batches().get(0).get("id").textValue();
        var undone = undo(moved).expect(200).json();
        assertThat(undone.at("/batch/updated").intValue()).isZero();
        assertThat(due(1)).isEqualTo("2026-01-04T00:00:00Z");
        undo(deletion).expect(200);
        assertThat(due(2)).isEqualTo("2026-01-04T00:00:00Z");
    }

    private ApiClient.Answer undo(String batch) {
        return editor.send("POST", "/api/v1/batches/" + batch + "/undo", null, null);
    }

    @Test
    void aRetryWithTheSameKeyGetsTheStoredResponse() {
        var keyed = admin.with("Idempotency-Key", "k");
        var first =
                keyed.patch(ORGANIZATION, "{\"name\": \"Acme\"}").expect(200).body();
        admin.patch(ORGANIZATION, "{\"name\": \"Other\"}").expect(200);
        assertThat(keyed.patch(ORGANIZATION, "{\"name\": \"Acme\"}").expect(200).body())
                .isEqualTo(first);
        assertThat(viewer.get(ORGANIZATION).json().get("name").textValue()).isEqualTo("Other");
    }
}
