package blotter.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// Fuzzes every operation of the contract with inputs derived from it, and checks that none causes a 500. Includes
/// new operations automatically.
///
/// The seed is fixed, so that failures can be repeated. `-Dfuzz.rounds=2000 -Dfuzz.seed=7` runs longer with other
/// inputs.
@QuarkusTest
class OperationsFuzzApiTest extends ApiTest {
    private static final int ROUNDS = Integer.getInteger("fuzz.rounds", 12);
    private static final long SEED = Long.getLong("fuzz.seed", 20_260_212L);
    private static final int MOST_FAILURES = 20;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final OpenApiContract CONTRACT = OpenApiContract.contract();

    /// Texts for injection attacks.
    private static final List<String> INJECTIONS = List.of(
            "'",
            "''; drop table incident; --",
            "' or '1'='1",
            "1) or (1=1",
            "\\'; select pg_sleep(5); --",
            "$$; select 1; $$",
            ":org",
            ":v0 ?",
            "{1,2,\"}",
            "%_\\",
            "\"}, {\"id\": \"x\"",
            "\\u0022,\\u0022admin\\u0022:true",
            "${jndi:ldap://127.0.0.1/a}",
            "{{7*7}}${7*7}<%= 7*7 %>",
            "<script>alert(1)</script>",
            "../../../../etc/passwd",
            "a\r\nSet-Cookie: injected=1",
            "%s%n%x",
            "\u202e\u0000\ufeff",
            "ﬁ\u0301İ😀");

    private static final List<String> JUNK = List.of(
            "",
            " ",
            "0",
            "-1",
            "1",
            "INC-00001",
            "RSK-1",
            "none",
            "null",
            "true",
            "NaN",
            "1e999",
            "99999999999999999999",
            "2026-01-31",
            "0000-00-00",
            "9999-12-31T23:59:59.999999Z",
            "infinity",
            "0199b170-41d7-7aa9-8e21-7b3c5d9f0e64",
            "WyJpZCIsMSxudWxsLCIxIl0",
            "a".repeat(2_000),
            "\u0000",
            "\uffff",
            "%",
            "&",
            "=",
            "#",
            "New",
            "SEV-1",
            "Fraud");

    private final List<String> failures = new ArrayList<>();
    private final Random random = new Random(SEED);
    private List<String> ids = List.of();

    @BeforeEach
    void fill() {
        var tag = editor.post("/api/v1/tags", "{\"content\": \"a\"}")
                .expect(201)
                .json()
                .get("id")
                .textValue();
        opened("{\"title\": \"a\", \"tags\": [\"a\"]}");
        opened("{\"title\": \"b\"}");
        risk("{\"title\": \"a\"}");
        var account = admin.post("/api/v1/service-accounts", "{\"name\": \"a\", \"roles\": []}")
                .expect(201)
                .json()
                .get("id")
                .textValue();
        var batch = viewer.get("/api/v1/batches").json().at("/results/0/id").textValue();
        ids = List.of("1", "2", "INC-00001", "RSK-00001", tag, account, batch);
    }

    private static JsonNode operation(OpenApiContract.Operation operation) {
        return CONTRACT.document()
                .required("paths")
                .required(operation.path())
                .required(operation.method().toLowerCase(Locale.ROOT));
    }

    private List<JsonNode> parameters(OpenApiContract.Operation operation, String in) {
        var both = new ArrayList<JsonNode>();
        CONTRACT.document()
                .required("paths")
                .required(operation.path())
                .path("parameters")
                .forEach(both::add);
        operation(operation).path("parameters").forEach(both::add);
        return both.stream()
                .map(CONTRACT::deref)
                .filter(parameter -> parameter.required("in").stringValue().equals(in))
                .toList();
    }

    private <T> T any(List<T> some) {
        return some.get(random.nextInt(some.size()));
    }

    private static String encoded(String text) {
        return q(text).replace("+", "%20");
    }

