package blotter.bench;

import blotter.platform.database.StartupFailure;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// What is sent to a server to exhaust its memory. Each says what was answered: how often which status, and how often
/// the connection ended without one.
final class Attacks {
    /// Who changes incidents.
    static final String EDITOR = "editor";
    /// Who only reads.
    static final String VIEWER = "viewer";

    static final List<String> NAMES = List.of(
            "strangers",
            "strangers-many",
            "strangers-patch",
            "headers",
            "objects",
            "objects-32",
            "shapes-32",
            "lists-32",
            "lists-unread",
            "comments-32",
            "histories-32",
            "exports-32",
            "patch-texts",
            "filter-texts",
            "import-value",
            "import-texts");

    private static final int CONNECTIONS = 9_500;
    private static final int MOST_BODY = 4 << 20;
    private static final int HOLD_MILLIS = 3_000;
    private static final int PATIENCE_MILLIS = 60_000;

    private final int port;
    private final ServiceClient client;
    private final int incidents;
    private final int text;
    private final Map<String, String> tokens;

    Attacks(int port, ServiceClient client, int incidents, int text) {
        this.port = port;
        this.client = client;
        this.incidents = incidents;
        this.text = text;
        this.tokens = Map.of(EDITOR, client.token(EDITOR), VIEWER, client.token(VIEWER));
    }

    Map<String, Integer> run(String name) {
        return switch (name) {
            case "strangers" -> flood(CONNECTIONS, 1, unfinished("POST /api/v1/session", 65_000, 33_000));
            case "strangers-many" -> flood(CONNECTIONS, 8, unfinished("POST /api/v1/session", 65_000, 33_000));
            case "strangers-patch" -> flood(CONNECTIONS, 8, unfinished("PATCH /api/v1/incidents", MOST_BODY, 60_000));
            case "headers" -> flood(CONNECTIONS, 8, ascii("GET /api/v1/incidents?" + "a".repeat(60_000)));
            case "objects" -> objects(4);
            case "objects-32" -> objects(32);
            case "shapes-32" -> shapes();
            case "lists-32" -> many(32, VIEWER, "GET", "/api/v1/incidents?page_size=200", "");
            case "lists-unread" -> unread();
            case "comments-32" -> many(32, VIEWER, "GET", "/api/v1/incidents/1/comments", "");
            case "histories-32" -> many(32, VIEWER, "GET", "/api/v1/incidents/1/history?page_size=200", "");
            case "exports-32" -> many(32, VIEWER, "GET", "/api/v1/incidents/export?format=jsonl", "");
            case "patch-texts" -> patches("/api/v1/incidents", ids());
            case "filter-texts" -> patches("/api/v1/incidents?status=New&expected_total=" + incidents, "");
            case "import-value" -> importing("thehive", "[[" + "{},".repeat(12_000_000) + "{}]]");
            case "import-texts" -> importing("csv", rows());
            default -> throw new IllegalArgumentException(name);
        };
    }

    /// Whether somebody else gets an answer, within a minute.
    boolean othersAreServed() {
        long end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000L;
        while (System.nanoTime() < end) {
            try {
                client.json(VIEWER, "/api/v1/users/me");
                return true;
            } catch (StartupFailure e) {
                pause(500);
            }
        }
        return false;
    }

    private static byte[] unfinished(String request, int said, int sent) {
        return ascii("%s HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(request, said, "a".repeat(sent)));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /// Opens so many connections, sends the same on each, and holds them a while.
    ///
    /// @param addresses of how many hosts, of this machine all
    private Map<String, Integer> flood(int count, int addresses, byte[] bytes) {
        var sockets = new ArrayList<Socket>();
        int broken = 0;
        try {
            for (int i = 0; i < count; i++) {
                var socket = new Socket();
                try {
                    socket.bind(new InetSocketAddress(loopback(1 + i % addresses), 0));
                    socket.connect(new InetSocketAddress(loopback(1), port), 2_000);
                    socket.getOutputStream().write(bytes);
                    sockets.add(socket);
                } catch (IOException e) {
                    broken++;
                    closed(socket);
                }
            }
            pause(HOLD_MILLIS);
        } finally {
            sockets.forEach(Attacks::closed);
        }
        return Map.of("sent", sockets.size(), "cut off", broken);
    }

    private static InetAddress loopback(int last) throws IOException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
    }

    private static void closed(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone already.
        }
    }

    private Map<String, Integer> objects(int count) {
        return many(count, VIEWER, "POST", "/api/v1/views", filled("{\"query\":[", "{},", "{}]}"));
    }

