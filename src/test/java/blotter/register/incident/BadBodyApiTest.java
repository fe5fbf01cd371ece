package blotter.register.incident;

import static org.assertj.core.api.Assertions.assertThat;

import blotter.testing.ApiClient;
import blotter.testing.ApiTest;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The faults that clients get for invalid bodies.
@QuarkusTest
class BadBodyApiTest extends ApiTest {
    private record Operation(String method, String path) {
        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    private static final List<Operation> OPERATIONS = List.of(
            new Operation("POST", INCIDENTS),
            new Operation("POST", INCIDENTS + "/batch"),
            new Operation("PATCH", INCIDENTS),
            new Operation("PATCH", INCIDENTS + "/1"),
            new Operation("DELETE", INCIDENTS));

    @BeforeEach
    void openOne() {
        opened("{\"title\": \"First\"}");
    }

    private ApiClient.Answer send(Operation operation, byte[] body) {
        return editor.send(operation.method, operation.path, "application/json", body);
    }

    private void assertNothingWritten() {
        var list = viewer.get(INCIDENTS).expect(200).json();
        assertThat(list.at("/pagination/total").intValue()).isEqualTo(1);
        assertThat(list.at("/results/0/incident/version").intValue()).isEqualTo(1);
    }

    private static byte[] bytes(int... bytes) {
        var array = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            array[i] = (byte) bytes[i];
        }
        return array;
    }

    private static byte[] around(byte... middle) {
        var before = "{\"title\": \"a".getBytes(StandardCharsets.UTF_8);
        var after = "b\"}".getBytes(StandardCharsets.UTF_8);
        var all = new byte[before.length + middle.length + after.length];
        System.arraycopy(before, 0, all, 0, before.length);
        System.arraycopy(middle, 0, all, before.length, middle.length);
        System.arraycopy(after, 0, all, before.length + middle.length, after.length);
        return all;
    }

