package blotter.platform.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import blotter.platform.database.Database;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Kills a writing server, and checks that all acknowledged rows survive.
class CrashTest {
    private static final int ROUNDS = 3;
    private static final Duration LIMIT = Duration.ofSeconds(5);

    @TempDir
    Path folder;

    enum Victim {
        BLOTTER,
        POSTGRESQL,
        BOTH
    }

    @ParameterizedTest
    @EnumSource
    void acknowledgedCommitsSurviveAKillOf(Victim victim) throws Exception {
        var acknowledged = new HashSet<Long>();
        for (int round = 1; round <= ROUNDS; round++) {
            acknowledged.addAll(writeAndKill(victim));
            long start = System.nanoTime();
            try (var postgres = EmbeddedPostgres.start(folder, "the test");
                    var database = Database.open(postgres.settings(1))) {
                var took = Duration.ofNanos(System.nanoTime() - start);
                System.out.printf(
                        "after the kill of %s: ready in %d ms, %d rows acknowledged%n",
                        victim, took.toMillis(), acknowledged.size());
                assertThat(written(database)).containsAll(acknowledged);
                assertThat(took).isLessThan(LIMIT);
                if (victim == Victim.BOTH) {
                    assertThat(postgres.startDetails().recovered()).isTrue();
                }
            }
        }
    }

    private Set<Long> writeAndKill(Victim victim) throws IOException, InterruptedException {
        var server = start();
        try {
            var lines = new ConcurrentLinkedQueue<String>();
            var reader = Thread.ofPlatform().start(() -> read(server, lines));
            awaitLines(lines, 200);
            var postmaster = ProcessHandle.of(
                            PostmasterFile.read(folder.toRealPath().resolve("postgresql"))
                                    .orElseThrow()
                                    .pid())
                    .orElseThrow();
            switch (victim) {
                case BLOTTER -> server.destroyForcibly();
                case BOTH -> {
                    postmaster.destroyForcibly();
                    server.destroyForcibly();
                }
                case POSTGRESQL -> {
                    postmaster.destroyForcibly();
                    // Blotter restarts it and continues to write.
                    postmaster.onExit().join();
                    awaitLines(lines, lines.size() + 200);
                    server.destroyForcibly();
                }
            }
            server.waitFor();
            reader.join();
            var numbers = new HashSet<Long>();
            for (var line : lines) {
                if (line.matches("\\d+")) {
                    numbers.add(Long.parseLong(line));
                }
            }
            return numbers;
        } finally {
            server.destroyForcibly();
        }
    }

    private Process start() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        WritingServer.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    // Ignores an incomplete last line, which the kill may have cut off.
    private static void read(Process server, ConcurrentLinkedQueue<String> into) {
        var line = new StringBuilder();
        try (var output = server.inputReader(StandardCharsets.US_ASCII)) {
            for (int c = output.read(); c >= 0; c = output.read()) {
                if (c == '\n') {
                    into.add(line.toString());
                    line.setLength(0);
                } else {
                    line.append((char) c);
                }
            }
        } catch (IOException e) {
            // Killed.
        }
    }

    private static void awaitLines(ConcurrentLinkedQueue<String> lines, int count) {
        assertThat(Pause.until(Duration.ofSeconds(30), () -> lines.size() >= count))
                .as("%d rows written", count)
                .isTrue();
    }

    private static List<Long> written(Database database) {
        return new ArrayList<>(database.jdbi()
                .withHandle(handle -> handle.createQuery("select id from written")
                        .mapTo(Long.class)
                        .list()));
    }
}