    private String path(OpenApiContract.Operation operation, @Nullable String value) {
        var path = "/api" + operation.path();
        while (path.contains("{")) {
            var segment = value != null ? value : random.nextInt(3) == 0 ? any(JUNK) : any(ids);
            path = path.replaceFirst("\\{[^}]+}", encoded(segment).replace("$", "%24"));
        }
        return path;
    }

    private String query(OpenApiContract.Operation operation) {
        var parameters = parameters(operation, "query");
        var query = new StringBuilder("?");
        for (int i = random.nextInt(4); i > 0; i--) {
            var name = parameters.isEmpty() || random.nextInt(8) == 0
                    ? any(JUNK)
                    : any(parameters).required("name").stringValue();
            query.append(encoded(name)).append('=').append(encoded(text())).append('&');
        }
        return query.length() == 1 ? "" : query.substring(0, query.length() - 1);
    }

    private String text() {
        return switch (random.nextInt(4)) {
            case 0 -> any(INJECTIONS);
            case 1 -> any(ids);
            default -> any(JUNK);
        };
    }

    /// A value that roughly matches the schema.
    private String value(JsonNode given, int depth) {
        var schema = CONTRACT.deref(given);
        if (depth > 5 || random.nextInt(12) == 0) {
            return any(List.of("null", "0", "-1", "1.5", "true", "\"\"", "[]", "{}", "[null]", "{\"a\": 1}", "1e400"));
        }
        for (var several : List.of("oneOf", "anyOf")) {
            if (schema.has(several)) {
                return value(any(schema.required(several).valueStream().toList()), depth + 1);
            }
        }
        if (schema.has("enum") && random.nextInt(6) > 0) {
            return JSON.writeValueAsString(
                    any(schema.required("enum").valueStream().toList()));
        }
        if (schema.has("properties") || schema.has("allOf")) {
            return object(schema, depth);
        }
        var type = schema.path("type");
        var name = type.isArray() ? any(type.valueStream().toList()).stringValue() : type.asString("string");
        return switch (name) {
            case "array" -> {
                var elements = new ArrayList<String>();
                for (int i = random.nextInt(3); i >= 0; i--) {
                    elements.add(schema.has("items") ? value(schema.required("items"), depth + 1) : "1");
                }
                yield elements.toString();
            }
            case "integer", "number" -> any(List.of("0", "1", "-1", "2147483648", "9223372036854775808", "1.5"));
            case "boolean" -> any(List.of("true", "false"));
            case "null" -> "null";
            case "object" -> "{}";
            default -> JSON.writeValueAsString(text());
        };
    }

    private String object(JsonNode schema, int depth) {
        var names = new TreeSet<String>();
        var values = new ArrayList<String>();
        for (var each : properties(schema)) {
            if (random.nextInt(3) > 0 && names.add(each.name)) {
                values.add("\"%s\": %s".formatted(each.name, value(each.schema, depth + 1)));
            }
        }
        if (random.nextInt(10) == 0) {
            values.add(JSON.writeValueAsString(text()) + ": 1");
        }
        return "{" + String.join(", ", values) + "}";
    }

    private record Property(String name, JsonNode schema) {}

    private static List<Property> properties(JsonNode given) {
        var schema = CONTRACT.deref(given);
        var properties = new ArrayList<Property>();
        schema.path("properties")
                .properties()
                .forEach(each -> properties.add(new Property(each.getKey(), each.getValue())));
        schema.path("allOf").forEach(part -> properties.addAll(properties(part)));
        return properties;
    }

