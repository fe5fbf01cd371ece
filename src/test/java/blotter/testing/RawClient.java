package blotter.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Sends raw requests, for input that no HTTP client would send.
public final class RawClient {
    private static final int PATIENCE_MILLIS = 30_000;

    private final String host;
    private final int port;

    RawClient(String host, int port) {
        this.host = host;
        this.port = port;
    }

    /// A response.
    public record Answer(int status, Map<String, String> headers, String body) {}

    /// Sends head and body. Adds `Connection: close`, `Host` if missing, and the empty line.
    public Answer send(String head, byte[] body) {
        var named = head.contains("\nHost:") ? "" : "\r\nHost: localhost";
        var text = head.strip() + named + "\r\nConnection: close\r\n\r\n";
        return exchange(text.getBytes(StandardCharsets.ISO_8859_1), body);
    }

    /// Sends a request without a body.
    public Answer send(String head) {
        return send(head, new byte[0]);
    }

    private Answer exchange(byte[] head, byte[] body) {
        try (var socket = new Socket(host, port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            var out = socket.getOutputStream();
            out.write(head);
            try {
                out.write(body);
                out.flush();
            } catch (IOException e) {
                // The server may respond and close before it has read everything.
            }
            return parse(read(socket));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Socket socket) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try {
            socket.getInputStream().transferTo(bytes);
        } catch (java.net.SocketException e) {
            // Reset after the response.
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static Answer parse(String text) {
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            throw new AssertionError("no HTTP answer: " + text);
        }
        List<String> lines = new ArrayList<>(text.substring(0, end).lines().toList());
        var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        for (var line : lines.subList(1, lines.size())) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return new Answer(Integer.parseInt(lines.getFirst().split(" ", 3)[1]), headers, text.substring(end + 4));
    }
}
