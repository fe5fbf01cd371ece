package blotter.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ApiClientTest {
    private static final String TOKENS = """
            {"access_token": "%s", "token_type": "Bearer", "expires_in": 900, "refresh_token": "r", "scope": "incidents:read"}""";

    private final HttpServer server;
    private final ApiClient client;

    ApiClientTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        client = new ApiClient(
                "http://localhost:%d/".formatted(server.getAddress().getPort()));
    }

    @BeforeEach
    void start() {
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void sendsTokenHeadersAndBodyUnchanged() {
        server.createContext("/echo", exchange -> {
            var headers = exchange.getRequestHeaders();
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            var seen = String.join(
                    " ",
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    headers.getFirst("Authorization"),
                    headers.getFirst("If-Match"),
                    headers.getFirst("Content-Type"),
                    body);
            answer(exchange, 200, "text/plain", seen);
        });

        var answer = client.as("t")
                .with("If-Match", "\"7\"")
                .mergePatch("/echo?a=%20", "{\"title\": \"Łódź\"}")
                .expect(200);

        assertThat(answer.body())
                .isEqualTo("PATCH /echo?a=%20 Bearer t \"7\" application/merge-patch+json {\"title\": \"Łódź\"}");
        assertThat(answer.header("content-type")).isEqualTo("text/plain");
    }

    @Test
    void getsATokenWithTheClientSecret() {
        server.createContext("/api/v1/oauth/token", exchange -> {
            exchange.getResponseHeaders().add("Cache-Control", "no-store");
            var form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            answer(exchange, 200, "application/json", TOKENS.formatted(form));
        });

        assertThat(client.token("sa", "p+q"))
                .isEqualTo("client_id=sa&client_secret=p%2Bq&grant_type=client_credentials");
    }

    @Test
    void checksResponsesAgainstTheContractUnlessUnchecked() {
        server.createContext(
                "/api/v1/incidents/sources",
                exchange -> answer(exchange, 200, "application/json", "{\"sources\": [{}]}"));

        assertThatThrownBy(() -> client.get("/api/v1/incidents/sources"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("GET /v1/incidents/sources (listIncidentSources) answered 200")
                .hasMessageContaining("/sources/0: ");
        assertThat(client.unchecked()
                        .get("/api/v1/incidents/sources")
                        .json()
                        .at("/sources")
                        .size())
                .isEqualTo(1);
    }

    @Test
    void checksAcceptedRequestsAgainstTheContract() {
        server.createContext(
                "/api/v1/incidents/sources",
                exchange -> answer(exchange, 200, "application/json", "{\"sources\": []}"));

        assertThatThrownBy(() -> client.get("/api/v1/incidents/sources?all=yes"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("all is not a parameter of this operation");
    }

    @Test
    void anUnexpectedStatusShowsTheBody() {
        server.createContext("/teapot", exchange -> answer(exchange, 418, "text/plain", "short and stout"));

        assertThatThrownBy(() -> client.form("/teapot", Map.of()).expect(200))
                .isInstanceOf(AssertionError.class)
                .hasMessage("expected status 200, got 418: short and stout");
    }

    private static void answer(HttpExchange exchange, int status, String contentType, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", contentType);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
