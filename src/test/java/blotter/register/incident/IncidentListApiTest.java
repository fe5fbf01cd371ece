package blotter.register.incident;

import static org.assertj.core.api.Assertions.assertThat;

import blotter.platform.database.Database;
import blotter.testing.ApiClient;
import blotter.testing.ApiTest;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class IncidentListApiTest extends ApiTest {
    private static final List<String> ORDERS = List.of(
            "id",
            "title",
            "status",
            "severity",
            "source",
            "created_date",
            "updated_date",
            "detected_date",
            "occurred_date",
            "responded_date",
            "contained_date");
    private static final List<String> STATUSES = List.of("New", "In Progress", "Review", "Closed");

    @Inject
    Database database;

    private static String encoded(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> ids(ApiClient.Answer page) {
        return page.expect(200)
                .json()
                .get("results")
                .valueStream()
                .map(row -> row.get("incident").get("id").textValue())
                .toList();
    }

    /// Incidents with few distinct values, to have ties, and with empty ones.
    private void openSome(int count) {
        var random = new Random(20260105);
        var incidents = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            int day = 1 + random.nextInt(4);
            var fields = new ArrayList<>(List.of(
                    "\"title\": \"" + List.of("beta", "Alpha", "gamma", "ALPHA").get(random.nextInt(4)) + "\"",
                    "\"status\": \"" + STATUSES.get(random.nextInt(4)) + "\"",
                    "\"detected_date\": \"2026-01-0%dT00:00:00Z\"".formatted(day)));
            if (random.nextInt(3) > 0) {
                fields.add("\"severity\": \"SEV-%d\"".formatted(1 + random.nextInt(5)));
            }
            if (random.nextInt(3) > 0) {
                fields.add("\"source\": \""
                        + List.of("SIEM", "Other", "Bug Bounty").get(random.nextInt(3)) + "\"");
            }
            if (random.nextInt(3) > 0) {
                fields.add("\"occurred_date\": \"2026-01-01T0%d:00:00Z\"".formatted(random.nextInt(3)));
                fields.set(2, "\"detected_date\": \"2026-01-0%dT12:00:00Z\"".formatted(day));
            }
            if (random.nextInt(3) > 0) {
                fields.add("\"responded_date\": \"2026-02-0%dT00:00:00Z\"".formatted(1 + random.nextInt(3)));
            }
            if (random.nextInt(3) > 0) {
                fields.add("\"contained_date\": \"2026-03-0%dT00:00:00.00000%dZ\""
                        .formatted(1 + random.nextInt(2), random.nextInt(2)));
            }
            incidents.add("{" + String.join(", ", fields) + "}");
        }
        editor.post(INCIDENTS + "/batch", "{\"incidents\": [" + String.join(", ", incidents) + "]}")
                .expect(201);
    }

    private static Comparator<JsonNode> order(String field, boolean descending) {
        Comparator<JsonNode> byNumber = Comparator.comparing(
                incident -> Long.valueOf(incident.get("id").textValue().substring(4)));
        Comparator<JsonNode> byKey = Comparator.comparing(incident -> key(incident, field));
        Comparator<JsonNode> emptyLast =
                Comparator.comparing(incident -> incident.get(field).isNull());
        var sorted = field.equals("id") ? byNumber : byKey.thenComparing(byNumber);
        return emptyLast.thenComparing(descending ? sorted.reversed() : sorted);
    }

    private static String key(JsonNode incident, String field) {
        var text = incident.get(field).asText();
        return switch (field) {
            case "status" -> Integer.toString(STATUSES.indexOf(text));
            case "title" -> text.toLowerCase(java.util.Locale.ROOT);
            // Without the Z, so that fractions sort after their second.
            default -> text.replace("Z", "");
        };
    }

    @Test
    void ordersPutNullsLastAndBreakTiesById() {
        openSome(60);
        // Changes some, so that updated_date differs from created_date.
        editor.patch(INCIDENTS, "{\"ids\": [\"3\", \"17\", \"40\"], \"severity_reasoning\": \"x\"}")
                .expect(200);
        var all = new ArrayList<JsonNode>();
        viewer.get(INCIDENTS + "?page_size=200")
                .expect(200)
                .json()
                .get("results")
                .forEach(row -> all.add(row.get("incident")));
        assertThat(all).hasSize(60);
        var softly = new SoftAssertions();
        for (var field : ORDERS) {
            for (boolean descending : new boolean[] {false, true}) {
                var name = (descending ? "-" : "") + field;
                var expected = all.stream()
                        .sorted(order(field, descending))
                        .map(incident -> incident.get("id").textValue())
                        .toList();
                softly.assertThat(ids(viewer.get(INCIDENTS + "?page_size=200&order_by=" + name)))
                        .as(name)
                        .isEqualTo(expected);
                // The same with pages.
                var paged = new ArrayList<String>();
                for (int page = 1; page <= 4; page++) {
                    paged.addAll(ids(viewer.get(INCIDENTS + "?page_size=17&page=" + page + "&order_by=" + name)));
                }
                softly.assertThat(paged).as(name + " in pages").isEqualTo(expected);
            }
        }
        softly.assertAll();
    }

    @Test
    void sortsNewestFirstByDefault() {
        openSome(3);
        assertThat(ids(viewer.get(INCIDENTS))).containsExactly("INC-00003", "INC-00002", "INC-00001");
    }

    @Test
    void cursorsWalkTheWholeListDuringWrites() {
        openSome(40);
        var untouched = new HashSet<String>();
        for (int i = 1; i <= 38; i++) {
            untouched.add("INC-%05d".formatted(i));
        }
        var softly = new SoftAssertions();
        for (var field : ORDERS) {
            for (var name : List.of(field, "-" + field)) {
                softly.assertThat(walked(name))
                        .as("the walk by %s: each untouched incident once", name)
                        .filteredOn(untouched::contains)
                        .doesNotHaveDuplicates()
                        .containsExactlyInAnyOrderElementsOf(untouched);
            }
        }
        softly.assertAll();
    }

    private List<String> walked(String order) {
        var seen = new ArrayList<String>();
        var path = INCIDENTS + "?page_size=9&free_text=INC-000&order_by=" + order;
        for (int number = 1; path != null; number++) {
            var page = viewer.get(path);
            seen.addAll(ids(page));
            var pagination = page.json().get("pagination");
            assertThat(pagination.get("page").intValue()).isEqualTo(number);
            var next = pagination.get("next_cursor").textValue();
            assertThat(pagination.get("has_next").booleanValue()).isEqualTo(next != null);
            path = next == null ? null : INCIDENTS + "?page_size=9&free_text=INC-000&cursor=" + next;
            // Changes two incidents and adds one, before and after the cursor. Deletes it again, so that the list
            // ends.
            editor.mergePatch(INCIDENTS, """
                    {"ids": ["39", "40"], "title": "%s", "severity": %s, "source": %s, "status": "%s",
                     "contained_date": %s}""".formatted(
                                    number % 2 == 0 ? "aaa" : "zzz",
                                    number % 2 == 0 ? "null" : "\"SEV-1\"",
                                    number % 2 == 0 ? "null" : "\"SIEM\"",
                                    number % 2 == 0 ? "New" : "Closed",
                                    number % 2 == 0 ? "null" : "\"2026-05-01T00:00:00Z\""))
                    .expect(200);
            var made = opened(number % 2 == 0 ? "{\"title\": \"aaa\"}" : """
                    {"title": "zzz", "severity": "SEV-5", "source": "SIEM", "occurred_date": "2026-01-01T00:00:00Z"}""");
            if (number % 2 == 0) {
                editor.delete(INCIDENTS + "/" + made).expect(204);
            }
        }
        return seen;
    }

    @Test
    void pagesHaveRowsAndPosition() {
        openSome(5);
        var first = viewer.get(INCIDENTS + "?page_size=2").expect(200).json();
        var cursor = first.at("/pagination/next_cursor").textValue();
        assertThat(first.get("pagination")).isEqualTo(json("""
                {"page": 1, "page_size": 2, "has_next": true, "total": 5, "total_is_exact": true,
                 "next_cursor": "%s"}""".formatted(cursor)));
        var last = viewer.get(INCIDENTS + "?page_size=2&page=3").expect(200).json();
        assertThat(last.get("results")).hasSize(1);
        assertThat(last.get("pagination")).isEqualTo(json("""
                {"page": 3, "page_size": 2, "has_next": false, "total": 5, "total_is_exact": true,
                 "next_cursor": null}"""));
        var beyond =
                viewer.get(INCIDENTS + "?page_size=2&page=1000000").expect(200).json();
        assertThat(beyond).isEqualTo(json("""
                {"results": [], "pagination": {"page": 1000000, "page_size": 2, "has_next": false, "total": 5,
                 "total_is_exact": true, "next_cursor": null}}"""));
        // A full page can be the last one.
        assertThat(viewer.get(INCIDENTS + "?page_size=5")
                        .json()
                        .at("/pagination/has_next")
                        .booleanValue())
                .isFalse();
    }

    @Test
    void rowsContainTheWholeIncident() {
        var person = tenants.person(organization, "Mara", true);
        var id = opened("""
                {"title": " Phish ", "description": " as it is ", "status": "Review", "severity": "SEV-2",
                 "severity_reasoning": "because", "source": "SIEM", "assigned_to": "%s",
                 "occurred_date": "2026-01-01T00:00:00Z", "detected_date": "2026-01-02T01:00:00+01:00",
                 "responded_date": "2026-01-03T00:00:00.5Z", "contained_date": "2026-01-04T00:00:00.123456Z",
                 "tags": ["b", "Á"], "threat_objectives": [{"threat_objective": "Fraud", "relevance": "Low"},
                 {"threat_objective": "Sabotage", "relevance": null}]}""".formatted(person.id()));
        var row = viewer.get(INCIDENTS).expect(200).json().at("/results/0");
        var incident = row.get("incident");
        assertThat(row).isEqualTo(json("""
                {"incident": {
                   "id": "INC-00001", "title": "Phish", "description": " as it is ", "status": "Review",
                   "severity": "SEV-2", "severity_reasoning": "because", "source": "SIEM",
                   "assigned_to": {"id": "<person>", "email": "<email>", "first_name": "Mara", "last_name": "Muster",
                                   "icon": null},
                   "opened_by": <me>, "updated_by": <me>,
                   "occurred_date": "2026-01-01T00:00:00Z", "detected_date": "2026-01-02T00:00:00Z",
                   "responded_date": "2026-01-03T00:00:00.500Z", "contained_date": "2026-01-04T00:00:00.123456Z",
                   "created_date": "<now>", "updated_date": "<now>", "version": 1},
                 "comment_count": 0, "risk_associations": [],
                 "tags": [{"id": "<a>", "content": "Á", "creator_id": "<creator>", "org_id": "<org>"},
                          {"id": "<b>", "content": "b", "creator_id": "<creator>", "org_id": "<org>"}],
                 "threat_objectives": [
                   {"threat_objective": "Sabotage", "relevance": null, "created_date": "<now>"},
                   {"threat_objective": "Fraud", "relevance": "Low", "created_date": "<now>"}]}""".replace("<person>", person.id().toString())
                .replace("<email>", person.email())
                .replace("<me>", incident.get("opened_by").toString())
                .replace("<creator>", incident.at("/opened_by/id").textValue())
                .replace("<now>", incident.get("created_date").textValue())
                .replace("<a>", row.at("/tags/0/id").textValue())
                .replace("<b>", row.at("/tags/1/id").textValue())
                .replace("<org>", organization.publicId().toString())));
        assertThat(viewer.get(INCIDENTS + "/" + id).expect(200).json()).isEqualTo(row);
    }

    private void insertMany(int from, int to) {
        var opener = viewer.get("/api/v1/users/me").json().get("id").textValue();
        database.jdbi()
                .useHandle(handle -> handle.createUpdate("""
                        insert into incident (org_id, number, title, description, status, opened_by, updated_by,
                                              detected_date, created_date, updated_date)
                        select :org, n, 'Alert ' || n, '', 'New', :opener::uuid, :opener::uuid, now(), now(), now()
                          from generate_series(:from, :to) n""")
                        .bind("org", organization.id())
                        .bind("opener", opener)
                        .bind("from", from)
                        .bind("to", to)
                        .execute());
    }

    @Test
    void theTotalIsExactUpToTenThousand() {
        insertMany(1, 10_000);
        assertThat(viewer.get(INCIDENTS + "?page_size=200&page=50")
                        .expect(200)
                        .json()
                        .get("pagination"))
                .isEqualTo(json("""
                        {"page": 50, "page_size": 200, "has_next": false, "total": 10000, "total_is_exact": true,
                         "next_cursor": null}"""));
        insertMany(10_001, 10_001);
        var page = viewer.get(INCIDENTS + "?page_size=200&page=50&order_by=created_date")
                .expect(200)
                .json();
        assertThat(page.at("/pagination/total").longValue()).isEqualTo(10_000);
        assertThat(page.at("/pagination/total_is_exact").booleanValue()).isFalse();
        assertThat(page.at("/pagination/has_next").booleanValue()).isTrue();
        var next = viewer.get(INCIDENTS + "?page_size=200&cursor="
                        + page.at("/pagination/next_cursor").textValue())
                .expect(200)
                .json();
        assertThat(next.get("results")).hasSize(1);
        assertThat(next.at("/results/0/incident/id").textValue()).isEqualTo("INC-10001");
        assertThat(next.at("/pagination/page").intValue()).isEqualTo(51);
        // The total of a filter is counted separately.
        assertThat(viewer.get(INCIDENTS + "?title_contains=alert+1000")
                        .json()
                        .at("/pagination/total")
                        .longValue())
                .isEqualTo(3);
    }

    @Test
    void cursorsContainOrderAndPage() {
        openSome(4);
        var cursor = viewer.get(INCIDENTS + "?page_size=2&order_by=-title")
                .json()
                .at("/pagination/next_cursor")
                .textValue();
        viewer.get(INCIDENTS + "?cursor=" + cursor + "&order_by=-title").expect(200);
        assertThat(faults(viewer.get(INCIDENTS + "?order_by=title&page=2&cursor=" + cursor)
                        .expect(400)))
                .containsExactly("order_by invalid_value", "page invalid_value");
        assertThat(faults(viewer.get(INCIDENTS + "?cursor=" + cursor + "&cursor=" + cursor)
                        .expect(400)))
                .containsExactly("cursor duplicate_parameter");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[\"content\",2,\"a\",\"0199b170-41d7-7aa9-8e21-7b3c5d9f0e64\"]",
                "[\"email\",2,\"a\",\"1\"]",
                "[\"--id\",2,null,\"1\"]",
                "[\"ID\",2,null,\"1\"]",
                "[\"id\",2,\"1\",\"1\"]",
                "[\"id\",2,null,\"-1\"]",
                "[\"id\",2,null,\"x\"]",
                "[\"id\",2,null,\"\"]",
                "[\"id\",2,null,\"99999999999999999999\"]",
                "[\"id\",2,null,\"１\"]",
                "[\"title\",2,null,\"1\"]",
                "[\"status\",2,null,\"1\"]",
                "[\"status\",2,\"Open\",\"1\"]",
                "[\"severity\",2,\"SEV-9\",\"1\"]",
                "[\"severity\",2,\"'; drop table incident; --\",\"1\"]",
                "[\"created_date\",2,null,\"1\"]",
                "[\"created_date\",2,\"yesterday\",\"1\"]",
                "[\"created_date\",2,\"+1000000000-01-01T00:00:00Z\",\"1\"]",
                "[\"created_date\",2,\"-0001-01-01T00:00:00Z\",\"1\"]",
                "[\"created_date\",2,\"+294277-01-01T00:00:00Z\",\"1\"]",
                "[\"occurred_date\",2,\"infinity\",\"1\"]",
                "[\"updated_date\",2,\"2026-01-01\",\"1\"]",
                "[\"created_date\",2147483647,\"2026-01-01T00:00:00Z\",\"1\"]"
            })
    void rejectsInvalidCursors(String json) {
        assertThat(faults(viewer.get(INCIDENTS + "?cursor=" + encoded(json)).expect(400)))
                .as(json)
                .containsExactly("cursor invalid_format");
    }

    @Test
    void rejectsRandomCursors() {
        var random = new Random(7);
        for (int i = 0; i < 100; i++) {
            var bytes = new byte[random.nextInt(60)];
            random.nextBytes(bytes);
            var cursor = Base64.getUrlEncoder().encodeToString(bytes);
            assertThat(faults(viewer.get(INCIDENTS + "?cursor=" + q(cursor)).expect(400)))
                    .containsExactly("cursor invalid_format");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "page_size=0", "page_size=201", "page_size=-1", "page_size=abc", "page_size=", "page_size=%2B5",
                "page_size=+5", "page_size=5+", "page_size=1.0", "page_size=1e1", "page_size=0x1", "page_size=１",
                "page_size=99999999999999999999", "page=0", "page=1000001", "page=٣", "page=-1", "page"
            })
    void numbersMustBePlainDigitsInRange(String query) {
        var encoded = query.chars().anyMatch(c -> c > 127) ? query.split("=")[0] + "=" + q(query.split("=")[1]) : query;
        assertThat(faults(viewer.unchecked().get(INCIDENTS + "?" + encoded).expect(400)))
                .containsExactly(query.split("=")[0] + " out_of_range");
    }

    @Test
    void rejectsRepeatedParameters() {
        assertThat(faults(viewer.get(
                                INCIDENTS
                                        + "?page=1&page=1&page_size=5&page_size=6&order_by=id&order_by=id&title_contains=a&title_contains=b")
                        .expect(400)))
                .containsExactlyInAnyOrder(
                        "page duplicate_parameter",
                        "page_size duplicate_parameter",
                        "order_by duplicate_parameter",
                        "title_contains duplicate_parameter");
    }

    @Test
    void malformedEncodingsAreA400() {
        var expected = Map.of(
                "title_contains=%00", "title_contains invalid_text",
                "title_contains=a%00b", "title_contains invalid_text",
                "free_text=%00", "free_text invalid_text",
                "source=%00", "source invalid_text",
                "tags=%00", "tags invalid_text",
                "cursor=%00", "cursor invalid_text",
                "order_by=%00", "order_by invalid_text",
                "%00=1", "\ufffd unknown_parameter");
        var softly = new SoftAssertions();
        expected.forEach((query, fault) -> {
            var answer = viewer.unchecked().get(INCIDENTS + "?" + query);
            softly.assertThat(answer.status()).as(query).isEqualTo(400);
            softly.assertThat(faults(answer)).as(query).containsExactly(fault);
        });
        // The HTTP server rejects this without a problem document.
        for (var query : List.of("title_contains=%", "title_contains=%zz", "title_contains=%4", "%=1", "%zz=1")) {
            var answer = raw().send("GET " + INCIDENTS + "?" + query + " HTTP/1.1\r\n" + bearer(viewer));
            softly.assertThat(answer.status()).as(query + ": " + answer.body()).isEqualTo(400);
        }
        for (var query : List.of(
                "title_contains=%ff",
                "title_contains=%c0%80", "title_contains=%ed%a0%80", "title_contains=%f4%90%80%80", "%ff=1")) {
            var answer = raw().send("GET " + INCIDENTS + "?" + query + " HTTP/1.1\r\n" + bearer(viewer));
            softly.assertThat(answer.status()).as(query + ": " + answer.body()).isEqualTo(400);
            softly.assertThat(answer.headers().get("content-type")).as(query).isEqualTo("application/problem+json");
        }
        for (var query : List.of("", "&", "&&&", "&page=1&")) {
            var answer = raw().send("GET " + INCIDENTS + "?" + query + " HTTP/1.1\r\n" + bearer(viewer));
            softly.assertThat(answer.status()).as("?" + query).isEqualTo(200);
        }
        for (var query : List.of("=1", "page=1&=2", "?page=1")) {
            var answer = raw().send("GET " + INCIDENTS + "?" + query + " HTTP/1.1\r\n" + bearer(viewer));
            softly.assertThat(answer.status())
                    .as("?" + query + ": " + answer.body())
                    .isEqualTo(400);
        }
        softly.assertAll();
    }
}
