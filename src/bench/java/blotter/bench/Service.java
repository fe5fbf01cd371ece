package blotter.bench;

import blotter.platform.database.Database;
import blotter.platform.database.StartupFailure;
import blotter.platform.embedded.PrivateFile;
import blotter.platform.secret.SecretKeys;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The packaged service in a process of its own, started by the launcher as everybody starts it.
///
/// @param startSeconds what its ready line says
/// @param wallSeconds from the call of the launcher to the ready line
record Service(Process process, int port, double startSeconds, double wallSeconds) {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Pattern READY = Pattern.compile("Blotter is ready on .* \\(started in ([0-9.]+) s[:)]");
    private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+([0-9]+) kB");

    /// On a database that runs already.
    static Service start(BenchOptions options, Database.Settings database, Started started) {
        return start(
                options,
                List.of(),
                Map.of(
                        "BLOTTER_DATABASE_URL", database.url(),
                        "BLOTTER_DATABASE_USER", database.user(),
                        "BLOTTER_DATABASE_PASSWORD", database.password(),
                        "BLOTTER_SECRET_KEY_FILE", secretKey(options).toString()),
                started);
    }

    /// On a data folder, with the PostgreSQL that it starts itself.
    static Service start(BenchOptions options, Path data, Started started) {
        return start(options, List.of("--data", data.toString()), Map.of(), started);
    }

    private static Service start(
            BenchOptions options, List<String> arguments, Map<String, String> variables, Started started) {
        int port = freePort();
        var log = options.folder().resolve("service.log");
        var command = new ArrayList<>(List.of(options.home().resolve("blotter").toString(), "run"));
        command.addAll(List.of("--host", "127.0.0.1", "--port", Integer.toString(port)));
        command.addAll(arguments);
        try {
            var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
            var environment = builder.environment();
            environment.keySet().removeIf(name -> name.startsWith("BLOTTER_") && !name.equals("BLOTTER_CACHE"));
            environment.putAll(variables);
            environment.put("JAVA_HOME", System.getProperty("java.home"));
            environment.put("BLOTTER_JAVA_OPTIONS", options.serviceOptions());
            long start = System.nanoTime();
            var process = started.add(builder.start());
            double ready = awaitReady(process, log);
            return new Service(process, port, ready, (System.nanoTime() - start) / 1e9);
        } catch (IOException e) {
            throw new StartupFailure("the service cannot be started: " + e.getMessage(), e);
        }
    }

    // Where the service looks by itself when it starts on the data folder.
    private static Path secretKey(BenchOptions options) {
        var file = options.database().resolve("secret.key");
        try {
            if (!Files.exists(file)) {
                PrivateFile.write(file, SecretKeys.newText());
            }
            return file;
        } catch (IOException e) {
            throw new StartupFailure("%s cannot be written: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static double awaitReady(Process process, Path log) throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            var text = Files.exists(log) ? Files.readString(log) : "";
            var ready = READY.matcher(text);
            if (ready.find()) {
                return Double.parseDouble(ready.group(1));
            }
            if (!process.isAlive()) {
                throw new StartupFailure("the service has ended: %s (all of it in %s)"
                        .formatted(
                                text.lines().reduce((first, second) -> second).orElse("it said nothing"), log));
            }
            pause();
        }
        throw new StartupFailure("the service is not ready after %d s (see %s)".formatted(PATIENCE.toSeconds(), log));
    }

    private static void pause() {
        try {
            Thread.sleep(10);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new StartupFailure("no free port on 127.0.0.1: " + e.getMessage(), e);
        }
    }

    /// Memory that it occupies, in MB; null where the system does not say.
    @Nullable
    Double residentMegabytes() {
        try {
            var status = Path.of("/proc", Long.toString(process.pid()), "status");
            var found = RESIDENT.matcher(Files.readString(status));
            return found.find() ? Long.parseLong(found.group(1)) / 1024.0 : null;
        } catch (IOException e) {
            return null;
        }
    }

    /// Time on a core so far; zero where the system does not say.
    Duration cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }
}
