package blotter.people.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import blotter.people.organization.OrganizationStore;
import blotter.platform.access.Origin;
import blotter.platform.access.Via;
import blotter.platform.database.Announcements;
import blotter.platform.database.Database;
import blotter.testing.PostgresExtension;
import blotter.testing.SmallDisk;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(PostgresExtension.class)
class ForwardingTest {
    private static final AtomicInteger NEXT = new AtomicInteger();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Database database;
    private final AuditLog log;
    private final Seals seals;
    private final int orgId;

    ForwardingTest(Database database) {
        this.database = database;
        this.log = new AuditLog(database, Clock.systemUTC());
        this.seals = new Seals(database, Clock.systemUTC());
        var organizations = new OrganizationStore(database, new Announcements(database));
        this.orgId = Objects.requireNonNull(database.jdbi()
                        .inTransaction(
                                handle -> organizations.create(handle, "told-" + NEXT.incrementAndGet(), "Told")))
                .id();
    }

    @BeforeEach
    void forwardExistingEntries() {
        seals.round(() -> true);
        Forwarding.toNobody(database).round();
    }

    private void record(Action action, String subject) {
        var origin = new Origin("192.0.2.7", Via.PAGE, "request-1");
        log.record(AuditEntry.of(orgId, null, origin, action).subject(subject).with("reason", "wrong password"));
    }

    private static JsonNode json(String text) throws IOException {
        return JSON.readTree(text);
    }

    @Test
    void eventsAreOcsf(@TempDir Path folder) throws IOException {
        record(Action.SIGN_IN_FAILED, "zoë@example.com");
        record(Action.ROLES_CHANGED, "somebody");
        record(Action.EXPORTED, "incidents");
        seals.round(() -> true);
        var file = folder.resolve("audit.jsonl");
        var forwarding = Forwarding.to(database, new EventFile(file));
        forwarding.round();
        forwarding.round();
        var lines = Files.readAllLines(file, StandardCharsets.US_ASCII);
        assertThat(lines).hasSize(3);
        var failed = json(lines.getFirst());
        assertThat(failed.get("class_uid").intValue()).isEqualTo(3002);
        assertThat(failed.get("type_uid").intValue()).isEqualTo(300201);
        assertThat(failed.get("status_id").intValue()).isEqualTo(2);
        assertThat(failed.at("/user/name").textValue()).isEqualTo("zoë@example.com");
        assertThat(failed.at("/src_endpoint/ip").textValue()).isEqualTo("192.0.2.7");
        assertThat(failed.at("/metadata/correlation_uid").textValue()).isEqualTo("request-1");
        assertThat(failed.at("/unmapped/details/reason").textValue()).isEqualTo("wrong password");
        assertThat(json(lines.get(1)).get("class_uid").intValue()).isEqualTo(3001);
        assertThat(json(lines.get(1)).at("/user/uid").textValue()).isEqualTo("somebody");
        assertThat(json(lines.getLast()).get("class_uid").intValue()).isEqualTo(6003);
        assertThat(json(lines.getLast()).at("/api/operation").textValue()).isEqualTo("exported");
    }

    @Test
    void undeliveredEventsAreSentAgain() {
        record(Action.EXPORTED, "incidents");
        seals.round(() -> true);
        var broken = Forwarding.to(database, events -> {
            throw new IOException("the server is away");
        });
        assertThatThrownBy(broken::round).hasMessage("the server is away");
        var received = new ArrayList<Forwarding.Event>();
        Forwarding.to(database, received::addAll).round();
        assertThat(received).hasSize(1);
    }

    @Test
    void aFullDiskNeitherLosesNorTruncatesEvents() throws IOException {
        var given = SmallDisk.of(12);
        assumeTrue(given.isPresent(), "this system lets nobody mount a small disk");
        try (var disk = given.get()) {
            var file = disk.folder().resolve("audit.jsonl");
            var forwarding = Forwarding.to(database, new EventFile(file));
            recordAndSeal(0, 5);
            forwarding.round();
            recordAndSeal(5, 65);
            assertThatThrownBy(forwarding::round)
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining("No space left on device");
            assertThat(subjects(file)).isEqualTo(numbers(5));
            recordAndSeal(65, 78);
            disk.resize(1024);
            forwarding.round();
            assertThat(subjects(file)).isEqualTo(numbers(78));
        }
    }

    @Test
    void aDeviceThatAcceptsNoDataIsAFailure() {
        assumeTrue(Files.exists(Path.of("/dev/full")), "this system has no /dev/full");
        recordAndSeal(0, 1);
        var forwarding = Forwarding.to(database, new EventFile(Path.of("/dev/full")));
        assertThatThrownBy(forwarding::round).hasMessageContaining("/dev/full");
    }

