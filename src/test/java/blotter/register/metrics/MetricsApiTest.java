package blotter.register.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import blotter.testing.ApiTest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

@QuarkusTest
class MetricsApiTest extends ApiTest {
    private static final String METRICS = INCIDENTS + "/metrics";
    private static final List<String> SEVERITIES = List.of("SEV-1", "SEV-2", "SEV-3", "SEV-4", "SEV-5", "none");

    private JsonNode metrics(String query) {
        return viewer.get(METRICS + query).expect(200).json();
    }

    private static String duration(int count, int missing, Object median, Object mean, Object p90) {
        return """
                {"count": %s, "missing": %s, "median": %s, "mean": %s, "p90": %s}""".formatted(count, missing, median, mean, p90);
    }

    private static String missing(int missing) {
        return duration(0, missing, "null", "null", "null");
    }

    private static String durations(String detect, String respond, String contain, String close) {
        return """
                {"time_to_detect": %s, "time_to_respond": %s, "time_to_contain": %s, "time_to_close": %s}""".formatted(detect, respond, contain, close);
    }

    private static String none(int missing) {
        return durations(missing(missing), missing(missing), missing(missing), missing(missing));
    }

    @Test
    void anEmptyRegisterHasZerosAndNoIntervals() {
        var bySeverity = SEVERITIES.stream()
                .map(each -> "{\"severity\": \"%s\", \"durations\": %s}".formatted(each, none(0)))
                .collect(Collectors.joining(","));
        assertThat(metrics("")).isEqualTo(json("""
                {"from": null, "to": null, "interval": "month", "tz": "UTC", "total": 0,
                 "statuses": [{"status": "New", "count": 0}, {"status": "In Progress", "count": 0},
                              {"status": "Review", "count": 0}, {"status": "Closed", "count": 0}],
                 "severities": [{"severity": "SEV-1", "count": 0}, {"severity": "SEV-2", "count": 0},
                                {"severity": "SEV-3", "count": 0}, {"severity": "SEV-4", "count": 0},
                                {"severity": "SEV-5", "count": 0}, {"severity": "none", "count": 0}],
                 "sources": [],
                 "threat_objectives": [{"threat_objective": "Sabotage", "count": 0},
                                       {"threat_objective": "Data Disclosure", "count": 0},
                                       {"threat_objective": "Extortion", "count": 0},
                                       {"threat_objective": "Customer Targeting", "count": 0},
                                       {"threat_objective": "Resource Hijacking", "count": 0},
                                       {"threat_objective": "Fraud", "count": 0},
                                       {"threat_objective": "none", "count": 0}],
                 "tags": [], "durations": %s, "durations_by_severity": [%s], "intervals": []}""".formatted(none(0), bySeverity)));
        assertThat(metrics("?from=2026-01-01&to=2026-04-01&tz=Europe/Berlin").get("intervals"))
                .isEqualTo(json("""
                        [{"from": "2025-12-31T23:00:00Z", "to": "2026-01-31T23:00:00Z", "opened": 0, "closed": 0, "durations": %1$s},
                         {"from": "2026-01-31T23:00:00Z", "to": "2026-02-28T23:00:00Z", "opened": 0, "closed": 0, "durations": %1$s},
                         {"from": "2026-02-28T23:00:00Z", "to": "2026-03-31T22:00:00Z", "opened": 0, "closed": 0, "durations": %1$s}]""".formatted(none(0))));
    }

    private void openThree() {
        opened("""
                {"title": "a", "severity": "SEV-1", "source": "SIEM", "status": "In Progress",
                 "occurred_date": "2026-01-01T10:00:00Z", "detected_date": "2026-01-01T12:00:00Z",
                 "responded_date": "2026-01-01T12:10:00.5Z", "contained_date": "2026-01-01T11:00:00Z",
                 "tags": ["b", "a"], "threat_objectives": [{"threat_objective": "Fraud"}, {"threat_objective": "Sabotage"}]}""");
        opened("""
                {"title": "b", "severity": "SEV-1", "occurred_date": "2026-01-31T00:00:00Z",
                 "detected_date": "2026-01-31T23:30:00Z", "tags": ["b"]}""");
        opened("""
                {"title": "c", "source": "SIEM", "detected_date": "2026-03-31T21:59:59.999999Z",
                 "responded_date": "2026-04-01T00:00:00Z"}""");
    }