    @Test
    void reportsMalformedJson() {
        var bodies = new LinkedHashMap<String, byte[]>();
        var codes = new LinkedHashMap<String, String>();
        Map.ofEntries(
                        Map.entry("", "malformed_json"),
                        Map.entry("   \n", "malformed_json"),
                        Map.entry("{", "malformed_json"),
                        Map.entry("{\"title\"", "malformed_json"),
                        Map.entry("{\"title\": \"a", "malformed_json"),
                        Map.entry("{\"title\": \"a\",}", "malformed_json"),
                        Map.entry("{\"title\": \"a\"} x", "malformed_json"),
                        Map.entry("{\"title\": \"a\"} {}", "malformed_json"),
                        Map.entry("{\"title\": \"a\"}]", "malformed_json"),
                        Map.entry("{title: \"a\"}", "malformed_json"),
                        Map.entry("{'title': 'a'}", "malformed_json"),
                        Map.entry("{\"title\": NaN}", "malformed_json"),
                        Map.entry("{\"title\": 01}", "malformed_json"),
                        Map.entry("{\"title\": +1}", "malformed_json"),
                        Map.entry("{\"title\": .5}", "malformed_json"),
                        Map.entry("{\"title\": \"\\x41\"}", "malformed_json"),
                        Map.entry("{\"title\": \"\\u12\"}", "malformed_json"),
                        Map.entry("{\"title\": \"a\nb\"}", "malformed_json"),
                        Map.entry("{\"title\": \"a\u0000b\"}", "malformed_json"),
                        Map.entry("{\"title\": \"a\"} // why", "malformed_json"),
                        Map.entry("/* why */ {\"title\": \"a\"}", "malformed_json"),
                        Map.entry("nul", "malformed_json"),
                        Map.entry("title=a", "malformed_json"),
                        Map.entry("\ufeff{\"title\": \"a\"}", "malformed_json"),
                        Map.entry("{\"title\": \"a\", \"title\": \"b\"}", "duplicate_key"),
                        Map.entry("{\"title\": \"a\", \"t\\u0069tle\": \"b\"}", "duplicate_key"),
                        Map.entry("{\"x\": {\"a\": 1, \"a\": 1}}", "duplicate_key"),
                        Map.entry("[".repeat(100_000), "too_deep"),
                        Map.entry("{\"x\": ".repeat(100_000), "too_deep"),
                        Map.entry("{\"x\": " + "[".repeat(32) + "]".repeat(32) + "}", "too_deep"),
                        Map.entry("{\"title\": " + "9".repeat(101) + "}", "out_of_range"),
                        Map.entry("{\"title\": 0." + "9".repeat(1_000_000) + "}", "out_of_range"),
                        Map.entry("{\"" + "n".repeat(100_000) + "\": 1}", "out_of_range"))
                .forEach((text, code) -> {
                    var name = text.length() > 60 ? text.substring(0, 60) + text.length() : text;
                    bodies.put(name, text.getBytes(StandardCharsets.UTF_8));
                    codes.put(name, code);
                });
        Map.of(
                        "Latin-1", around((byte) 0xe9),
                        "overlong", around((byte) 0xc0, (byte) 0x80),
                        "overlong slash", around((byte) 0xe0, (byte) 0x80, (byte) 0xaf),
                        "a surrogate", around((byte) 0xed, (byte) 0xa0, (byte) 0x80),
                        "beyond Unicode", around((byte) 0xf4, (byte) 0x90, (byte) 0x80, (byte) 0x80),
                        "cut off", around((byte) 0xe2, (byte) 0x82),
                        "UTF-16 with mark", bytes(0xff, 0xfe, '{', 0, '}', 0))
                .forEach((name, body) -> {
                    bodies.put(name, body);
                    codes.put(name, "not_utf8");
                });
        var softly = new SoftAssertions();
        for (var operation : OPERATIONS) {
            bodies.forEach((name, body) -> {
                var answer = send(operation, body);
                softly.assertThat(answer.status()).as(operation + " " + name).isEqualTo(400);
                softly.assertThat(answer.json().path("type").asText())
                        .as(operation + " " + name)
                        .isEqualTo("/problems/malformed-body");
                softly.assertThat(faults(answer)).as(operation + " " + name).containsExactly(" " + codes.get(name));
                softly.assertThat(answer.body().length())
                        .as(operation + " " + name)
                        .isLessThan(1_000);
            });
        }
        softly.assertAll();
        assertNothingWritten();
    }

    @Test
    void reportsThePlaceOfASyntaxError() {
        var answer = editor.post(INCIDENTS, "{\"title\": \"a\",\n \"status\": \"New\", \"status\": \"Closed\"}");
        answer.expect(400);
        assertThat(problem(answer)).isEqualTo(json("""
                {"type": "/problems/malformed-body", "title": "Malformed body", "status": 400,
                 "detail": "line 2, column 27: Duplicate field 'status'",
                 "errors": [{"pointer": "", "code": "duplicate_key",
                             "detail": "line 2, column 27: Duplicate field 'status'"}]}"""));
    }

    @Test
    void theBodyMustBeAnObject() {
        var softly = new SoftAssertions();
        for (var operation : OPERATIONS) {
            for (var body : List.of("1", "\"x\"", "null", "true", "[]", "[{\"title\": \"a\"}]")) {
                var answer = send(operation, body.getBytes(StandardCharsets.UTF_8));
                softly.assertThat(answer.status()).as(operation + " " + body).isEqualTo(400);
                softly.assertThat(faults(answer)).as(operation + " " + body).containsExactly(" wrong_type");
            }
        }
        softly.assertAll();
        assertThat(problem(editor.post(INCIDENTS, "[1]").expect(400))).isEqualTo(json("""
                {"type": "/problems/validation", "title": "Validation failed", "status": 400,
                 "detail": "an array (expected: an object)",
                 "errors": [{"pointer": "", "code": "wrong_type", "detail": "an array (expected: an object)"}]}"""));
        assertNothingWritten();
    }

