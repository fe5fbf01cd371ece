package blotter.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// Checks responses, and the requests that the server accepts, against `api/openapi.yaml`.
///
/// Checks throw an [AssertionError] with the operation, the status, and for each fault the JSON Pointer and the
/// expectation. Only paths under `/api` are checked.
public final class OpenApiContract {
    /// @param path the template below `/api`, like `/v1/incidents/{id}`
    /// @param permission like `incidents:write`, or `any` for any signed-in caller, or `public`
    public record Operation(String method, String path, String operationId, String permission) {}

    /// A path of the contract, with a pattern for requests.
    private record Address(String template, Pattern pattern, List<String> names, JsonNode item) {
        private static final Pattern NAME = Pattern.compile("\\{([^}]+)}");

        Address(String template, JsonNode item) {
            this(
                    template,
                    Pattern.compile(NAME.matcher(template.replace(".", "\\.")).replaceAll("([^/]+)")),
                    NAME.matcher(template).results().map(name -> name.group(1)).toList(),
                    item);
        }
    }

    private static final String BASE = "/api";
    private static final Set<String> METHODS =
            Set.of("get", "put", "post", "delete", "options", "head", "patch", "trace");
    private static final int MOST_FAULTS = 20;
    private static final int MOST_SHOWN = 4_000;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final YAMLMapper YAML = new YAMLMapper(YAMLFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build());

    private static final class Holder {
        static final OpenApiContract CONTRACT = new OpenApiContract(text());
    }

    private final JsonNode document;
    private final Schemas schemas;
    private final List<Address> addresses;

    OpenApiContract(String yaml) {
        this.document = YAML.readTree(yaml);
        this.schemas = new Schemas(document);
        // Literal segments take precedence over templates: /incidents/sources before /incidents/{id}.
        this.addresses = document.required("paths").properties().stream()
                .map(path -> new Address(path.getKey(), path.getValue()))
                .sorted(Comparator.comparing(address -> address.template().replace('{', '~')))
                .toList();
    }

    /// The contract, read once.
    public static OpenApiContract contract() {
        return Holder.CONTRACT;
    }

