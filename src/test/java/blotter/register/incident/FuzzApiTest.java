package blotter.register.incident;

import static org.assertj.core.api.Assertions.fail;

import blotter.testing.ApiClient;
import blotter.testing.ApiTest;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Fuzzes the API: every response is declared in the contract, none is a 500, and accepted requests match the
/// contract. The seed is fixed, so that failures can be repeated.
@QuarkusTest
class FuzzApiTest extends ApiTest {
    private static final int ROUNDS = 300;

    private static final List<String> FIELDS = List.of(
            "ids",
            "incidents",
            "tag_operation",
            "tags_add",
            "tags_remove",
            "assigned_to",
            "contained_date",
            "description",
            "detected_date",
            "occurred_date",
            "responded_date",
            "severity",
            "severity_reasoning",
            "source",
            "status",
            "tags",
            "threat_objectives",
            "title",
            "id",
            "versions",
            "",
            "\\u0000",
            "\\ud800",
            "titl\\u0065",
            "x".repeat(300));

    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "0",
            "-1",
            "1e400",
            "1.5",
            "9".repeat(90),
            "\"\"",
            "\" \"",
            "\"a\"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"\\ud83d\\ude00\"",
            "\"\\u202e\"",
            "\"" + "ä".repeat(600) + "\"",
            "\"%s%n\"",
            "\"'; drop table incident; --\"",
            "\"{1,2}\"",
            "\"\\\\\"",
            "\"New\"",
            "\"Closed\"",
            "\"SEV-1\"",
            "\"sev-1\"",
            "\"SIEM\"",
            "\"Add\"",
            "\"Remove\"",
            "\"Replace\"",
            "\"2026-01-31T09:30:00Z\"",
            "\"2026-01-31T09:30:00\"",
            "\"0000-00-00T00:00:00Z\"",
            "\"9999-12-31T23:59:59.9999999Z\"",
            "\"0001-01-01T00:00:00Z\"",
            "\"infinity\"",
            "\"0199b170-41d7-7aa9-8e21-7b3c5d9f0e64\"",
            "[]",
            "[null]",
            "[\"1\"]",
            "[\"1\", \"INC-00002\", \"3\", \"3\"]",
            "[\"7\"]",
            "[1]",
            "[\"a\", \"B\", \"á\"]",
            "[[]]",
            "[{}]",
            "{}",
            "{\"a\": {\"a\": []}}",
            "[{\"title\": \"a\"}]",
            "[{\"title\": \"a\", \"tags\": [\"n1\"]}, {\"title\": \"b\"}]",
            "[{\"threat_objective\": \"Fraud\"}]",
            "[{\"threat_objective\": \"Sabotage\", \"relevance\": \"High\"}]",
            "[{\"threat_objective\": \"Fraud\", \"relevance\": null, \"created_date\": null}]",
            "[".repeat(40) + "]".repeat(40));

    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "a",
            "none",
            "0",
            "1",
            "-1",
            "INC-1",
            "INC-00000",
            "SEV-1",
            "New",
            "%",
            "_",
            "\\",
            "'",
            "\"",
            "\u0000",
            "\u0001",
            "\u200b",
            "\ufeff",
            "\uffff",
            "😀",
            "ä",
            "İ",
            "ﬁ",
            "١",
            "１",
            "1e9",
            "99999999999999999999",
            "2026-01-31",
            "2026-13-31",
            "2026-01-31T09:30:00Z",
            "0001-01-01",
            "9999-12-31T23:59:59.999999Z",
            "-infinity",
            "now()",
            "0199b170-41d7-7aa9-8e21-7b3c5d9f0e64",
            "Fraud",
            "SIEM",
            "WyJpZCIsMixudWxsLCIxIl0",
            "W10",
            "-id",
            "title",
            "created_date",
            "x".repeat(499),
            "{1}",
            "../..",
            "a b  c",
            "null",
            "{\"a\":1}",
            "🏴".repeat(100));

    private static final List<String> PARAMETERS = List.of(
            "id",
            "severity",
            "status",
            "source",
            "assigned_to",
            "opened_by",
            "threat_objectives",
            "tags",
            "title_contains",
            "description_contains",
            "free_text",
            "created_date",
            "updated_date",
            "detected_date",
            "occurred_date",
            "responded_date",
            "contained_date",
            "page",
            "page_size",
            "order_by",
            "cursor",
            "content_contains",
            "x",
            "\u0000");

    private final Random random = new Random(20260131);
    private final List<String> failures = new ArrayList<>();

    @BeforeEach
    void openSome() {
        for (int i = 0; i < 3; i++) {
            opened("{\"title\": \"a\", \"tags\": [\"a\"]}");
        }
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private String object() {
        var fields = new ArrayList<String>();
        int count = random.nextInt(6);
        if (random.nextInt(3) > 0) {
            fields.add("\"title\": \"t\"");
        }
        if (random.nextInt(3) > 0) {
            fields.add("\"ids\": [\"1\", \"2\"]");
        }
        for (int i = 0; i < count; i++) {
            fields.add("\"%s\": ".formatted(one(FIELDS)) + one(VALUES));
        }
        return "{" + String.join(", ", fields) + "}";
    }

    private byte[] body() {
        var text = switch (random.nextInt(10)) {
            case 0 -> one(VALUES);
            case 1 -> "{\"incidents\": [" + object() + ", " + object() + "]}";
            default -> object();
        };
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        int mutations = random.nextInt(3) == 0 ? 1 + random.nextInt(4) : 0;
        for (int i = 0; i < mutations && bytes.length > 0; i++) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes = Arrays.copyOf(bytes, at);
                case 2 -> bytes[at] = (byte) "{}[]\",:\\0".charAt(random.nextInt(9));
                default -> {
                    var doubled = Arrays.copyOf(bytes, bytes.length + at);
                    System.arraycopy(bytes, 0, doubled, bytes.length, at);
                    bytes = doubled;
                }
            }
        }
        return bytes;
    }

    /// The client checks responses and accepted requests against the contract, so that this only checks for 500.
    private void sends(String what, java.util.function.Supplier<ApiClient.Answer> request) {
        try {
            var answer = request.get();
            if (answer.status() >= 500) {
                failures.add("%d: %s%n  %s".formatted(answer.status(), what, answer.body()));
            }
        } catch (AssertionError e) {
            failures.add(what + "\n  " + e.getMessage());
        }
    }

    private void assertNoFailures() {
        if (!failures.isEmpty()) {
            fail(
                    "%d failures, the first of them:%n%s",
                    failures.size(), String.join("\n", failures.subList(0, Math.min(12, failures.size()))));
        }
    }

    private void fuzzBodies(String method, String path) {
        for (int i = 0; i < ROUNDS; i++) {
            var body = body();
            var type = method.equals("PATCH") && random.nextBoolean()
                    ? "application/merge-patch+json"
                    : "application/json";
            sends(
                    "%s %s as %s: %s".formatted(method, path, type, new String(body, StandardCharsets.UTF_8)),
                    () -> admin.send(method, path, type, body));
        }
        assertNoFailures();
    }

    @Test
    void newIncidents() {
        fuzzBodies("POST", INCIDENTS);
    }

    @Test
    void batchesOfNewIncidents() {
        fuzzBodies("POST", INCIDENTS + "/batch");
    }

    @Test
    void bulkPatches() {
        fuzzBodies("PATCH", INCIDENTS);
    }

    @Test
    void patchesOfOne() {
        fuzzBodies("PATCH", INCIDENTS + "/2");
    }

    @Test
    void deletions() {
        fuzzBodies("DELETE", INCIDENTS);
    }

    @Test
    void tokenRequests() {
        var names = List.of("grant_type", "client_id", "client_secret", "refresh_token", "scope", "");
        for (int i = 0; i < ROUNDS; i++) {
            var form = new StringBuilder();
            int count = random.nextInt(6);
            for (int j = 0; j < count; j++) {
                var value = random.nextInt(3) == 0 ? one(List.of("client_credentials", "refresh_token")) : one(TEXTS);
                form.append(one(names))
                        .append('=')
                        .append(random.nextBoolean() ? q(value) : value)
                        .append('&');
            }
            var body = form.toString().getBytes(StandardCharsets.UTF_8);
            sends(
                    "token " + form,
                    () -> anyone.send("POST", "/api/v1/oauth/token", "application/x-www-form-urlencoded", body));
        }
        assertNoFailures();
    }

    private void fuzzQueries(String path, int rounds) {
        for (int i = 0; i < rounds; i++) {
            var query = new StringBuilder();
            int count = 1 + random.nextInt(4);
            for (int j = 0; j < count; j++) {
                query.append(j == 0 ? '?' : '&').append(q(one(PARAMETERS)));
                if (random.nextInt(20) > 0) {
                    query.append('=').append(q(one(TEXTS)));
                }
            }
            sends("GET " + path + query, () -> admin.get(path + query));
        }
        assertNoFailures();
    }

    @Test
    void listsOfIncidents() {
        fuzzQueries(INCIDENTS, 3 * ROUNDS);
    }

    @Test
    void eachFilterWithEachText() {
        for (var parameter : PARAMETERS) {
            for (var text : TEXTS) {
                var query = "?%s=%s".formatted(q(parameter), q(text));
                sends("GET " + INCIDENTS + query, () -> admin.get(INCIDENTS + query));
            }
        }
        assertNoFailures();
    }

    @Test
    void listsOfTagsAndUsers() {
        fuzzQueries("/api/v1/tags", ROUNDS);
        fuzzQueries("/api/v1/users", ROUNDS);
    }

    @Test
    void idsInPaths() {
        // Without an id, the path is the list's.
        for (var text : TEXTS.subList(1, TEXTS.size())) {
            var path = INCIDENTS + "/" + q(text).replace("+", "%20");
            sends("GET " + path, () -> admin.get(path));
            sends("PATCH " + path, () -> admin.patch(path, "{\"status\": \"New\"}"));
        }
        assertNoFailures();
    }

    @Test
    void headers() {
        var values = List.of(
                "",
                " ",
                "a",
                "*",
                "\"1\"",
                "W/\"1\"",
                "\"",
                "1",
                "\u00e4\u00ff",
                "a,b",
                "application/json",
                "text/*;q=x",
                "*/*;q=9",
                ";",
                "/",
                "Bearer",
                "Basic =",
                "x".repeat(4_000),
                "handling=lenient",
                "application/json;charset=",
                "a/b;c=\"");
        var names = List.of(
                "If-Match",
                "If-None-Match",
                "Idempotency-Key",
                "Prefer",
                "Accept",
                "Accept-Encoding",
                "Accept-Language",
                "Content-Type",
                "Authorization",
                "Range",
                "Origin",
                "Cookie",
                "X-Forwarded-For",
                "Content-Encoding");
        for (var name : names) {
            for (var value : values) {
                sends(
                        "%s: %s".formatted(name, value),
                        () -> admin.unchecked().with(name, value).patch(INCIDENTS + "/2", "{\"title\": \"b\"}"));
                sends(
                        "GET with %s: %s".formatted(name, value),
                        () -> admin.unchecked().with(name, value).get(INCIDENTS));
            }
        }
        assertNoFailures();
    }
}
