package blotter.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A small API client for tests. Immutable: [#as], [#with] and [#unchecked] return another client.
///
/// Checks every response, and every accepted request, against [OpenApiContract], unless it is [#unchecked]. Paths
/// are as in the request line: with `/api`, percent-encoded, with query.
public final class ApiClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CONTENT_TYPE = "Content-Type";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /// Shared, because each has its own threads. HTTP/1.1, so that no request has an Upgrade header.
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();

    private final String baseUrl;
    private final Map<String, String> headers;
    private final boolean checked;

    /// An anonymous client.
    ///
    /// @param baseUrl scheme, host and port, like `http://localhost:8081`; may end with a slash
    public ApiClient(String baseUrl) {
        this(baseUrl.replaceAll("/+$", ""), Map.of(), true);
    }

    private ApiClient(String baseUrl, Map<String, String> headers, boolean checked) {
        this.baseUrl = baseUrl;
        this.headers = headers;
        this.checked = checked;
    }

    /// A response.
    public record Answer(int status, HttpHeaders headers, String body) {
        /// The body as JSON.
        public JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (JsonProcessingException e) {
                throw new AssertionError("the answer %d is not JSON: %s".formatted(status, body), e);
            }
        }

        /// The first value of a header, or null.
        public @Nullable String header(String name) {
            return headers.firstValue(name).orElse(null);
        }

        /// Asserts the status, and shows the body if it is another.
        public Answer expect(int expected) {
            if (status != expected) {
                throw new AssertionError("expected status %d, got %d: %s".formatted(expected, status, body));
            }
            return this;
        }
    }

    /// The same client with an access token.
    public ApiClient as(String token) {
        return with("Authorization", "Bearer " + token);
    }

    /// The same client with a header in every request, which replaces one with the same name.
    public ApiClient with(String name, String value) {
        var more = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        more.putAll(headers);
        more.put(name, value);
        return new ApiClient(baseUrl, more, checked);
    }

    /// The header that every request has, or null.
    public @Nullable String header(String name) {
        return headers.get(name);
    }

    /// The same client without checks against the contract.
    public ApiClient unchecked() {
        return new ApiClient(baseUrl, headers, false);
    }

    public Answer get(String path) {
        return send("GET", path, null, null);
    }

    public Answer post(String path, String json) {
        return send("POST", path, "application/json", bytes(json));
    }

    /// A PATCH in which null means absent.
    public Answer patch(String path, String json) {
        return send("PATCH", path, "application/json", bytes(json));
    }

    /// A PATCH in which null clears (RFC 7396).
    public Answer mergePatch(String path, String json) {
        return send("PATCH", path, "application/merge-patch+json", bytes(json));
    }

    /// A PUT without a body.
    public Answer put(String path) {
        return send("PUT", path, null, null);
    }

    public Answer delete(String path) {
        return send("DELETE", path, null, null);
    }

    public Answer delete(String path, String json) {
        return send("DELETE", path, "application/json", bytes(json));
    }

    /// A POST of form fields.
    public Answer form(String path, Map<String, String> fields) {
        var form = fields.entrySet().stream()
                .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
        return send("POST", path, "application/x-www-form-urlencoded", bytes(form));
    }

    /// Gets an access token with the client credentials grant.
    public String token(String clientId, String secret) {
        var fields = new TreeMap<>(
                Map.of("grant_type", "client_credentials", "client_id", clientId, "client_secret", secret));
        return form("/api/v1/oauth/token", fields)
                .expect(200)
                .json()
                .required("access_token")
                .textValue();
    }

    /// Sends any request.
    ///
    /// @param contentType ignored if set by [#with]
    public Answer send(String method, String path, @Nullable String contentType, byte @Nullable [] body) {
        var publisher = body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body);
        var request = HttpRequest.newBuilder(URI.create(baseUrl + path))
                .method(method, publisher)
                .timeout(PATIENCE);
        if (contentType != null) {
            request.setHeader(CONTENT_TYPE, contentType);
        }
        headers.forEach(request::setHeader);
        var answer = exchange(request.build());
        if (checked) {
            check(method, path, headers.getOrDefault(CONTENT_TYPE, contentType), body, answer);
        }
        return answer;
    }

    /// Listens to events until closed.
    ///
    /// @param query as in the request line, with its question mark
    public EventStream listen(String query) {
        var request = HttpRequest.newBuilder(URI.create(baseUrl + "/api/v1/events" + query));
        headers.forEach(request::setHeader);
        return EventStream.of(HTTP, request.build());
    }

    private static void check(
            String method, String path, @Nullable String contentType, byte @Nullable [] body, Answer answer) {
        var contract = OpenApiContract.contract();
        contract.checkAnswer(
                method, path, answer.status, answer.header(CONTENT_TYPE), answer.headers.map(), answer.body);
        if (answer.status >= 200 && answer.status < 300) {
            contract.checkRequest(
                    method, path, contentType, body == null ? null : new String(body, StandardCharsets.UTF_8));
        }
    }

    private static Answer exchange(HttpRequest request) {
        try {
            var response = HTTP.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
            return new Answer(response.statusCode(), response.headers(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException("%s %s".formatted(request.method(), request.uri()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for an answer", e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