    /// The file on the server's class path.
    public static String text() {
        try (var file = Objects.requireNonNull(
                OpenApiContract.class.getResourceAsStream("/openapi.yaml"), "no /openapi.yaml on the class path")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// All operations, in the file's order.
    public List<Operation> operations() {
        var operations = new ArrayList<Operation>();
        for (var path : document.required("paths").properties()) {
            for (var operation : path.getValue().properties()) {
                if (METHODS.contains(operation.getKey())) {
                    operations.add(new Operation(
                            operation.getKey().toUpperCase(Locale.ROOT),
                            path.getKey(),
                            operation.getValue().path("operationId").asString(""),
                            operation.getValue().path("x-permission").asString("")));
                }
            }
        }
        return List.copyOf(operations);
    }

    JsonNode document() {
        return document;
    }

    Schemas schemas() {
        return schemas;
    }

    /// Checks that the contract declares the response's operation, status, media type, body and required headers.
    /// Undeclared operations may only return the problems 404 and 405.
    ///
    /// @param path as requested, with `/api`; a query is ignored
    /// @param headers of the response, in any case
    public void checkAnswer(
            String method,
            String path,
            int status,
            @Nullable String contentType,
            Map<String, List<String>> headers,
            @Nullable String body) {
        if (!isJudged(path)) {
            return;
        }
        var address = address(path);
        var operation = operation(address, method);
        var name = name(method, path, address, operation) + " answered " + status;
        var response = operation == null ? strangerResponse(status) : declaredResponse(operation, status);
        if (response == null) {
            throw refused(
                    name,
                    List.of(
                            operation == null
                                    ? "it is not in the file (expected: 404 or 405)"
                                    : "the status is not declared"),
                    body);
        }
        var faults = new ArrayList<String>();
        checkHeaders(response, headers, faults);
        boolean hasBody = body != null && !body.isEmpty();
        if (method.equals("HEAD") || !response.has("content")) {
            if (hasBody) {
                faults.add("it has a body (expected: none)");
            }
        } else {
            checkBody(response.required("content"), contentType, hasBody ? body : null, faults);
        }
        if (!faults.isEmpty()) {
            throw refused(name, faults, body);
        }
    }

    /// Checks the data of a server-sent event.
    public void checkEvent(String data) {
        var faults = schemas.faults(document.requiredAt("/components/schemas/Event"), JSON.readTree(data));
        if (!faults.isEmpty()) {
            throw refused("the event", faults, data);
        }
    }

    /// Checks that the contract declares the operation, query and body of an accepted request.
    ///
    /// @param path as requested, with `/api` and query
    public void checkRequest(String method, String path, @Nullable String contentType, @Nullable String body) {
        if (!isJudged(path)) {
            return;
        }
        var address = address(path);
        var operation = operation(address, method);
        var name = "the request " + name(method, path, address, operation);
        if (address == null || operation == null) {
            throw refused(name, List.of("it is not in the file"), body);
        }
        var faults = new ArrayList<String>();
        checkParameters(path, address, operation, faults);
        boolean hasBody = body != null && !body.isEmpty();
        if (operation.has("requestBody")
                && (hasBody || operation.at("/requestBody/required").asBoolean(false))) {
            checkBody(
                    deref(operation.required("requestBody")).required("content"),
                    contentType,
                    hasBody ? body : null,
                    faults);
        } else if (hasBody) {
            faults.add("it has a body (expected: none)");
        }
        if (!faults.isEmpty()) {
            throw refused(name, faults, body);
        }
    }

    /// Resolves a reference.
    JsonNode deref(JsonNode node) {
        var reference = node.path("$ref");
        return reference.isString()
                ? deref(document.requiredAt(reference.stringValue().substring(1)))
                : node;
    }

    private static boolean isJudged(String path) {
        return path.equals(BASE) || path.startsWith(BASE + "/");
    }

    private @Nullable Address address(String path) {
        var below = withoutQuery(path).substring(BASE.length());
        return addresses.stream()
                .filter(address -> address.pattern().matcher(below).matches())
                .findFirst()
                .orElse(null);
    }

    private static @Nullable JsonNode operation(@Nullable Address address, String method) {
        if (address == null) {
            return null;
        }
        var lower = method.toLowerCase(Locale.ROOT);
        // HEAD is implied by GET.
        return address.item().get(lower.equals("head") ? "get" : lower);
    }

    private @Nullable JsonNode declaredResponse(JsonNode operation, int status) {
        var responses = operation.required("responses");
        var response = responses.get(String.valueOf(status));
        response = response == null ? responses.get("default") : response;
        return response == null ? null : deref(response);
    }

    private @Nullable JsonNode strangerResponse(int status) {
        return switch (status) {
            case 404 -> document.requiredAt("/components/responses/NotFound");
            case 405 -> document.requiredAt("/components/responses/MethodNotAllowed");
            default -> null;
        };
    }

    private void checkHeaders(JsonNode response, Map<String, List<String>> headers, List<String> faults) {
        var given = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
        given.putAll(headers);
        for (var declared : response.path("headers").properties()) {
            var header = deref(declared.getValue());
            var values = given.getOrDefault(declared.getKey(), List.of());
            if (values.isEmpty() && header.path("required").asBoolean(false)) {
                faults.add("the header %s is missing".formatted(declared.getKey()));
            }
            for (var value : values) {
                for (var fault : schemas.faults(header.required("schema"), scalar(header.required("schema"), value))) {
                    faults.add("the header %s: %s: %s".formatted(declared.getKey(), value, fault));
                }
            }
        }
    }

    private void checkBody(JsonNode content, @Nullable String contentType, @Nullable String body, List<String> faults) {
        if (body == null) {
            faults.add("it has no body (expected: %s)".formatted(String.join(" or ", content.propertyNames())));
            return;
        }
        var type = contentType == null
                ? "none"
                : contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        var media = content.get(type);
        if (media == null) {
            faults.add("its media type is %s (expected: %s)"
                    .formatted(type, String.join(" or ", content.propertyNames())));
            return;
        }
        try {
            faults.addAll(schemas.faults(media.required("schema"), value(type, body)));
        } catch (JacksonException e) {
            faults.add("the body is not JSON: " + e.getOriginalMessage());
        }
    }

    private static JsonNode value(String mediaType, String body) {
        if (mediaType.equals("application/json") || mediaType.endsWith("+json")) {
            return JSON.readTree(body);
        }
        if (mediaType.equals("application/x-www-form-urlencoded")) {
            var form = JsonNodeFactory.instance.objectNode();
            parameters(body).forEach((name, values) -> form.put(name, String.join("\n", values)));
            return form;
        }
        return JsonNodeFactory.instance.stringNode(body);
    }

    private void checkParameters(String path, Address address, JsonNode operation, List<String> faults) {
        var declared = new LinkedHashMap<String, JsonNode>();
        for (var list : List.of(address.item().path("parameters"), operation.path("parameters"))) {
            for (var each : list) {
                var parameter = deref(each);
                declared.put(
                        parameter.required("in").asString() + " "
                                + parameter.required("name").asString(),
                        parameter);
            }
        }
        var matcher = address.pattern().matcher(withoutQuery(path).substring(BASE.length()));
        for (int i = 0; matcher.matches() && i < address.names().size(); i++) {
            var name = address.names().get(i);
            checkParameter(name, declared.get("path " + name), List.of(decoded(matcher.group(i + 1))), faults);
        }
        int query = path.indexOf('?');
        parameters(query < 0 ? "" : path.substring(query + 1))
                .forEach((name, values) -> checkParameter(name, declared.get("query " + name), values, faults));
    }

    private void checkParameter(String name, @Nullable JsonNode parameter, List<String> values, List<String> faults) {
        if (parameter == null) {
            faults.add("%s is not a parameter of this operation".formatted(name));
            return;
        }
        var schema = parameter.required("schema");
        JsonNode value;
        if (deref(schema).path("type").asString("").equals("array")) {
            var array = JsonNodeFactory.instance.arrayNode();
            values.forEach(array::add);
            value = array;
        } else {
            if (values.size() > 1) {
                faults.add("%s: given %d times (expected: once)".formatted(name, values.size()));
            }
            value = scalar(schema, values.getFirst());
        }
        schemas.faults(schema, value).forEach(fault -> faults.add(name + ": " + fault));
    }

    /// Converts a header or query parameter to the type in its schema.
    private JsonNode scalar(JsonNode schema, String text) {
        boolean number = deref(schema).path("type").asString("").equals("integer") && text.matches("-?[0-9]{1,18}");
        return number
                ? JsonNodeFactory.instance.numberNode(Long.parseLong(text))
                : JsonNodeFactory.instance.stringNode(text);
    }

    private static Map<String, List<String>> parameters(String encoded) {
        var parameters = new LinkedHashMap<String, List<String>>();
        for (var pair : encoded.split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                var name = decoded(equals < 0 ? pair : pair.substring(0, equals));
                var value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
                parameters.computeIfAbsent(name, absent -> new ArrayList<>()).add(value);
            }
        }
        return parameters;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static String withoutQuery(String path) {
        int query = path.indexOf('?');
        return query < 0 ? path : path.substring(0, query);
    }

    private static String name(String method, String path, @Nullable Address address, @Nullable JsonNode operation) {
        if (address == null || operation == null) {
            return method + " " + withoutQuery(path);
        }
        return "%s %s (%s)"
                .formatted(
                        method,
                        address.template(),
                        operation.path("operationId").asString(""));
    }

    private static AssertionError refused(String name, List<String> faults, @Nullable String body) {
        var some = faults.stream().limit(MOST_FAULTS).collect(Collectors.joining("\n  "));
        var more = faults.size() > MOST_FAULTS ? "%n  and %d more".formatted(faults.size() - MOST_FAULTS) : "";
        var text = body == null || body.isEmpty() ? "nothing" : body;
        var shown = text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + "…";
        return new AssertionError(
                "%s, which api/openapi.yaml does not allow:%n  %s%s%nThe body: %s".formatted(name, some, more, shown));
    }
}