    private static final String ALL_WRONG = """
            "title": 1, "description": true, "status": "new", "severity": "sev-1", "severity_reasoning": {},
            "source": "Nope", "assigned_to": "me", "occurred_date": "2026-01-01T00:00:00", "detected_date": 5,
            "responded_date": "2026-02-30T00:00:00Z", "contained_date": "0000-01-01T00:00:00Z",
            "tags": ["ok", 7, " ", "0199b170-41d7-7aa9-8e21-7b3c5d9f0e64", null, "a\\u0000"],
            "threat_objectives": [{"threat_objective": "fraud", "relevance": "HIGH", "x": 1}, 7, {},
                                  {"threat_objective": "Fraud"}, {"threat_objective": "Fraud", "created_date": 3}],
            "created_date": "2026-01-01T00:00:00Z", "a/b~c": 1""";

    private static final List<String> ALL_FAULTS = List.of(
            "/title wrong_type",
            "/description wrong_type",
            "/status invalid_value",
            "/severity invalid_value",
            "/severity_reasoning wrong_type",
            "/source unknown_source",
            "/assigned_to invalid_format",
            "/occurred_date invalid_format",
            "/detected_date wrong_type",
            "/responded_date invalid_format",
            "/contained_date out_of_range",
            "/tags/1 wrong_type",
            "/tags/2 blank",
            "/tags/3 unknown_tag",
            "/tags/4 wrong_type",
            "/tags/5 invalid_text",
            "/threat_objectives/0/threat_objective invalid_value",
            "/threat_objectives/0/relevance invalid_value",
            "/threat_objectives/0/x unknown_field",
            "/threat_objectives/1 wrong_type",
            "/threat_objectives/2/threat_objective required",
            "/threat_objectives/4/threat_objective duplicate_objective",
            "/created_date unknown_field",
            "/a~1b~0c unknown_field");

    private static List<String> faultsAt(String prefix, String... more) {
        var all =
                new ArrayList<>(ALL_FAULTS.stream().map(fault -> prefix + fault).toList());
        all.addAll(List.of(more));
        return all;
    }

    @Test
    void everyFaultOfANewIncidentIsReported() {
        var answer = editor.post(INCIDENTS, "{%s, \"ids\": [], \"tag_operation\": \"Add\"}".formatted(ALL_WRONG));
        assertThat(faults(answer.expect(400)))
                .containsExactlyInAnyOrderElementsOf(
                        faultsAt("", "/ids unknown_field", "/tag_operation unknown_field"));
        assertThat(answer.json().get("detail").textValue()).isEqualTo("/title: 1 (expected: a string), and 25 more");
        assertNothingWritten();
    }

    @Test
    void everyFaultOfABatchOfNewIncidentsIsReported() {
        var answer = editor.post(
                INCIDENTS + "/batch",
                "{\"incidents\": [{\"title\": \"good\"}, {%s}, 5, {}, {\"title\": null}], \"more\": 1}"
                        .formatted(ALL_WRONG));
        assertThat(faults(answer.expect(400)))
                .containsExactlyInAnyOrderElementsOf(faultsAt(
                        "/incidents/1",
                        "/incidents/2 wrong_type",
                        "/incidents/3/title required",
                        "/incidents/4/title required",
                        "/more unknown_field"));
        assertNothingWritten();
    }

    @Test
    void everyFaultOfABulkPatchIsReported() {
        var answer = editor.patch(
                INCIDENTS,
                "{\"ids\": [\"1\", \"INC-0\", 7, null, \"inc-1\", \" 1\"], %s, \"tag_operation\": \"add\", \"id\": 1}"
                        .formatted(ALL_WRONG));
        assertThat(faults(answer.expect(400)))
                .containsExactlyInAnyOrderElementsOf(faultsAt(
                        "",
                        "/ids/1 invalid_format",
                        "/ids/2 wrong_type",
                        "/ids/3 wrong_type",
                        "/ids/4 invalid_format",
                        "/ids/5 invalid_format",
                        "/tag_operation invalid_value",
                        "/id unknown_field"));
        assertNothingWritten();
    }

