package blotter.app.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blotter.platform.mail.Mail;
import blotter.platform.mail.Outbox;
import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SmtpOutboxTest {
    private record Smtp(
            Optional<String> host,
            OptionalInt port,
            Optional<String> user,
            Optional<String> password,
            Optional<String> from,
            Optional<String> security)
            implements Settings.Smtp {}

    private static Smtp smtp(String host, int port, String from, String security) {
        return new Smtp(
                Optional.of(host).filter(each -> !each.isEmpty()),
                OptionalInt.of(port),
                Optional.empty(),
                Optional.empty(),
                Optional.of(from).filter(each -> !each.isEmpty()),
                Optional.of(security));
    }

    /// Serves one SMTP client, and records its lines.
    private static List<String> receive(ServerSocket server) {
        try (var socket = server.accept();
                var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            var out = socket.getOutputStream();
            var lines = new ArrayList<String>();
            out.write("220 here\r\n".getBytes(StandardCharsets.US_ASCII));
            boolean data = false;
            for (var line = in.readLine(); line != null && !line.equals("QUIT"); line = in.readLine()) {
                lines.add(line);
                boolean ended = data && line.equals(".");
                if (data && !ended) {
                    continue;
                }
                data = line.equals("DATA");
                out.write((data ? "354 go\r\n" : "250 ok\r\n").getBytes(StandardCharsets.US_ASCII));
                out.flush();
                if (ended) {
                    break;
                }
            }
            return lines;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void deliversMail() throws Exception {
        var vertx = Vertx.vertx();
        try (var server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            var received = CompletableFuture.supplyAsync(() -> receive(server));
            SmtpOutbox.of(vertx, smtp("127.0.0.1", server.getLocalPort(), "blotter@northwind.example", "none"))
                    .send(new Mail(
                            "mara@northwind.example",
                            "Hello\r\nBcc: everyone@example.com",
                            "Choose:\nhttps://x/link/y\n"));
            var lines = received.get(20, TimeUnit.SECONDS);
            assertThat(lines)
                    .contains(
                            "MAIL FROM:<blotter@northwind.example>",
                            "RCPT TO:<mara@northwind.example>",
                            "https://x/link/y")
                    .noneMatch(line -> line.startsWith("Bcc:"));
        } finally {
            vertx.close();
        }
    }

    @Test
    void sendsNothingWithoutAHost() {
        assertThat(SmtpOutbox.of(Vertx.vertx(), smtp("", 25, "", "none"))).isSameAs(Outbox.NONE);
    }

    @Test
    void reportsMissingAndInvalidSettings() {
        assertThatThrownBy(() -> SmtpOutbox.of(Vertx.vertx(), smtp("mail.example", 25, "", "tls")))
                .hasMessageContaining("BLOTTER_SMTP_FROM: not set");
        assertThatThrownBy(() -> SmtpOutbox.of(Vertx.vertx(), smtp("mail.example", 25, "a@b", "ssl")))
                .hasMessageContaining("BLOTTER_SMTP_SECURITY: ssl (expected: starttls, tls or none)");
    }
}
