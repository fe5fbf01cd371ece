package blotter.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import blotter.testing.ApiTest;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Slow clients of a server with short timeouts. Also covers trusted proxies and the request rate.
@QuarkusTest
@TestProfile(SlowClientsApiTest.LittlePatience.class)
class SlowClientsApiTest extends ApiTest {
    /// The settings.
    public static final class LittlePatience implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "quarkus.http.idle-timeout", "2S",
                    "blotter.limits.body-seconds", "1",
                    "blotter.limits.requests-per-minute", "40",
                    "blotter.trusted-proxies", "127.0.0.0/8, ::1");
        }
    }

    @io.quarkus.test.common.http.TestHTTPResource("/")
    URI server;

    private Socket connected() throws IOException {
        var socket = new Socket(server.getHost(), server.getPort());
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    private static String answer(Socket socket) {
        try {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (SocketException e) {
            return "";
        } catch (IOException e) {
            throw new AssertionError("the connection was not ended", e);
        }
    }

    @Test
    void clientsThatDoNotFinishTheHeadersAreDisconnected() throws IOException {
        try (var socket = connected()) {
            send(socket, "GET /api/v1/incidents HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");
            var begun = Instant.now();
            assertThat(answer(socket)).isEmpty();
            assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void slowBodiesGetATimeout() throws IOException {
        for (var head : List.of(
                "POST /api/v1/incidents HTTP/1.1\r\n" + bearer(editor) + "Content-Type: application/json\r\n",
                "POST /api/v1/oauth/token HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\n")) {
            try (var socket = connected()) {
                send(socket, head + "Host: localhost\r\nContent-Length: 1000\r\n\r\n");
                for (int i = 0; i < 8; i++) {
                    try {
                        send(socket, "a");
                    } catch (SocketException e) {
                        break;
                    }
                    pause();
                }
                assertThat(answer(socket)).startsWith("HTTP/1.1 408 ").contains("/problems/request-timeout");
            }
        }
    }

    @Test
    void slowAnonymousClientsOccupyNoWorker() throws IOException {
        var sockets = new ArrayList<Socket>();
        try {
            for (int i = 0; i < 60; i++) {
                var socket = connected();
                sockets.add(socket);
                send(
                        socket,
                        "POST /api/v1/oauth/token HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n"
                                + "Content-Type: application/x-www-form-urlencoded\r\n\r\ngrant");
            }
            var begun = Instant.now();
            viewer.get(INCIDENTS).expect(200);
            assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofMillis(900));
        } finally {
            for (var socket : sockets) {
                socket.close();
            }
        }
    }

    @Test
    void anonymousBodiesMustBeSmall() throws IOException {
        try (var socket = connected()) {
            send(
                    socket,
                    "POST /api/v1/oauth/token HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n"
                            + "Content-Type: application/x-www-form-urlencoded\r\n\r\n11170\r\n" + "a".repeat(70_000));
            assertThat(answer(socket)).startsWith("HTTP/1.1 413 ").contains("/problems/too-large");
        }
    }

    private static void pause() {
        try {
            Thread.sleep(250);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void theRequestRateIsLimitedPerCaller() {
        for (int i = 0; i < 40; i++) {
            viewer.get("/api/v1/users/me").expect(200);
        }
        var refused = viewer.get("/api/v1/users/me").expect(429);
        assertThat(refused.header("Retry-After")).matches("[1-2]");
        editor.get("/api/v1/users/me").expect(200);
        clock.advance(Duration.ofSeconds(2));
        viewer.get("/api/v1/users/me").expect(200);
    }

    @Test
    void forwardingHeadersAreTrustedFromTheProxyOnly() {
        var behind = editor.with("X-Forwarded-For", "203.0.113.9, 198.51.100.7").with("X-Forwarded-Proto", "https");
        assertThat(behind.get(INCIDENTS + "/export").expect(200).header("Strict-Transport-Security"))
                .isEqualTo("max-age=31536000; includeSubDomains");
        assertThat(admin.get("/api/v1/audit-log?action=exported")
                        .json()
                        .at("/results/0/address")
                        .textValue())
                .isEqualTo("198.51.100.7");
        var account = admin.post("/api/v1/service-accounts", """
                        {"name": "a", "roles": [], "ip_allowlist": ["203.0.113.9"]}""").expect(201).json();
        var form = Map.of(
                "grant_type", "client_credentials",
                "client_id", account.get("client_id").textValue(),
                "client_secret", account.get("client_secret").textValue());
        anyone.with("X-Forwarded-For", "203.0.113.9, 198.51.100.7")
                .form("/api/v1/oauth/token", form)
                .expect(401);
        anyone.with("X-Forwarded-For", "203.0.113.9")
                .form("/api/v1/oauth/token", form)
                .expect(200);
    }
}