    @Test
    void everyFaultOfAPatchOfOneIsReported() {
        var answer = editor.patch(
                INCIDENTS + "/inc-1?dry=1",
                "{%s, \"tag_operation\": 1, \"version\": 1, \"ids\": []}".formatted(ALL_WRONG));
        assertThat(faults(answer.expect(400)))
                .containsExactlyInAnyOrderElementsOf(faultsAt(
                        "",
                        "id invalid_format",
                        "dry unknown_parameter",
                        "/tag_operation wrong_type",
                        "/version unknown_field",
                        "/ids unknown_field"));
        assertNothingWritten();
    }

    @Test
    void everyFaultOfADeletionIsReported() {
        var answer =
                editor.delete(INCIDENTS + "?status=Closed", "{\"ids\": [\"1\", 2, \"x\"], \"status\": \"Closed\"}");
        assertThat(faults(answer.expect(400)))
                .containsExactlyInAnyOrder(
                        "/ids/1 wrong_type",
                        "/ids/2 invalid_format",
                        "/status unknown_field",
                        "status unknown_parameter");
        for (var body : List.of("{}", "{\"ids\": []}", "{\"ids\": null}")) {
            assertThat(faults(editor.delete(INCIDENTS, body).expect(400)))
                    .as(body)
                    .containsExactly("/ids required");
        }
        for (var body : List.of("{\"ids\": \"1\"}", "{\"ids\": {}}", "{\"ids\": 1}")) {
            assertThat(faults(editor.delete(INCIDENTS, body).expect(400)))
                    .as(body)
                    .containsExactly("/ids wrong_type");
        }
        assertNothingWritten();
    }

    @Test
    void faultsHaveValueAndExpectation() {
        var answer = editor.post(INCIDENTS, """
                {"title": "  ", "status": "closed", "severity": 1, "assigned_to": "1-1-1-1-1", "source": "Siem",
                 "detected_date": "2026-03-05T09:30:00", "threat_objectives": [{"relevance": "high"}],
                 "tags": {"a": 1}, "asigned_to": null}""");
        assertThat(problem(answer.expect(400))).isEqualTo(json("""
                {"type": "/problems/validation", "title": "Validation failed", "status": 400,
                 "detail": "/title: is blank (expected: some text), and 9 more",
                 "errors": [
                   {"pointer": "/title", "code": "blank", "detail": "is blank (expected: some text)"},
                   {"pointer": "/status", "code": "invalid_value",
                    "detail": "closed (expected: New, In Progress, Review, Closed)"},
                   {"pointer": "/severity", "code": "wrong_type", "detail": "1 (expected: a string)"},
                   {"pointer": "/source", "code": "unknown_source", "detail": "Siem (expected: SIEM, Managed Detection and Response (MDR), Endpoint Detection (EDR), Email Security, Cloud Security, Employee Report, Customer Report, Third Party, Bug Bounty, Threat Intelligence, Law Enforcement, Other)"},
                   {"pointer": "/assigned_to", "code": "invalid_format", "detail": "1-1-1-1-1 (expected: a uuid)"},
                   {"pointer": "/detected_date", "code": "invalid_format",
                    "detail": "2026-03-05T09:30:00 (expected: an offset, like Z or +01:00, behind the time)"},
                   {"pointer": "/tags", "code": "wrong_type", "detail": "an object (expected: an array)"},
                   {"pointer": "/threat_objectives/0/threat_objective", "code": "required", "detail": "missing (expected: Sabotage, Data Disclosure, Extortion, Customer Targeting, Resource Hijacking, Fraud)"},
                   {"pointer": "/threat_objectives/0/relevance", "code": "invalid_value",
                    "detail": "high (expected: High, Medium, Low or null)"},
                   {"pointer": "/asigned_to", "code": "unknown_field",
                    "detail": "asigned_to is not a field of this request"}]}"""));
    }

