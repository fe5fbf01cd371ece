package blotter.platform.embedded;

import blotter.platform.database.StartupFailure;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The command lines of PostgreSQL's programs on this system.
///
/// PostgreSQL refuses to run as root, so for root it runs as nobody in a separate user namespace. The server gets
/// its own session, because a Ctrl-C in the terminal signals the whole process group and would stop the database
/// under running requests.
record PostgresCommands(PostgresBinaries binaries, List<String> asNobody, List<String> ownSession) {

    static PostgresCommands of(PostgresBinaries binaries) {
        List<String> asNobody = List.of();
        if (System.getProperty("user.name").equals("root")) {
            var unshare = find("unshare")
                    .orElseThrow(() -> new StartupFailure("PostgreSQL does not run as root without 'unshare'"
                            + " (util-linux), which is missing: run Blotter as an ordinary user"));
            asNobody = List.of(unshare.toString(), "-U");
        }
        return new PostgresCommands(
                binaries,
                asNobody,
                find("setsid").map(program -> List.of(program.toString())).orElse(List.of()));
    }

    List<String> program(String name, List<String> arguments) {
        var command = new ArrayList<>(asNobody);
        command.add(binaries.program(name).toString());
        command.addAll(arguments);
        return command;
    }

    /// Each part of the command line replaces itself with the next (exec), so the process becomes the server.
    List<String> server(List<String> arguments) {
        var command = new ArrayList<>(ownSession);
        command.addAll(program("postgres", arguments));
        return command;
    }

    Process start(List<String> command, Path output) throws IOException {
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(nullDevice()))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        var environment = builder.environment();
        // The user's settings for another PostgreSQL must not affect this one.
        environment.keySet().removeIf(name -> name.startsWith("PG") || name.startsWith("LC_") || name.equals("LANG"));
        environment.put("LC_ALL", "C");
        environment.put("TZ", "UTC");
        return builder.start();
    }

    /// Sends a signal (`INT`: fast shutdown, `QUIT`: immediate), and ignores that the process has ended.
    void signal(String signal, long pid) {
        try {
            var process = new ProcessBuilder(program("pg_ctl", List.of("kill", signal, Long.toString(pid))))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.waitFor();
        } catch (IOException e) {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static File nullDevice() {
        return new File(File.separatorChar == '/' ? "/dev/null" : "NUL");
    }

    private static Optional<Path> find(String program) {
        var folders = System.getenv().getOrDefault("PATH", "/usr/bin:/bin").split(File.pathSeparator, -1);
        for (var folder : folders) {
            var candidate = Path.of(folder, program);
            if (Files.isExecutable(candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }
}