    /// Asks for heavy answers one after the other, and reads none of them.
    private Map<String, Integer> unread() {
        var sockets = new ArrayList<Socket>();
        var request = ascii(
                "GET /api/v1/incidents?page_size=200 HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer %s\r\n\r\n"
                        .formatted(tokens.get(VIEWER)));
        try {
            for (int i = 0; i < 40; i++) {
                var socket = new Socket();
                sockets.add(socket);
                socket.setReceiveBufferSize(4_096);
                socket.connect(new InetSocketAddress(loopback(1), port), 2_000);
                socket.getOutputStream().write(request);
                pause(300);
            }
            pause(HOLD_MILLIS);
        } catch (IOException e) {
            return Map.of("sent", sockets.size(), "refused", 1);
        } finally {
            sockets.forEach(Attacks::closed);
        }
        return Map.of("sent", sockets.size());
    }

    /// Bodies whose trees are large in other ways.
    private Map<String, Integer> shapes() {
        var shapes = List.of(
                filled("{\"query\":[", "[],", "[]]}"),
                filled("{\"query\":[", "{\"\":1},", "1]}"),
                filled("{\"query\":[", "12345678901,", "1]}"),
                filled("{\"query\":[", "\"a\",", "1]}"),
                filled("{\"name\":\"", "a", "\"}"),
                filled("{\"name\":\"", "\u20ac", "\"}"),
                IntStream.range(0, 300_000)
                        .mapToObj(i -> "\"%x\":1".formatted(i))
                        .collect(Collectors.joining(",", "{", "}")));
        return together(32, i -> () -> send(VIEWER, "POST", "/api/v1/views", utf8(shapes.get(i % shapes.size()))));
    }

    private static String filled(String start, String part, String end) {
        int bytes = part.getBytes(StandardCharsets.UTF_8).length;
        return start + part.repeat((MOST_BODY - start.length() - end.length()) / bytes) + end;
    }

    /// Patches that put the longest texts into all incidents, several at once, and take them back.
    private Map<String, Integer> patches(String target, String ids) {
        var all = new TreeMap<String, Integer>();
        for (var letter : List.of("x", "y")) {
            var body = "{%s\"description\": \"%s\", \"severity_reasoning\": \"%s\"}"
                    .formatted(ids, letter.repeat(text), letter.repeat(text));
            many(4, EDITOR, "PATCH", target, body).forEach((status, times) -> all.merge(status, times, Integer::sum));
        }
        return all;
    }

    private String ids() {
        return IntStream.rangeClosed(1, incidents)
                .mapToObj(i -> "\"%d\"".formatted(i))
                .collect(Collectors.joining(",", "\"ids\": [", "], "));
    }

    private Map<String, Integer> importing(String format, String file) {
        return many(8, EDITOR, "POST", "/api/v1/incidents/import?dry_run=true&format=" + format, file);
    }

    private String rows() {
        var row = "a,%s,%s\n".formatted("z".repeat(text), "z".repeat(text));
        return "title,description,severity_reasoning\n" + row.repeat((48 << 20) / row.length());
    }

    private Map<String, Integer> many(int count, String who, String method, String target, String body) {
        var bytes = utf8(body);
        return together(count, i -> () -> send(who, method, target, bytes));
    }

    @FunctionalInterface
    private interface Attacker {
        Callable<String> number(int i);
    }

    private static Map<String, Integer> together(int count, Attacker attacker) {
        var answers = new TreeMap<String, Integer>();
        try (var threads = Executors.newFixedThreadPool(count)) {
            var all = IntStream.range(0, count).mapToObj(attacker::number).toList();
            for (var each : threads.invokeAll(all)) {
                answers.merge(each.get(), 1, Integer::sum);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
        return answers;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// One request; what its answer's status was.
    private String send(String who, String method, String target, byte[] body) {
        var type = target.endsWith("csv") ? "text/csv" : "application/json";
        var head = "%s %s HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nAuthorization: Bearer %s\r\n"
                        .formatted(method, target, tokens.get(who))
                + (body.length == 0
                        ? "\r\n"
                        : "Content-Type: %s\r\nContent-Length: %d\r\n\r\n".formatted(type, body.length));
        try (var socket = new Socket(loopback(1), port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            try {
                socket.getOutputStream().write(ascii(head));
                socket.getOutputStream().write(body);
            } catch (IOException e) {
                // The server may answer, and close, before it has read it all.
            }
            var line = new byte[12];
            var in = socket.getInputStream();
            if (in.readNBytes(line, 0, line.length) < line.length) {
                return "broken off";
            }
            in.transferTo(OutputStream.nullOutputStream());
            return new String(line, 9, 3, StandardCharsets.US_ASCII);
        } catch (IOException e) {
            return "broken off";
        }
    }

    private static void pause(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