    @Test
    void rejectsFieldsOfTheWrongType() {
        var fields = List.of(
                "title",
                "description",
                "status",
                "severity",
                "severity_reasoning",
                "source",
                "assigned_to",
                "occurred_date",
                "detected_date",
                "responded_date",
                "contained_date");
        var softly = new SoftAssertions();
        for (var field : fields) {
            for (var value :
                    List.of("1", "-0", "1.5", "1e400", "9".repeat(100), "true", "false", "{}", "[]", "[\"a\"]")) {
                var answer = editor.patch(INCIDENTS + "/1", "{\"%s\": %s}".formatted(field, value));
                softly.assertThat(faults(answer)).as(field + " " + value).containsExactly("/" + field + " wrong_type");
            }
        }
        for (var field : List.of("tags", "threat_objectives")) {
            for (var value : List.of("1", "\"a\"", "true", "{}")) {
                var answer = editor.patch(INCIDENTS + "/1", "{\"%s\": %s}".formatted(field, value));
                softly.assertThat(faults(answer)).as(field + " " + value).containsExactly("/" + field + " wrong_type");
            }
        }
        softly.assertAll();
        assertNothingWritten();
    }

    @Test
    void lengthsCountCharacters() {
        opened("{\"title\": \"%s\", \"tags\": [\"%s\"]}".formatted("😀".repeat(500), "😀".repeat(100)));
        opened("{\"title\": \"t\", \"description\": \"%s\"}".formatted("ä".repeat(100_000)));
        var answer = editor.post(INCIDENTS, """
                {"title": "%s", "description": "%s", "severity_reasoning": "%s", "tags": ["%s"], "source": "%s"}""".formatted(
                        "a".repeat(501), "b".repeat(100_001), "c".repeat(100_001), "d".repeat(101), "e".repeat(101)));
        assertThat(faults(answer.expect(400)))
                .containsExactlyInAnyOrder(
                        "/title too_long",
                        "/description too_long",
                        "/severity_reasoning too_long",
                        "/tags/0 too_long",
                        "/source too_long");
        var many = new ArrayList<String>();
        for (int i = 0; i < 101; i++) {
            many.add("\"t" + i + "\"");
        }
        assertThat(faults(editor.post(INCIDENTS, "{\"title\": \"a\", \"tags\": [%s]}".formatted(String.join(",", many)))
                        .expect(400)))
                .containsExactly("/tags too_many");
    }

    @Test
    void rejectsTextsThatCannotBeStored() {
        var softly = new SoftAssertions();
        for (var text : List.of("a\\u0000b", "\\ud800", "a\\udfffb", "\\udc00\\ud800", "\\ud800\\ud800\\udc00")) {
            var answer = editor.post(INCIDENTS, """
                    {"title": "%1$s", "description": "%1$s", "severity_reasoning": "%1$s", "source": "%1$s",
                     "status": "%1$s", "severity": "%1$s", "assigned_to": "%1$s", "detected_date": "%1$s",
                     "tags": ["%1$s"], "threat_objectives": [{"threat_objective": "%1$s", "relevance": "%1$s"}]}""".formatted(text));
            softly.assertThat(answer.status()).as(text).isEqualTo(400);
            softly.assertThat(faults(answer)).as(text).hasSize(11).allMatch(fault -> fault.endsWith(" invalid_text"));
        }
        // A surrogate pair is one character.
        var id = opened("{\"title\": \"\\ud83d\\ude00\", \"description\": \"\\u0001\\uffff\\u200b\"}");
        var incident = viewer.get(INCIDENTS + "/" + id).json().get("incident");
        softly.assertThat(incident.get("title").textValue()).isEqualTo("😀");
        softly.assertThat(incident.get("description").textValue()).isEqualTo("\u0001\uffff\u200b");
        softly.assertAll();
    }