    @Test
    void aLineTruncatedByACrashIsTerminatedFirst(@TempDir Path folder) throws IOException {
        var file = folder.resolve("audit.jsonl");
        Files.writeString(file, "{\"whole\":1}\n{\"cut\":");
        recordAndSeal(0, 2);
        Forwarding.to(database, new EventFile(file)).round();
        var lines = Files.readAllLines(file, StandardCharsets.US_ASCII);
        assertThat(lines).hasSize(4).startsWith("{\"whole\":1}", "{\"cut\":");
        assertThat(json(lines.get(2)).at("/unmapped/subject").textValue()).isEqualTo("0");
        assertThat(json(lines.get(3)).at("/unmapped/subject").textValue()).isEqualTo("1");
    }

    @Test
    void aFileLockedByAnotherProcessIsNotWritten(@TempDir Path folder) throws IOException {
        var file = folder.resolve("audit.jsonl");
        recordAndSeal(0, 1);
        var forwarding = Forwarding.to(database, new EventFile(file));
        try (var other = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var lock = other.lock()) {
            assertThat(lock.isValid()).isTrue();
            assertThatThrownBy(forwarding::round).hasMessageContaining("is writing to it");
            assertThat(file).isEmptyFile();
        }
        forwarding.round();
        assertThat(subjects(file)).isEqualTo(numbers(1));
    }

    @Test
    void aRotatedFileIsCreatedAgain(@TempDir Path folder) throws IOException {
        var file = folder.resolve("audit.jsonl");
        var forwarding = Forwarding.to(database, new EventFile(file));
        recordAndSeal(0, 1);
        forwarding.round();
        Files.move(file, folder.resolve("audit.jsonl.1"));
        recordAndSeal(1, 2);
        forwarding.round();
        assertThat(subjects(folder.resolve("audit.jsonl.1"))).isEqualTo(List.of("0"));
        assertThat(subjects(file)).isEqualTo(List.of("1"));
    }

    /// The kernel acknowledges everything, but no program reads it.
    @Test
    void eventsThatASyslogServerDoesNotReadAreSentAgain() throws IOException {
        recordAndSeal(0, 1);
        try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            var address = "tcp://127.0.0.1:" + server.getLocalPort();
            var forwarding = Forwarding.to(database, Syslog.at(address, Duration.ofSeconds(1)));
            assertThatThrownBy(forwarding::round)
                    .hasMessage("syslog server 127.0.0.1:%d has not closed the connection within 1 s"
                                    .formatted(server.getLocalPort())
                            + " (expected: once it has read all)");
        }
        var received = new ArrayList<Forwarding.Event>();
        Forwarding.to(database, received::addAll).round();
        assertThat(received).hasSize(1);
    }

    private void recordAndSeal(int from, int to) {
        for (int i = from; i < to; i++) {
            record(Action.EXPORTED, Integer.toString(i));
        }
        seals.round(() -> true);
    }

    private static List<String> numbers(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).toList();
    }

    /// The subjects of the file's events, one per line.
    private static List<String> subjects(Path file) throws IOException {
        var subjects = new ArrayList<String>();
        for (var line : Files.readAllLines(file, StandardCharsets.US_ASCII)) {
            subjects.add(json(line).at("/unmapped/subject").textValue());
        }
        return subjects;
    }

    @Test
    void tcpMessagesUseOctetCounting() throws IOException {
        record(Action.SIGN_IN_FAILED, "a");
        record(Action.SIGN_IN, "b");
        seals.round(() -> true);
        try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            var received = CompletableFuture.supplyAsync(() -> {
                try (var socket = server.accept()) {
                    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            Forwarding.to(database, Syslog.at("tcp://127.0.0.1:" + server.getLocalPort()))
                    .round();
            var rest = received.join();
            var priorities = new ArrayList<String>();
            while (!rest.isEmpty()) {
                int space = rest.indexOf(' ');
                int length = Integer.parseInt(rest.substring(0, space));
                var message = rest.substring(space + 1, space + 1 + length);
                assertThat(message)
                        .matches(
                                "<\\d+>1 \\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z - blotter \\d+ \\w+ - \\{.*}");
                priorities.add(message.substring(0, message.indexOf('>') + 1));
                rest = rest.substring(space + 1 + length);
            }
            assertThat(priorities).isEqualTo(List.of("<108>", "<110>"));
        }
    }

    @Test
    void udpMessagesAreDatagrams() throws IOException {
        record(Action.SIGN_IN, "b");
        seals.round(() -> true);
        try (var server = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            server.setSoTimeout(5_000);
            Forwarding.to(database, Syslog.at("udp://127.0.0.1:" + server.getLocalPort()))
                    .round();
            var packet = new DatagramPacket(new byte[10_000], 10_000);
            server.receive(packet);
            assertThat(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.US_ASCII))
                    .startsWith("<110>1 ")
                    .contains(" sign_in - {");
        }
    }

    @Test
    void reportsAnInvalidAddress() {
        for (var bad : List.of("siem", "http://siem:1", "tcp://siem", "tcp://:1", "tcp://a b:1")) {
            assertThatThrownBy(() -> Syslog.at(bad)).hasMessage(bad + " (expected: tcp://host:601 or udp://host:514)");
        }
    }
}
