package blotter.bench;

import blotter.platform.database.Database;
import blotter.platform.database.StartupFailure;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// PostgreSQL's own load tool, which measures the floor.
final class PgBench {
    private static final Pattern TPS = Pattern.compile("(?m)^tps = ([0-9.]+) ");
    private static final Pattern FAILED = Pattern.compile("(?m)^number of failed transactions: ([0-9]+) ");
    private static final Path DEBIAN = Path.of("/usr/lib/postgresql");

    private final Path program;
    private final Database.Settings database;
    private final Started started;

    PgBench(Path program, Database.Settings database, Started started) {
        this.program = program;
        this.database = database;
        this.started = started;
    }

    /// @throws StartupFailure when there is none
    static Path find() {
        var folders = new ArrayList<Path>();
        for (var folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            folders.add(Path.of(folder));
        }
        folders.addAll(debianFolders());
        return folders.stream()
                .map(folder -> folder.resolve("pgbench"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new StartupFailure(
                        "pgbench is not installed: apt-get install postgresql-15 (looked in PATH and in %s/*/bin)"
                                .formatted(DEBIAN)));
    }

    private static List<Path> debianFolders() {
        try (var versions = Files.list(DEBIAN)) {
            return versions.sorted(Comparator.reverseOrder())
                    .map(version -> version.resolve("bin"))
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /// Runs a file of the floor, and answers with its transactions a second.
    ///
    /// @param incidents for files that take `n`; null for the others
    double run(Path file, int connections, int seconds, @Nullable Integer incidents) {
        var at = URI.create(database.url().substring("jdbc:".length()));
        var command = new ArrayList<>(List.of(program.toString(), "-n", "-M", "prepared"));
        command.addAll(List.of("-h", at.getHost(), "-p", Integer.toString(at.getPort()), "-U", database.user()));
        command.addAll(List.of("-c", Integer.toString(connections), "-j", Integer.toString(Math.min(2, connections))));
        command.addAll(List.of("-T", Integer.toString(seconds)));
        if (incidents != null) {
            command.addAll(List.of("-D", "n=" + incidents));
        }
        command.addAll(List.of("-f", file.toString(), at.getPath().substring(1)));
        var output = run(command);
        var tps = TPS.matcher(output);
        var failed = FAILED.matcher(output);
        if (!tps.find() || (failed.find() && !failed.group(1).equals("0"))) {
            throw new StartupFailure("pgbench failed on %s: %s"
                    .formatted(file.getFileName(), output.strip().lines().toList()));
        }
        return Double.parseDouble(tps.group(1));
    }

    private String run(List<String> command) {
        try {
            var builder = new ProcessBuilder(command).redirectErrorStream(true);
            // What the user has set for their own PostgreSQL must not lead there.
            builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
            builder.environment().put("PGPASSWORD", database.password());
            builder.environment().put("LC_ALL", "C");
            var process = started.add(builder.start());
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            started.remove(process);
            return output;
        } catch (IOException e) {
            throw new StartupFailure("%s does not run: %s".formatted(program, e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