    @Test
    void rejectsMalformedFieldNamesAsUnknown() {
        var softly = new SoftAssertions();
        for (var name : List.of("\\u0000", "\\ud800", "a\\udc00b", "", " title", "TITLE", "__proto__", "\\n")) {
            for (var operation : OPERATIONS) {
                var answer = send(
                        operation,
                        "{\"%1$s\": 1, \"title\": \"a\", \"ids\": [\"1\"], \"incidents\": [{\"title\": \"a\", \"%1$s\": 1}]}"
                                .formatted(name)
                                .getBytes(StandardCharsets.UTF_8));
                softly.assertThat(answer.status()).as(operation + " " + name).isEqualTo(400);
                softly.assertThat(faults(answer))
                        .as(operation + " " + name)
                        .anyMatch(f -> f.endsWith(" unknown_field"));
            }
        }
        softly.assertAll();
        assertNothingWritten();
    }

    @Test
    void longListsOfFaultsAreTruncated() {
        var ids = new ArrayList<String>();
        for (int i = 0; i < 300_000; i++) {
            ids.add("\"x\"");
        }
        var answer = editor.patch(INCIDENTS, "{\"ids\": [%s], \"status\": \"Closed\"}".formatted(String.join(",", ids)))
                .expect(400);
        assertThat(answer.json().get("errors")).hasSize(1_000);
        assertThat(answer.json().get("detail").textValue())
                .isEqualTo("/ids/0: x (expected: an id like INC-00007), and 299999 more");
    }

    @Test
    void invisibleTitlesAreBlank() {
        var softly = new SoftAssertions();
        for (var title : List.of("", " ", "\\t\\n", "\\u00a0", "\\u200b", "\\u3000\\u2028")) {
            softly.assertThat(faults(editor.post(INCIDENTS, "{\"title\": \"%s\"}".formatted(title))))
                    .as(title)
                    .containsExactly("/title blank");
        }
        softly.assertAll();
    }

    @Test
    void dateTimesAreReturnedInUtcToTheMicrosecond() {
        var expected = new LinkedHashMap<String, String>();
        expected.put("2026-01-31T09:30:00+01:00", "2026-01-31T08:30:00Z");
        expected.put("2026-01-31t09:30:00.123456z", "2026-01-31T09:30:00.123456Z");
        expected.put("2026-01-31T09:30:00.123456789-09:30", "2026-01-31T19:00:00.123456Z");
        expected.put("2026-01-31T09:30:00.1Z", "2026-01-31T09:30:00.100Z");
        expected.put("2026-04-05T02:45:00+12:45", "2026-04-04T14:00:00Z");
        expected.put("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z");
        expected.put("1582-10-10T00:00:00Z", "1582-10-10T00:00:00Z");
        expected.put("1883-11-18T12:00:00.000001Z", "1883-11-18T12:00:00.000001Z");
        expected.put("9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.999999Z");
        expected.put("2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z");
        var softly = new SoftAssertions();
        expected.forEach((given, stored) -> {
            var id = opened("{\"title\": \"a\", \"detected_date\": \"%s\"}".formatted(given));
            softly.assertThat(viewer.get(INCIDENTS + "/" + id)
                            .json()
                            .at("/incident/detected_date")
                            .textValue())
                    .as(given)
                    .isEqualTo(stored);
        });
        for (var bad : List.of(
                "2026-01-31",
                "2026-01-31T09:30:00",
                "2026-01-31T09:30Z",
                "2026-01-31T09:30:60Z",
                "10000-01-01T00:00:00Z",
                "2026-01-31T09:30:00+24:00",
                "",
                "now",
                "１９９９-01-31T09:30:00Z")) {
            softly.assertThat(faults(
                            editor.post(INCIDENTS, "{\"title\": \"a\", \"detected_date\": \"%s\"}".formatted(bad))))
                    .as(bad)
                    .containsExactly("/detected_date invalid_format");
        }
        for (var far : List.of("0000-01-01T00:00:00Z", "9999-12-31T23:59:59-01:00", "0001-01-01T00:00:00+00:01")) {
            softly.assertThat(faults(
                            editor.post(INCIDENTS, "{\"title\": \"a\", \"detected_date\": \"%s\"}".formatted(far))))
                    .as(far)
                    .containsExactly("/detected_date out_of_range");
        }
        softly.assertAll();
    }

