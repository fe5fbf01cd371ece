package blotter.people.audit;

import blotter.people.audit.Forwarding.Event;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/// Sends events to a syslog server (RFC 5424), over TCP with octet counting (RFC 6587, section 3.4.1) or over UDP
/// (RFC 5426), without confirmation. Syslog over TCP has no acknowledgement either, so this waits until the server
/// has read everything and closes the connection.
public final class Syslog implements Forwarding.Receiver {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    // Facility 13, log audit; severity 6, informational, and 4, warning.
    private static final int INFORMATION = 13 * 8 + 6;
    private static final int WARNING = 13 * 8 + 4;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'")
            .withZone(ZoneOffset.UTC)
            .withLocale(Locale.ROOT);

    private final boolean tcp;
    private final String host;
    private final int port;
    private final Duration timeout;

    private Syslog(boolean tcp, String host, int port, Duration timeout) {
        this.tcp = tcp;
        this.host = host;
        this.port = port;
        this.timeout = timeout;
    }

    /// @param address like `tcp://siem.example:601`
    public static Syslog at(String address) {
        return at(address, TIMEOUT);
    }

    /// @param timeout for connecting, and for the server to close the connection
    static Syslog at(String address, Duration timeout) {
        var fault = new IllegalArgumentException(address + " (expected: tcp://host:601 or udp://host:514)");
        try {
            var uri = URI.create(address);
            var scheme = uri.getScheme();
            if (!("tcp".equals(scheme) || "udp".equals(scheme)) || uri.getHost() == null || uri.getPort() < 1) {
                throw fault;
            }
            return new Syslog(scheme.equals("tcp"), uri.getHost(), uri.getPort(), timeout);
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
            int millis = Math.toIntExact(timeout.toMillis());
            socket.connect(new InetSocketAddress(host, port), millis);
            socket.setSoTimeout(millis);
            var bytes = new ByteArrayOutputStream();
            for (var event : events) {
                var message = message(event);
                bytes.writeBytes("%d ".formatted(message.length).getBytes(StandardCharsets.US_ASCII));
                bytes.writeBytes(message);
            }
            socket.getOutputStream().write(bytes.toByteArray());
            socket.getOutputStream().flush();
            socket.shutdownOutput();
            try {
                // A successful write only means that the data is in a local buffer.
                socket.getInputStream().readAllBytes();
            } catch (java.net.SocketTimeoutException e) {
                throw new IOException(
                        "syslog server %s:%d has not closed the connection within %d s (expected: once it has read all)"
                                .formatted(host, port, timeout.toSeconds()),
                        e);
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
