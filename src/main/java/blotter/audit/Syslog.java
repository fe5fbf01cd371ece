package blotter.audit;

import blotter.audit.Forwarding.Event;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/// Sends events to a syslog server (RFC 5424), over TCP with their lengths in front (RFC 6587, section 3.4.1) or over
/// UDP (RFC 5426), where nobody knows whether they arrive.
public final class Syslog implements Forwarding.Receiver {
    private static final int PATIENCE_MILLIS = 5_000;
    private static final int ANSWER_MILLIS = 500;
    // Facility 13, log audit; severity 6, informational, and 4, warning.
    private static final int INFORMATION = 13 * 8 + 6;
    private static final int WARNING = 13 * 8 + 4;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'")
            .withZone(ZoneOffset.UTC)
            .withLocale(Locale.ROOT);

    private final boolean tcp;
    private final String host;
    private final int port;

    private Syslog(boolean tcp, String host, int port) {
        this.tcp = tcp;
        this.host = host;
        this.port = port;
    }

    /// Reads an address like `tcp://siem.example:601`. Throws IllegalArgumentException that names it.
    public static Syslog at(String address) {
        var fault = new IllegalArgumentException(address + " (expected: tcp://host:601 or udp://host:514)");
        try {
            var uri = URI.create(address);
            var scheme = uri.getScheme();
            if (!("tcp".equals(scheme) || "udp".equals(scheme)) || uri.getHost() == null || uri.getPort() < 1) {
                throw fault;
            }
            return new Syslog(scheme.equals("tcp"), uri.getHost(), uri.getPort());
        } catch (IllegalArgumentException e) {
            throw fault;
        }
    }

    @Override
    public void receive(List<Event> events) throws IOException {
        if (tcp) {
            sendTcp(events);
        } else {
            sendUdp(events);
        }
    }

    private void sendTcp(List<Event> events) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), PATIENCE_MILLIS);
            socket.setSoTimeout(ANSWER_MILLIS);
            var bytes = new ByteArrayOutputStream();
            for (var event : events) {
                var message = message(event);
                bytes.writeBytes("%d ".formatted(message.length).getBytes(StandardCharsets.US_ASCII));
                bytes.writeBytes(message);
            }
            socket.getOutputStream().write(bytes.toByteArray());
            socket.getOutputStream().flush();
            // Only who has read to the end says so by closing: what a broken connection lost is sent again.
            socket.shutdownOutput();
            try {
                socket.getInputStream().readAllBytes();
            } catch (java.net.SocketTimeoutException e) {
                // A server that keeps its side open has all the same got what TCP has acknowledged.
            }
        }
    }

    private void sendUdp(List<Event> events) throws IOException {
        try (var socket = new DatagramSocket()) {
            var to = InetAddress.getByName(host);
            for (var event : events) {
                var message = message(event);
                socket.send(new DatagramPacket(message, message.length, to, port));
            }
        }
    }

    private static byte[] message(Event event) {
        return "<%d>1 %s - blotter %d %s - %s"
                .formatted(
                        event.failure() ? WARNING : INFORMATION,
                        TIME.format(event.at()),
                        ProcessHandle.current().pid(),
                        event.action(),
                        event.json())
                .getBytes(StandardCharsets.US_ASCII);
    }
}