    @Test
    void metricsMatchTheIncidents() {
        openThree();
        var figures = metrics("?from=2026-01-01&to=2026-04-01");
        var tags = viewer.get("/api/v1/tags").expect(200).json().get("results");
        var tag = tags.valueStream()
                .map(each -> ((ObjectNode) each).without(List.of("incident_count", "risk_count")))
                .toList();
        var critical = durations(
                duration(2, 0, 45900, 45900, 76860), duration(1, 1, "600.500", "600.500", "600.500"),
                duration(1, 1, -3600, -3600, -3600), missing(2));
        var unscored = durations(missing(1), duration(1, 0, 7200, 7200, 7200), missing(1), missing(1));
        assertThat(figures).isEqualTo(json("""
                {"from": "2026-01-01T00:00:00Z", "to": "2026-04-01T00:00:00Z", "interval": "month", "tz": "UTC", "total": 3,
                 "statuses": [{"status": "New", "count": 2}, {"status": "In Progress", "count": 1},
                              {"status": "Review", "count": 0}, {"status": "Closed", "count": 0}],
                 "severities": [{"severity": "SEV-1", "count": 2}, {"severity": "SEV-2", "count": 0},
                                {"severity": "SEV-3", "count": 0}, {"severity": "SEV-4", "count": 0},
                                {"severity": "SEV-5", "count": 0}, {"severity": "none", "count": 1}],
                 "sources": [{"source": "SIEM", "count": 2}, {"source": "none", "count": 1}],
                 "threat_objectives": [{"threat_objective": "Sabotage", "count": 1},
                                       {"threat_objective": "Data Disclosure", "count": 0},
                                       {"threat_objective": "Extortion", "count": 0},
                                       {"threat_objective": "Customer Targeting", "count": 0},
                                       {"threat_objective": "Resource Hijacking", "count": 0},
                                       {"threat_objective": "Fraud", "count": 1},
                                       {"threat_objective": "none", "count": 2}],
                 "tags": [{"tag": %s, "count": 2}, {"tag": %s, "count": 1}],
                 "durations": %s,
                 "durations_by_severity": [{"severity": "SEV-1", "durations": %s},
                                           {"severity": "SEV-2", "durations": %5$s}, {"severity": "SEV-3", "durations": %5$s},
                                           {"severity": "SEV-4", "durations": %5$s}, {"severity": "SEV-5", "durations": %5$s},
                                           {"severity": "none", "durations": %6$s}],
                 "intervals": [
                   {"from": "2026-01-01T00:00:00Z", "to": "2026-02-01T00:00:00Z", "opened": 2, "closed": 0, "durations": %4$s},
                   {"from": "2026-02-01T00:00:00Z", "to": "2026-03-01T00:00:00Z", "opened": 0, "closed": 0, "durations": %5$s},
                   {"from": "2026-03-01T00:00:00Z", "to": "2026-04-01T00:00:00Z", "opened": 1, "closed": 0, "durations": %6$s}]}""".formatted(
                        tag.get(1),
                        tag.get(0),
                        durations(
                                duration(2, 1, 45900, 45900, 76860), duration(2, 1, "3900.250", "3900.250", "6540.050"),
                                duration(1, 2, -3600, -3600, -3600), missing(3)),
                        critical,
                        none(0),
                        unscored)));
    }

    @Test
    void daysBeginInTheZone() {
        openThree();
        assertThat(opened(metrics("?tz=Europe/Berlin"))).containsExactly(1, 1, 1);
        assertThat(opened(metrics("?tz=America/New_York"))).containsExactly(2, 0, 1);
        assertThat(opened(metrics("?tz=Europe/Berlin&from=2026-02-01"))).containsExactly(1, 1);
        assertThat(opened(metrics("?tz=Europe/Berlin&from=2026-02-01&to=2026-04-01")))
                .containsExactly(1, 1);
        assertThat(opened(metrics("?tz=Asia/Tokyo&from=2026-02-01&to=2026-04-01")))
                .containsExactly(1, 0);
        assertThat(opened(metrics("?tz=Europe/Berlin&interval=quarter"))).containsExactly(3);
        assertThat(opened(metrics("?tz=Asia/Tokyo&interval=quarter"))).containsExactly(2, 1);
        assertThat(opened(metrics("?interval=week&to=2026-02-02"))).containsExactly(1, 0, 0, 0, 1);
    }

    private static List<Integer> opened(JsonNode figures) {
        return figures.get("intervals")
                .valueStream()
                .map(each -> each.get("opened").intValue())
                .toList();
    }

