package blotter.register.risk;

import static org.assertj.core.api.Assertions.assertThat;

import blotter.testing.ApiTest;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RiskListApiTest extends ApiTest {
    private String ann = "";

    /// 1 is unscored, 2 is Info, 3 is Critical, 4 is closed.
    @BeforeEach
    void open() {
        ann = tenants.person(organization, "Ann", true).id().toString();
        risk("{\"title\": \"Ämter\", \"description\": \"100% of_it\", \"discovered_date\": \"2026-01-01T00:00:00Z\"}");
        risk("""
                {"title": "backup", "type": "Procedural", "source": "Audit", "likelihood": "Remote", "impact": "Very Low",
                 "discovered_date": "2026-01-02T00:00:00Z", "tags": ["Vpn"], "expected_date": "2026-05-01T00:00:00Z"}""");
        risk("""
                {"title": "VPN gateway", "description": "Patched too late", "type": "Vulnerability", "source": "Penetration Test",
                 "likelihood": "Imminent", "impact": "Severe", "status": "Remediation", "assigned_to": "%s",
                 "discovered_date": "2026-01-03T00:00:00Z", "tags": ["edge"], "threat_objectives": [{"threat_objective": "Fraud"}]}""".formatted(ann));
        admin.post(RISKS, """
                {"title": "old", "type": "Code", "status": "Closed", "likelihood": "Possible", "impact": "Medium",
                 "discovered_date": "2026-01-04T00:00:00Z", "closed_date": "2026-02-01T00:00:00Z",
                 "tags": ["edge"], "threat_objectives": [{"threat_objective": "Sabotage"}]}""").expect(201);
    }

    private static List<Integer> numbers(JsonNode list) {
        return list.get("results")
                .valueStream()
                .map(row -> Integer.valueOf(row.at("/risk/id").textValue().substring(4)))
                .toList();
    }

    private List<Integer> list(String query) {
        return numbers(viewer.get(RISKS + "?" + query).expect(200).json());
    }

    @Test
    void everyFilterWorks() {
        var opener = viewer.get(RISKS + "/4").json().at("/risk/opened_by/id").textValue();
        var cases = Map.ofEntries(
                Map.entry("id=RSK-1&id=3", List.of(3, 1)),
                Map.entry("status=New&status=Closed", List.of(4, 2, 1)),
                Map.entry("type=Code&type=none", List.of(4, 1)),
                Map.entry("type=Third-party", List.<Integer>of()),
                Map.entry("source=Audit", List.of(2)),
                Map.entry("source=none", List.of(4, 1)),
                Map.entry("likelihood=Imminent&likelihood=Remote", List.of(3, 2)),
                Map.entry("likelihood=none", List.of(1)),
                Map.entry("impact=Very+Low", List.of(2)),
                Map.entry("urgency=Critical&urgency=none", List.of(3, 1)),
                Map.entry("urgency=Info", List.of(2)),
                Map.entry("assigned_to=" + ann, List.of(3)),
                Map.entry("assigned_to=none", List.of(4, 2, 1)),
                Map.entry("opened_by=" + opener, List.of(4)),
                Map.entry("threat_objectives=Fraud&threat_objectives=Sabotage", List.of(4, 3)),
                Map.entry("threat_objectives=none", List.of(2, 1)),
                Map.entry("tags=VPN", List.of(2)),
                Map.entry("tags=none", List.of(1)),
                Map.entry("tags=unknown", List.<Integer>of()),
                Map.entry("title_contains=vpn", List.of(3)),
                Map.entry("title_contains=" + q("ÄM"), List.of(1)),
                Map.entry("description_contains=" + q("100%"), List.of(1)),
                Map.entry("description_contains=of_it", List.of(1)),
                Map.entry("description_contains=vpn", List.<Integer>of()),
                Map.entry("free_text=" + q("late gateway rsk-00003"), List.of(3)),
                Map.entry("free_text=inc-00003", List.<Integer>of()),
                Map.entry("discovered_date=2026-01-02&discovered_date=2026-01-04", List.of(3, 2)),
                Map.entry("due_date=2026-01-09&due_date=2026-01-11", List.of(3)),
                Map.entry("expected_date=2026-01-01", List.of(2)),
                Map.entry("closed_date=2026-02-01", List.of(4)),
                Map.entry("created_date=2026-01-01&status=New", List.of(2, 1)),
                Map.entry("updated_date=2200-01-01", List.<Integer>of()));
        var softly = new SoftAssertions();
        cases.forEach(
                (query, expected) -> softly.assertThat(list(query)).as(query).isEqualTo(expected));
        softly.assertAll();
    }

    @Test
    void everyOrderWorksBothWaysWithNullsLast() {
        var cases = Map.ofEntries(
                Map.entry("id", List.of(1, 2, 3, 4)),
                Map.entry("status", List.of(1, 2, 3, 4)),
                Map.entry("type", List.of(4, 2, 3, 1)),
                Map.entry("source", List.of(2, 3, 1, 4)),
                Map.entry("likelihood", List.of(2, 4, 3, 1)),
                Map.entry("impact", List.of(2, 4, 3, 1)),
                Map.entry("urgency", List.of(3, 4, 2, 1)),
                Map.entry("created_date", List.of(1, 2, 3, 4)),
                Map.entry("updated_date", List.of(1, 2, 3, 4)),
                Map.entry("discovered_date", List.of(1, 2, 3, 4)),
                Map.entry("due_date", List.of(3, 4, 1, 2)),
                Map.entry("expected_date", List.of(2, 1, 3, 4)),
                Map.entry("closed_date", List.of(4, 1, 2, 3)));
        var softly = new SoftAssertions();
        cases.forEach((order, expected) ->
                softly.assertThat(list("order_by=" + order)).as(order).isEqualTo(expected));
        softly.assertThat(list("order_by=title")).containsExactlyInAnyOrder(1, 2, 3, 4);
        softly.assertThat(list("order_by=-urgency")).isEqualTo(List.of(2, 4, 3, 1));
        softly.assertThat(list("order_by=-due_date")).isEqualTo(List.of(4, 3, 2, 1));
        softly.assertThat(list("page=1")).isEqualTo(List.of(4, 3, 2, 1));
        softly.assertAll();
    }

    @Test
    void cursorsAndPagesFindTheSame() {
        for (var order : Risks.KIND.orders()) {
            for (var name : List.of(order.name(), "-" + order.name())) {
                var whole = list("order_by=" + name);
                var byCursor = new ArrayList<Integer>();
                var byPage = new ArrayList<Integer>();
                var page = viewer.get(RISKS + "?page_size=1&order_by=" + name)
                        .expect(200)
                        .json();
                byCursor.addAll(numbers(page));
                for (int i = 1; i <= 4; i++) {
                    byPage.addAll(list("page_size=1&order_by=%s&page=%d".formatted(name, i)));
                    var next = page.at("/pagination/next_cursor");
                    if (!next.isNull()) {
                        page = viewer.get(RISKS + "?page_size=1&cursor=" + next.textValue())
                                .expect(200)
                                .json();
                        byCursor.addAll(numbers(page));
                    }
                }
                assertThat(byCursor).as(name).isEqualTo(whole);
                assertThat(byPage).as(name).isEqualTo(whole);
            }
        }
    }

    @Test
    void rejectsUnknownFiltersAndOrders() {
        assertThat(faults(viewer.get(RISKS + "?severity=SEV-1&urgency=critical&status=none&order_by=severity&id=INC-1")
                        .expect(400)))
                .containsExactlyInAnyOrder(
                        "severity unknown_parameter",
                        "urgency invalid_value",
                        "status invalid_value",
                        "order_by invalid_value",
                        "id invalid_value");
        var cursor = viewer.get(RISKS + "?page_size=1&order_by=urgency").json().at("/pagination/next_cursor");
        opened("{\"title\": \"a\"}");
        assertThat(faults(
                        viewer.get(INCIDENTS + "?cursor=" + cursor.textValue()).expect(400)))
                .containsExactly("cursor invalid_format");
    }
}