    @Test
    void datesOfNewIncidentsMustBeInOrder() {
        var answer = editor.post(INCIDENTS + "/batch", """
                {"incidents": [
                  {"title": "a", "occurred_date": "2026-01-02T00:00:00Z", "detected_date": "2026-01-01T00:00:00Z"},
                  {"title": "b", "detected_date": "2026-01-01T00:00:00Z", "responded_date": "2026-01-01T00:00:00Z"},
                  {"title": "c", "occurred_date": "2026-01-02T00:00:00Z", "contained_date": "2026-01-01T00:00:00Z"}]}""");
        assertThat(problem(answer.expect(400))).isEqualTo(json("""
                {"type": "/problems/validation", "title": "Validation failed", "status": 400,
                 "detail": "/incidents/0: occurred_date 2026-01-02T00:00:00Z is after detected_date 2026-01-01T00:00:00Z, and 1 more",
                 "errors": [
                   {"pointer": "/incidents/0", "code": "date_order",
                    "detail": "occurred_date 2026-01-02T00:00:00Z is after detected_date 2026-01-01T00:00:00Z"},
                   {"pointer": "/incidents/2", "code": "date_order",
                    "detail": "occurred_date 2026-01-02T00:00:00Z is after contained_date 2026-01-01T00:00:00Z"}]}"""));
        assertNothingWritten();
    }

    @Test
    void aBatchHas1To1000Incidents() {
        for (var body : List.of("{}", "{\"incidents\": []}", "{\"incidents\": null}")) {
            assertThat(faults(editor.post(INCIDENTS + "/batch", body).expect(400)))
                    .as(body)
                    .containsExactly("/incidents required");
        }
        for (var body : List.of("{\"incidents\": {}}", "{\"incidents\": \"a\"}")) {
            assertThat(faults(editor.post(INCIDENTS + "/batch", body).expect(400)))
                    .as(body)
                    .containsExactly("/incidents wrong_type");
        }
        var many = "{\"title\": \"a\"},".repeat(1_000);
        var answer = editor.post(INCIDENTS + "/batch", "{\"incidents\": [%s {\"title\": \"a\"}]}".formatted(many));
        assertThat(problem(answer.expect(413))).isEqualTo(json("""
                {"type": "/problems/too-large", "title": "Too large", "status": 413,
                 "detail": "1001 incidents (expected: 1000 at most in one call)"}"""));
        assertNothingWritten();
        editor.post(INCIDENTS + "/batch", "{\"incidents\": [%s]}".formatted(many.substring(0, many.length() - 1)))
                .expect(201);
    }

    @Test
    void reportsAnEmptyPatch() {
        for (var body : List.of("{}", "{\"title\": null, \"tags\": null, \"tag_operation\": null}")) {
            assertThat(problem(editor.patch(INCIDENTS + "/1", body).expect(400)))
                    .as(body)
                    .isEqualTo(json("""
                    {"type": "/problems/empty-payload", "title": "Empty payload", "status": 400,
                     "detail": "the body changes nothing (expected: at least one field that is not null; null clears only in application/merge-patch+json)",
                     "errors": [{"pointer": "", "code": "empty_payload",
                       "detail": "the body changes nothing (expected: at least one field that is not null; null clears only in application/merge-patch+json)"}]}"""));
        }
    }
}
