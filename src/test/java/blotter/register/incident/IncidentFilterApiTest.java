package blotter.register.incident;

import static org.assertj.core.api.Assertions.assertThat;

import blotter.testing.ApiTest;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class IncidentFilterApiTest extends ApiTest {
    private String ann = "";
    private String bob = "";

    @BeforeEach
    void openFour() {
        ann = tenants.person(organization, "Ann", true).id().toString();
        bob = tenants.person(organization, "Bob", true).id().toString();
        editor.post(INCIDENTS + "/batch", """
                {"incidents": [
                  {"title": "Phishing wave in Finance", "description": "100% of the staff_mail got it",
                   "severity": "SEV-1", "source": "SIEM", "assigned_to": "<ann>", "tags": ["phishing", "Ángel"],
                   "threat_objectives": [{"threat_objective": "Fraud", "relevance": "High"}],
                   "occurred_date": "2026-01-01T00:00:00Z", "detected_date": "2026-01-02T00:00:00Z",
                   "responded_date": "2026-01-03T00:00:00Z", "contained_date": "2026-01-04T00:00:00Z"},
                  {"title": "Lost laptop", "description": "Left in a taxi\\nin Finance Street", "status": "Closed",
                   "severity": "SEV-4", "source": "Employee Report", "assigned_to": "<bob>", "tags": ["lost device"],
                   "detected_date": "2026-02-01T00:00:00Z"},
                  {"title": "50% CPU on build_agent", "detected_date": "2026-03-01T00:00:00Z"},
                  {"title": "ÄRGER in der Straße C:\\\\temp", "description": "Gdańsk", "status": "In Progress",
                   "severity": "SEV-1", "source": "SIEM", "tags": ["PHISHING"],
                   "threat_objectives": [{"threat_objective": "Sabotage"}, {"threat_objective": "Extortion"}],
                   "detected_date": "2026-02-01T12:00:00.000001Z"}]}""".replace("<ann>", ann).replace("<bob>", bob))
                .expect(201);
    }

    private List<Integer> found(String query) {
        return viewer.get(INCIDENTS + "?order_by=id&" + query)
                .expect(200)
                .json()
                .get("results")
                .valueStream()
                .map(row -> Integer.valueOf(
                        row.get("incident").get("id").textValue().substring("INC-".length())))
                .toList();
    }

    private record Case(String query, Integer... found) {}

    private void assertFinds(Stream<Case> cases) {
        var softly = new SoftAssertions();
        cases.forEach(
                each -> softly.assertThat(found(each.query)).as(each.query).containsExactly(each.found));
        softly.assertAll();
    }

    @Test
    void findsEverythingWithoutAFilter() {
        assertThat(found("")).containsExactly(1, 2, 3, 4);
    }

    @Test
    void filtersMatchAnyValueAndNoneMatchesEmptyOnes() {
        var machine = viewer.get(INCIDENTS)
                .json()
                .at("/results/0/incident/opened_by/id")
                .textValue();
        assertFinds(Stream.of(
                new Case("id=1", 1),
                new Case("id=INC-00002&id=3&id=INC-3&id=77", 2, 3),
                new Case("severity=SEV-1", 1, 4),
                new Case("severity=SEV-1&severity=SEV-4", 1, 2, 4),
                new Case("severity=none", 3),
                new Case("severity=none&severity=SEV-4", 2, 3),
                new Case("severity=SEV-2"),
                new Case("status=New", 1, 3),
                new Case("status=New&status=In+Progress", 1, 3, 4),
                new Case("status=In%20Progress", 4),
                new Case("source=SIEM", 1, 4),
                new Case("source=none", 3),
                new Case("source=none&source=Employee+Report", 2, 3),
                new Case("source=No+such+source"),
                new Case("source=siem"),
                new Case("source="),
                new Case("assigned_to=" + ann, 1),
                new Case("assigned_to=" + ann + "&assigned_to=" + bob.toUpperCase(java.util.Locale.ROOT), 1, 2),
                new Case("assigned_to=none", 3, 4),
                new Case("assigned_to=none&assigned_to=" + ann, 1, 3, 4),
                new Case("assigned_to=0199b170-41d7-7aa9-8e21-7b3c5d9f0e64"),
                new Case("opened_by=" + machine, 1, 2, 3, 4),
                new Case("opened_by=" + ann),
                new Case("opened_by=" + ann + "&opened_by=" + machine, 1, 2, 3, 4),
                new Case("threat_objectives=Fraud", 1),
                new Case("threat_objectives=Extortion&threat_objectives=Fraud", 1, 4),
                new Case("threat_objectives=none", 2, 3),
                new Case("threat_objectives=none&threat_objectives=Sabotage", 2, 3, 4),
                new Case("threat_objectives=Data+Disclosure"),
                new Case("tags=phishing", 1, 4),
                new Case("tags=Phishing&tags=" + q("LOST DEVICE"), 1, 2, 4),
                new Case("tags=angel", 1),
                new Case("tags=none", 3),
                new Case("tags=none&tags=angel", 1, 3),
                new Case("tags=nothing"),
                new Case("tags=nothing&tags=angel", 1),
                new Case("tags=0199b170-41d7-7aa9-8e21-7b3c5d9f0e64"),
                new Case("tags=")));
    }

    @Test
    void findsTagsById() {
        var tags = viewer.get("/api/v1/tags?content_contains=angel").json().at("/results/0/id");
        assertFinds(Stream.of(new Case("tags=" + tags.textValue(), 1)));
    }

    @Test
    void textFiltersIgnoreCaseAndTreatWildcardsLiterally() {
        assertFinds(Stream.of(
                new Case("title_contains=LAPTOP", 2),
                new Case("title_contains=phishing+wave", 1),
                new Case("title_contains=" + q("ärger"), 4),
                new Case("title_contains=" + q("STRASSE")),
                new Case("title_contains=finance", 1),
                new Case("description_contains=finance", 2),
                new Case("description_contains=" + q("taxi\nin"), 2),
                new Case("description_contains=" + q("GDAŃSK"), 4),
                new Case("description_contains=gdansk"),
                // Wildcards of LIKE.
                new Case("title_contains=" + q("%"), 3),
                new Case("title_contains=_", 3),
                new Case("title_contains=" + q("\\"), 4),
                new Case("title_contains=" + q("C:\\temp"), 4),
                new Case("title_contains=" + q("5_%")),
                new Case("description_contains=" + q("100%"), 1),
                new Case("description_contains=" + q("f_m"), 1),
                new Case("free_text=" + q("%"), 1, 3),
                new Case("free_text=_", 1, 3),
                new Case("free_text=" + q("'"))));
    }

    @Test
    void freeTextFindsEveryWordInTitleDescriptionOrId() {
        assertFinds(Stream.of(
                new Case("free_text=finance", 1, 2),
                new Case("free_text=finance+taxi", 2),
                new Case("free_text=taxi+LOST", 2),
                new Case("free_text=taxi+phishing"),
                new Case("free_text=inc-00003", 3),
                new Case("free_text=" + q("  INC-00002   laptop "), 2),
                new Case("free_text=00004+" + q("gdańsk"), 4),
                new Case("free_text=" + q("taxi\u00a0laptop"), 2),
                new Case("free_text=inc-", 1, 2, 3, 4),
                new Case("free_text=" + q("a".repeat(500)))));
    }

    @Test
    void oneDateIsAStartAndTwoAreARange() {
        assertFinds(Stream.of(
                new Case("detected_date=2026-02-01", 2, 3, 4),
                new Case("detected_date=2026-02-01T00:00:00Z", 2, 3, 4),
                new Case("detected_date=2026-02-01T00:00:00.000001Z", 3, 4),
                new Case("detected_date=2026-02-01T01:00:00%2B01:00", 2, 3, 4),
                new Case("detected_date=2026-02-01T00:00:00-01:00", 3, 4),
                new Case("detected_date=2026-02-01&detected_date=2026-02-02", 2, 4),
                new Case("detected_date=2026-02-01&detected_date=2026-02-01T12:00:00.000001Z", 2),
                new Case("detected_date=2026-02-01&detected_date=2026-02-01T12:00:00.000002Z", 2, 4),
                new Case("detected_date=0001-01-01&detected_date=2026-01-02"),
                new Case("detected_date=2026-03-01&detected_date=2026-01-01"),
                new Case("detected_date=9999-12-31"),
                new Case("occurred_date=2026-01-01", 1),
                new Case("occurred_date=2026-01-02"),
                new Case("responded_date=2026-01-01&responded_date=2026-01-04", 1),
                new Case("contained_date=2026-01-04", 1),
                new Case("contained_date=2000-01-01&contained_date=2026-01-04"),
                new Case("created_date=2026-01-01", 1, 2, 3, 4),
                new Case("created_date=2000-01-01&created_date=2001-01-01"),
                new Case("updated_date=2026-01-01", 1, 2, 3, 4),
                new Case("updated_date=2000-01-01&updated_date=2001-01-01")));
    }

    @Test
    void differentFiltersAreCombinedWithAnd() {
        assertFinds(Stream.of(
                new Case("severity=SEV-1&status=New", 1),
                new Case("severity=SEV-1&severity=none&status=New", 1, 3),
                new Case("tags=phishing&threat_objectives=Extortion", 4),
                new Case("tags=phishing&id=1&id=2", 1),
                new Case("assigned_to=none&source=SIEM", 4),
                new Case("assigned_to=none&source=none&severity=none&tags=none&threat_objectives=none", 3),
                new Case("title_contains=phishing&description_contains=staff&free_text=wave", 1),
                new Case("title_contains=phishing&description_contains=taxi"),
                new Case("detected_date=2026-02-01&status=Closed&status=New&severity=none", 3),
                new Case(
                        "id=1&severity=SEV-1&status=New&source=SIEM&assigned_to=" + ann
                                + "&tags=angel&threat_objectives=Fraud&title_contains=wave&description_contains=100"
                                + "&free_text=finance&created_date=2020-01-01&updated_date=2020-01-01"
                                + "&detected_date=2026-01-02&occurred_date=2026-01-01&responded_date=2026-01-03"
                                + "&contained_date=2026-01-04&page=1&page_size=1",
                        1)));
    }

    @Test
    void filtersSeeChangesOfIncidents() {
        editor.mergePatch(INCIDENTS, """
                {"ids": ["1"], "title": "Other", "description": "words", "source": null, "occurred_date": null,
                 "threat_objectives": [{"threat_objective": "Sabotage"}], "tags": null, "severity": "SEV-5"}""").expect(200);
        editor.delete(INCIDENTS + "/2").expect(204);
        assertFinds(Stream.of(
                new Case("", 1, 3, 4),
                new Case("title_contains=phishing"),
                new Case("free_text=words+other", 1),
                new Case("source=none", 1, 3),
                new Case("occurred_date=2000-01-01"),
                new Case("threat_objectives=Sabotage", 1, 4),
                new Case("threat_objectives=Fraud"),
                new Case("tags=none", 1, 3),
                new Case("severity=SEV-5", 1),
                new Case("free_text=taxi"),
                new Case("id=2")));
    }

    @Test
    void reportsEveryInvalidValue() {
        var answer = viewer.get(INCIDENTS + "?id=INC-0&id=inc-7&severity=sev-1&severity=&status=none&status=Open"
                + "&assigned_to=ann&opened_by=none&threat_objectives=fraud&title_contains=%20&description_contains="
                + "&free_text=a&free_text=b&created_date=yesterday&updated_date=2026-02-30"
                + "&detected_date=2026-01-01&detected_date=2026-01-02&detected_date=2026-01-03"
                + "&occurred_date=2026-01-01T00:00:00&responded_date=2026-01-01&responded_date=x&contained_date="
                + "&page=0&page_size=201&order_by=colour&severty=SEV-1&__proto__=1");
        answer.expect(400);
        assertThat(faults(answer))
                .containsExactlyInAnyOrder(
                        "id invalid_value",
                        "id invalid_value",
                        "severity invalid_value",
                        "severity invalid_value",
                        "status invalid_value",
                        "status invalid_value",
                        "assigned_to invalid_value",
                        "opened_by invalid_value",
                        "threat_objectives invalid_value",
                        "title_contains blank",
                        "description_contains blank",
                        "free_text duplicate_parameter",
                        "created_date invalid_format",
                        "updated_date invalid_format",
                        "detected_date duplicate_parameter",
                        "occurred_date invalid_format",
                        "responded_date invalid_format",
                        "contained_date invalid_format",
                        "page out_of_range",
                        "page_size out_of_range",
                        "order_by invalid_value",
                        "severty unknown_parameter",
                        "__proto__ unknown_parameter");
    }

    @Test
    void filterFaultsHaveValueAndExpectation() {
        var answer = viewer.get(INCIDENTS + "?severity=SEV-9&page_size=5000&color=red");
        answer.expect(400);
        assertThat(problem(answer)).isEqualTo(json("""
                {"type": "/problems/validation", "title": "Validation failed", "status": 400,
                 "detail": "severity: SEV-9 (expected: SEV-1, SEV-2, SEV-3, SEV-4, SEV-5, or none), and 2 more",
                 "errors": [
                   {"pointer": "severity", "code": "invalid_value",
                    "detail": "SEV-9 (expected: SEV-1, SEV-2, SEV-3, SEV-4, SEV-5, or none)"},
                   {"pointer": "page_size", "code": "out_of_range", "detail": "5000 (expected: 1 to 200)"},
                   {"pointer": "color", "code": "unknown_parameter",
                    "detail": "color is not a parameter of this operation"}]}"""));
    }

    @Test
    void textsHaveALimit() {
        var answer = viewer.get(INCIDENTS + "?title_contains=" + "a".repeat(501) + "&description_contains="
                + "b".repeat(501) + "&free_text=" + "c+".repeat(21));
        assertThat(faults(answer.expect(400)))
                .containsExactly("title_contains too_long", "description_contains too_long", "free_text too_long");
        // Counts characters, not UTF-16 units.
        viewer.get(INCIDENTS + "?title_contains=" + q("😀".repeat(500))).expect(200);
        viewer.get(INCIDENTS + "?title_contains=" + q("😀".repeat(501))).expect(400);
    }

    @Test
    void manyIdsFitIntoAQuery() {
        var ids = new StringBuilder();
        for (int i = 1; i <= 1_000; i++) {
            ids.append("id=INC-%05d&".formatted(i));
        }
        assertThat(found(ids.toString())).containsExactly(1, 2, 3, 4);
    }

    @Test
    void theTotalCountsTheMatches() {
        var pagination = viewer.get(INCIDENTS + "?severity=SEV-1&page_size=1")
                .expect(200)
                .json()
                .get("pagination");
        assertThat(pagination.get("total").longValue()).isEqualTo(2);
        assertThat(pagination.get("has_next").booleanValue()).isTrue();
        assertThat(pagination.get("total_is_exact").booleanValue()).isTrue();
    }
}
