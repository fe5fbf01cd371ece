package blotter.register.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import blotter.testing.ApiTest;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RiskMetricsApiTest extends ApiTest {
    private JsonNode metrics(String query) {
        return viewer.get(RISKS + "/metrics" + query).expect(200).json();
    }

    private void openThree() {
        for (var body : List.of("""
                {"title": "a", "likelihood": "Probable", "impact": "Severe", "tags": ["b", "a"]}""", """
                {"title": "b", "likelihood": "Probable", "status": "Remediation", "tags": ["b"]}""", """
                {"title": "c"}""")) {
            editor.post(RISKS, body).expect(201);
        }
    }

    private static long count(JsonNode metrics, String list, String name, String value) {
        return metrics.get(list)
                .valueStream()
                .filter(each -> each.get(name).textValue().equals(value))
                .mapToLong(each -> each.get("count").longValue())
                .sum();
    }

    @Test
    void anEmptyRegisterHasZeros() {
        var metrics = metrics("");
        assertThat(metrics.get("total").intValue()).isZero();
        assertThat(metrics.get("statuses")).isEqualTo(json("""
                [{"status": "New", "count": 0}, {"status": "Urgency Proposed", "count": 0}, {"status": "Remediation", "count": 0},
                 {"status": "Closure Proposed", "count": 0}, {"status": "Closed", "count": 0}]"""));
        assertThat(metrics.get("urgencies")).isEqualTo(json("""
                [{"urgency": "Critical", "count": 0}, {"urgency": "High", "count": 0}, {"urgency": "Medium", "count": 0},
                 {"urgency": "Low", "count": 0}, {"urgency": "Info", "count": 0}, {"urgency": "none", "count": 0}]"""));
        assertThat(metrics.get("scores")).hasSize(36);
        assertThat(metrics.get("tags")).isEmpty();
    }

    @Test
    void countsEachRiskByEachOfItsValues() {
        openThree();
        var metrics = metrics("");
        assertThat(metrics.get("total").intValue()).isEqualTo(3);
        assertThat(count(metrics, "statuses", "status", "New")).isEqualTo(2);
        assertThat(count(metrics, "statuses", "status", "Remediation")).isEqualTo(1);
        assertThat(count(metrics, "urgencies", "urgency", "none")).isEqualTo(2);
        assertThat(metrics.get("scores")
                        .valueStream()
                        .filter(each -> each.get("count").intValue() > 0)
                        .toList())
                .containsExactly(
                        json("{\"likelihood\": \"Probable\", \"impact\": \"Severe\", \"count\": 1}"),
                        json("{\"likelihood\": \"Probable\", \"impact\": \"none\", \"count\": 1}"),
                        json("{\"likelihood\": \"none\", \"impact\": \"none\", \"count\": 1}"));
        assertThat(metrics.at("/tags/0/tag/content").textValue()).isEqualTo("b");
        assertThat(metrics.at("/tags/0/count").intValue()).isEqualTo(2);
        assertThat(metrics.at("/tags/1/tag/content").textValue()).isEqualTo("a");
        assertThat(metrics.at("/tags/1/count").intValue()).isEqualTo(1);
    }

    @Test
    void acceptsTheListsFilters() {
        openThree();
        for (var query : List.of(
                "?tags=b", "?impact=none", "?likelihood=Probable&status=New", "?id=RSK-00001", "?free_text=c")) {
            assertThat(metrics(query).get("total"))
                    .as(query)
                    .isEqualTo(viewer.get(RISKS + query).json().at("/pagination/total"));
        }
        viewer.get(RISKS + "/metrics?severity=SEV-1").expect(400);
        viewer.get(RISKS + "/metrics?status=Gone").expect(400);
    }
}