    @Test
    void closedIncidentsCountInThePeriodOfTheirClosing() {
        openThree();
        clock.advance(Duration.ofMinutes(10));
        editor.patch(INCIDENTS, "{\"ids\": [\"1\", \"3\"], \"status\": \"Closed\"}")
                .expect(200);
        var at =
                viewer.get(INCIDENTS + "/1").json().at("/incident/updated_date").textValue();
        var figures = metrics("?interval=quarter&from=" + at);
        assertThat(figures.get("total").intValue()).isZero();
        assertThat(figures.get("tags")).isEmpty();
        assertThat(figures.at("/intervals/0/closed").intValue()).isEqualTo(2);
        assertThat(metrics("?interval=quarter&from=" + at + "&severity=none")
                        .at("/intervals/0/closed")
                        .intValue())
                .isEqualTo(1);
        assertThat(metrics("?interval=quarter&to=" + at)
                        .get("intervals")
                        .valueStream()
                        .mapToInt(each -> each.get("closed").intValue())
                        .sum())
                .isZero();
        var close = metrics("?interval=quarter").at("/durations/time_to_close");
        assertThat(close.get("count").intValue()).isEqualTo(2);
        assertThat(close.get("missing").intValue()).isEqualTo(1);
        editor.patch(INCIDENTS + "/1", "{\"status\": \"Review\"}").expect(200);
        assertThat(metrics("?interval=quarter")
                        .at("/durations/time_to_close/count")
                        .intValue())
                .isEqualTo(1);
    }

    @Test
    void acceptsTheFiltersOfTheList() {
        openThree();
        for (var filter : List.of(
                "severity=SEV-1",
                "severity=none",
                "status=New",
                "source=SIEM",
                "source=none",
                "tags=a",
                "tags=none",
                "threat_objectives=Fraud",
                "threat_objectives=none",
                "id=1&id=3",
                "free_text=b",
                "title_contains=c",
                "description_contains=x",
                "detected_date=2026-01-31&detected_date=2026-02-01",
                "occurred_date=2026-01-01",
                "responded_date=2026-04-01",
                "contained_date=2026-01-01",
                "assigned_to=none",
                "created_date=2020-01-01",
                "updated_date=2020-01-01&updated_date=2020-02-01",
                "source=SIEM&severity=SEV-1")) {
            var total = viewer.get(INCIDENTS + "?" + filter).expect(200).json().at("/pagination/total");
            assertThat(metrics("?" + filter).get("total")).as(filter).isEqualTo(total);
            assertThat(metrics("?from=2026-01-01&to=2026-04-01&" + filter).get("total"))
                    .as(filter)
                    .isEqualTo(total);
        }
    }

    @Test
    void reportsAllFaultsTogether() {
        assertThat(faults(viewer.get(METRICS + "?from=yesterday&to=2026-01-01T00:00:00&interval=day&tz=Mars/Olympus"
                                + "&severity=1&page=2&order_by=id&tz=UTC")
                        .expect(400)))
                .containsExactlyInAnyOrder(
                        "from invalid_format",
                        "to invalid_format",
                        "interval invalid_value",
                        "tz duplicate_parameter",
                        "tz invalid_value",
                        "severity invalid_value",
                        "page unknown_parameter",
                        "order_by unknown_parameter");
        assertThat(problem(viewer.get(METRICS + "?from=2026-01-01&to=2025-12-31T23:00:00Z&tz=Europe/Berlin")
                        .expect(400)))
                .isEqualTo(json("""
                        {"type": "/problems/validation", "title": "Validation failed", "status": 400,
                         "detail": "to: 2025-12-31T23:00:00Z (expected: later than from)",
                         "errors": [{"pointer": "to", "code": "out_of_range",
                                     "detail": "2025-12-31T23:00:00Z (expected: later than from)"}]}"""));
        assertThat(faults(viewer.get(METRICS + "?interval=week&from=1900-01-01&to=2026-01-01")
                        .expect(400)))
                .containsExactly("interval out_of_range");
        assertThat(faults(viewer.get(METRICS + "?tz=%2B01:00").expect(400))).containsExactly("tz invalid_value");
    }

    @Test
    void extremeDatesWork() {
        opened("{\"title\": \"first\", \"detected_date\": \"0001-01-01T00:00:00Z\"}");
        assertThat(opened(metrics("?tz=Asia/Tokyo"))).containsExactly(1);
        assertThat(opened(metrics("?tz=America/New_York"))).containsExactly(1);
        opened("{\"title\": \"last\", \"detected_date\": \"9999-12-31T23:59:59.999999Z\"}");
        assertThat(opened(metrics("?from=9999-12-01&tz=Asia/Tokyo"))).containsExactly(0, 1);
        assertThat(opened(metrics("?from=9999-12-01"))).containsExactly(1);
        assertThat(faults(viewer.get(METRICS).expect(400))).containsExactly("interval out_of_range");
    }
}
