package blotter.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import blotter.testing.ApiTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
class HealthApiTest extends ApiTest {
    private static final int WORKERS = 32;

    @TestHTTPResource("/")
    URI server;

    @Test
    void readyWithADatabaseAndDiskSpace() {
        assertThat(raw().send("GET /q/health/live HTTP/1.1").body()).isEqualTo("{\"status\":\"UP\",\"checks\":[]}");
        for (var path : List.of("/q/health/ready", "/q/health")) {
            var answer = raw().send("GET " + path + " HTTP/1.1");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(json(answer.body())).isEqualTo(json("""
                    {"status": "UP",
                     "checks": [{"name": "database", "status": "UP"}, {"name": "disk", "status": "UP"}]}"""));
        }
        assertThat(raw().send("POST /q/health/ready HTTP/1.1").status()).isEqualTo(405);
    }

    @Test
    void healthRespondsWhileAllWorkersAreBusy() throws IOException {
        var sockets = new ArrayList<Socket>();
        try {
            for (int i = 0; i < WORKERS; i++) {
                sockets.add(sent("POST " + INCIDENTS + " HTTP/1.1\r\nHost: localhost\r\n" + bearer(editor)
                        + "Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"));
            }
            // Their bodies time out after 20 s; until then, other requests wait for a worker.
            try (var socket = sent("GET /q/health/ready HTTP/1.1\r\nHost: localhost\r\n\r\n")) {
                assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                        .isEqualTo("HTTP/1.1 200");
            }
        } finally {
            for (var socket : sockets) {
                socket.close();
            }
        }
    }

    private Socket sent(String text) throws IOException {
        var socket = new Socket(server.getHost(), server.getPort());
        socket.setSoTimeout(10_000);
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    @Test
    void anAlmostFullDiskIsReported() {
        long gib = 1L << 30;
        assertThat(Health.hasSpace(63L << 20, 100 * gib)).isFalse();
        assertThat(Health.hasSpace(65L << 20, 100 * gib)).isTrue();
        // On a small disk, a tenth is enough.
        assertThat(Health.hasSpace(9L << 20, 100L << 20)).isFalse();
        assertThat(Health.hasSpace(11L << 20, 100L << 20)).isTrue();
    }
}