    /// A malformed body.
    private byte[] mutated(String body) {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        for (int i = random.nextInt(3); i >= 0 && bytes.length > 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return random.nextInt(4) == 0 ? java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)) : bytes;
    }

    private void send(OpenApiContract.Operation operation, String path, @Nullable String type, byte @Nullable [] body) {
        if (failures.size() >= MOST_FAILURES) {
            return;
        }
        var what = "%s %s as %s: %s"
                .formatted(
                        operation.method(), path, type, body == null ? "" : new String(body, StandardCharsets.UTF_8));
        // A stream would never end.
        var ending = operation.operationId().equals("listenToEvents")
                ? path + (path.contains("?") ? "&" : "?") + "follow=false"
                : path;
        try {
            var answer = admin.unchecked().send(operation.method(), ending, type, body);
            if (answer.status() >= 500) {
                failures.add("%d: %s%n  %s".formatted(answer.status(), what, answer.body()));
            }
            if (answer.headers()
                    .firstValue("Set-Cookie")
                    .filter("injected=1"::equals)
                    .isPresent()) {
                failures.add("a header was injected: " + what);
            }
            for (var word : Set.of("org.postgresql", "jdbi", "relation \"", "at blotter.", "\tat ")) {
                if (answer.status() >= 400 && answer.body().contains(word)) {
                    failures.add("the answer shows '%s': %s%n  %s".formatted(word, what, answer.body()));
                }
            }
        } catch (RuntimeException e) {
            failures.add("no answer: %s%n  %s".formatted(what, e));
        }
    }

    private void assertNoFailures() {
        assertThat(failures).isEmpty();
        // Without a valid caller, all requests would have been rejected early.
        admin.get("/api/v1/users/me").expect(200);
        admin.get(INCIDENTS).expect(200);
    }

    private static @Nullable JsonNode content(OpenApiContract.Operation operation) {
        var body = operation(operation).path("requestBody");
        return body.isMissingNode() ? null : CONTRACT.deref(body).required("content");
    }

    @Test
    void noInputMakesAnOperationFail() {
        for (var operation : CONTRACT.operations()) {
            var content = content(operation);
            for (int round = 0; round < ROUNDS; round++) {
                var path = path(operation, null) + query(operation);
                if (content == null) {
                    send(operation, path, null, null);
                    continue;
                }
                var media = any(content.properties().stream().toList());
                var value = value(media.getValue().required("schema"), 0);
                var body = round % 3 == 0 ? mutated(value) : value.getBytes(StandardCharsets.UTF_8);
                send(operation, path, round % 11 == 0 ? any(JUNK.subList(5, 12)) : media.getKey(), body);
            }
        }
        assertNoFailures();
    }

    @Test
    void noFilterIsInjectable() {
        for (var operation : CONTRACT.operations()) {
            if (operation.method().equals("GET")) {
                for (var parameter : parameters(operation, "query")) {
                    for (var text : INJECTIONS) {
                        var query =
                                "?%s=%s".formatted(parameter.required("name").stringValue(), encoded(text));
                        send(operation, path(operation, "1") + query, null, null);
                    }
                }
                for (var text : INJECTIONS) {
                    if (operation.path().contains("{")) {
                        send(operation, path(operation, text), null, null);
                    }
                }
            }
        }
        assertNoFailures();
    }

    @Test
    void noFieldIsInjectable() {
        for (var operation : CONTRACT.operations()) {
            var content = content(operation);
            var json = content == null ? null : content.get("application/json");
            if (json == null) {
                continue;
            }
            for (var property : properties(json.required("schema"))) {
                for (var text : INJECTIONS) {
                    var name = JSON.writeValueAsString(property.name);
                    var value = JSON.writeValueAsString(text);
                    for (var form : List.of("{%s: %s}")) {
                        var body = form.formatted(name, value).getBytes(StandardCharsets.UTF_8);
                        send(operation, path(operation, "1"), "application/json", body);
                    }
                }
            }
        }
        assertNoFailures();
    }

    @Test
    void textsAreReturnedUnchanged() {
        for (var text : INJECTIONS) {
            if (text.indexOf('\u0000') >= 0) {
                continue;
            }
            var made = editor.post(
                            INCIDENTS,
                            "{\"title\": \"a\", \"description\": %s}".formatted(JSON.writeValueAsString(text)))
                    .expect(201)
                    .json();
            assertThat(made.get("description").textValue()).isEqualTo(text);
            var found = viewer.get(INCIDENTS + "?description_contains=" + encoded(text))
                    .expect(200)
                    .json();
            assertThat(found.get("results")).as(text).isNotEmpty();
        }
    }
}
