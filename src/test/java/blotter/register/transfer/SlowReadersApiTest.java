package blotter.register.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import blotter.platform.access.Role;
import blotter.testing.ApiClient;
import blotter.testing.ApiTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Clients that read an export slowly or disconnect, on a server with short timeouts.
@QuarkusTest
@TestProfile(SlowReadersApiTest.LittlePatience.class)
class SlowReadersApiTest extends ApiTest {
    private static final String EXPORT = INCIDENTS + "/export?format=jsonl";
    private static final String END = "\r\n0\r\n\r\n";

    /// The settings.
    public static final class LittlePatience implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("blotter.limits.body-seconds", "2");
        }
    }

    @TestHTTPResource("/")
    URI server;

    private final List<LogRecord> logged = new CopyOnWriteArrayList<>();
    private final Handler log = new Handler() {
        @Override
        public void publish(LogRecord record) {
            logged.add(record);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        Logger.getLogger("").addHandler(log);
    }

    @AfterEach
    void stopListening() {
        Logger.getLogger("").removeHandler(log);
    }

    /// More than the socket buffers of both sides hold.
    private void fill(ApiClient into) {
        var incident = "{\"title\": \"a\", \"description\": \"%s\"}".formatted("x".repeat(100_000));
        var body = "{\"incidents\": [%s]}".formatted(String.join(",", java.util.Collections.nCopies(40, incident)));
        for (int i = 0; i < 5; i++) {
            into.with("Prefer", "return=minimal")
                    .post(INCIDENTS + "/batch", body)
                    .expect(201);
        }
    }

    /// Requests an export without reading it.
    private Socket requested(ApiClient as) throws IOException {
        var socket = new Socket();
        socket.setReceiveBufferSize(4 * 1024);
        socket.setSoTimeout(30_000);
        socket.connect(new InetSocketAddress(server.getHost(), server.getPort()));
        var head = "GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n%s\r\n".formatted(EXPORT, bearer(as));
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                .isEqualTo("HTTP/1.1 200");
        return socket;
    }

    private static String rest(Socket socket) {
        var bytes = new ByteArrayOutputStream();
        try {
            socket.getInputStream().transferTo(bytes);
        } catch (SocketException e) {
            // Disconnected.
        } catch (IOException e) {
            throw new AssertionError("the connection was not ended", e);
        }
        return bytes.toString(StandardCharsets.US_ASCII);
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; !condition.getAsBoolean(); i++) {
            assertThat(i).as("tenths of a second waited").isLessThan(200);
            Thread.sleep(100);
        }
    }

    private boolean says(String text) {
        return logged.stream().anyMatch(record -> record.getMessage().contains(text));
    }

    private boolean hasPlace(ApiClient client) {
        return client.unchecked()
                        .send("GET", INCIDENTS + "/export?severity=SEV-1", null, null)
                        .status()
                == 200;
    }

    @Test
    void slowReadersAreDisconnectedAndDoNotBlockOthers() throws Exception {
        fill(editor);
        var others = client(tenants.organization(), Role.VIEWER);
        var sockets = new ArrayList<Socket>();
        try {
            sockets.add(requested(viewer));
            sockets.add(requested(editor));
            var refused = admin.get(EXPORT).expect(503);
            assertThat(refused.header("Retry-After")).isEqualTo("10");
            assertThat(problem(refused)).isEqualTo(json("""
                    {"type": "/problems/unavailable", "title": "Unavailable", "status": 503,
                     "detail": "2 exports of this organization are running (expected: fewer at a time)"}"""));
            // Further requests do not accumulate.
            admin.get(EXPORT).expect(503);
            others.get(INCIDENTS + "/export").expect(200);
            await(() -> hasPlace(admin));
            for (var socket : sockets) {
                assertThat(rest(socket)).doesNotEndWith(END);
            }
            assertThat(says("since its client takes in less than")).isTrue();
        } finally {
            for (var socket : sockets) {
                socket.close();
            }
        }
    }

    @Test
    void aSteadyReaderGetsEverything() throws Exception {
        fill(editor);
        try (var socket = requested(viewer)) {
            // A pause that the reader makes up for.
            Thread.sleep(1_500);
            assertThat(rest(socket)).endsWith(END);
        }
    }

    @Test
    void aDisconnectLogsOneLine() throws Exception {
        fill(editor);
        logged.clear();
        for (int i = 0; i < 2; i++) {
            requested(viewer).close();
        }
        await(() -> hasPlace(admin));
        await(() -> hasPlace(editor));
        await(() -> logged.stream()
                        .filter(record -> record.getMessage().contains("the client left"))
                        .count()
                == 2);
        assertThat(logged).as("lines of the log").hasSize(2).allSatisfy(record -> {
            assertThat(record.getLevel().intValue()).isLessThanOrEqualTo(java.util.logging.Level.INFO.intValue());
            assertThat(record.getThrown()).isNull();
        });
    }

    @Test
    void aClientThatNeverReadsLosesItsPlace() throws Exception {
        for (int i = 0; i < 6; i++) {
            assertThat(viewer.unchecked().send("HEAD", EXPORT, null, null).status())
                    .isEqualTo(200);
            assertThat(admin.unchecked()
                            .send("HEAD", "/api/v1/audit-log/export", null, null)
                            .status())
                    .isEqualTo(200);
        }
        viewer.get(INCIDENTS + "/export").expect(200);
        admin.get("/api/v1/audit-log/export").expect(200);
    }
}
