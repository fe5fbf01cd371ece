package blotter.platform.embedded;

import blotter.platform.database.StartupFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// PostgreSQL's processes that outlived whoever started them: a postmaster whose Blotter was killed, or the children
/// of a postmaster that was killed. The caller holds the folder's lock, so nobody else can have a reason to run them.
record Leftovers(Path cluster, PostgresCommands commands) {
    private static final Path PROC = Path.of("/proc");
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    /// Ends them: first as a clean shutdown, then as a crash, which loses no committed work.
    void end() {
        var postmaster = PostmasterFile.read(cluster)
                .flatMap(file -> ProcessHandle.of(file.pid()))
                .filter(this::isOurs);
        if (postmaster.isPresent()) {
            commands.signal("INT", postmaster.get().pid());
            Pause.until(PATIENCE, () -> !isOurs(postmaster.get()));
        } else {
            // Children notice within moments that their postmaster is dead, unless they are in the midst of a
            // long statement.
            Pause.until(Duration.ofSeconds(1), () -> processes().isEmpty());
        }
        for (var process : processes()) {
            commands.signal("QUIT", process.pid());
        }
        if (!Pause.until(PATIENCE, () -> processes().isEmpty())) {
            processes().forEach(ProcessHandle::destroyForcibly);
            Pause.until(PATIENCE, () -> processes().isEmpty());
        }
        removeForeignPid();
    }

    // A pid that now belongs to an unrelated process would keep PostgreSQL from starting.
    private void removeForeignPid() {
        var foreign = PostmasterFile.read(cluster)
                .flatMap(file -> ProcessHandle.of(file.pid()))
                .filter(process -> !isOurs(process));
        if (foreign.isPresent() && processes().isEmpty()) {
            try {
                Files.deleteIfExists(cluster.resolve(PostmasterFile.NAME));
            } catch (IOException e) {
                throw DataFolder.unusable(cluster, e);
            }
        }
    }

    private boolean isOurs(ProcessHandle process) {
        if (Files.isDirectory(PROC)) {
            return worksIn(PROC.resolve(Long.toString(process.pid())));
        }
        return process.info()
                .commandLine()
                .filter(line -> line.contains("postgres") && line.contains(cluster.toString()))
                .isPresent();
    }

    // Each of PostgreSQL's processes works in its data folder, whatever it calls itself.
    private List<ProcessHandle> processes() {
        var found = new ArrayList<ProcessHandle>();
        if (Files.isDirectory(PROC)) {
            try (DirectoryStream<Path> folders = Files.newDirectoryStream(PROC, "[0-9]*")) {
                for (var folder : folders) {
                    if (worksIn(folder)) {
                        ProcessHandle.of(Long.parseLong(folder.getFileName().toString()))
                                .ifPresent(found::add);
                    }
                }
            } catch (IOException e) {
                throw new StartupFailure("the running processes cannot be listed: " + e.getMessage(), e);
            }
        } else {
            PostmasterFile.read(cluster)
                    .flatMap(file -> ProcessHandle.of(file.pid()))
                    .filter(this::isOurs)
                    .ifPresent(found::add);
        }
        return found;
    }

    private boolean worksIn(Path process) {
        try {
            return Files.readSymbolicLink(process.resolve("cwd")).equals(cluster)
                    && isPostgres(Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            // Gone in the meantime, or another user's.
            return false;
        }
    }

    // Somebody may be reading a file of the folder, whose name also says "postgres".
    private static boolean isPostgres(String commandLine) {
        var program = commandLine.split("\0", 2)[0];
        return program.endsWith("/postgres") || program.startsWith("postgres:");
    }
}
