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

/// PostgreSQL processes that a crash left behind: a postmaster whose Blotter was killed, or children of a killed
/// postmaster. The caller holds the folder's lock, so they are not in use.
record OrphanedProcesses(Path cluster, PostgresCommands commands) {
    private static final Path PROC = Path.of("/proc");
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    /// Tries a fast shutdown first, then an immediate one, which loses no committed work.
    void end() {
        var postmaster = PostmasterFile.read(cluster)
                .flatMap(file -> ProcessHandle.of(file.pid()))
                .filter(this::isOurs);
        if (postmaster.isPresent()) {
            commands.signal("INT", postmaster.get().pid());
            Pause.until(TIMEOUT, () -> !isOurs(postmaster.get()));
        } else {
            // Unless they run a long statement, children soon notice that their postmaster is dead.
            Pause.until(Duration.ofSeconds(1), () -> processes().isEmpty());
        }
        for (var process : processes()) {
            commands.signal("QUIT", process.pid());
        }
        if (!Pause.until(TIMEOUT, () -> processes().isEmpty())) {
            processes().forEach(ProcessHandle::destroyForcibly);
            Pause.until(TIMEOUT, () -> processes().isEmpty());
        }
        removeStalePidFile();
    }

    // PostgreSQL does not start while the pid in the file belongs to any process, even an unrelated one.
    private void removeStalePidFile() {
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
            return isPostgresIn(PROC.resolve(Long.toString(process.pid())));
        }
        return process.info()
                .commandLine()
                .filter(line -> line.contains("postgres") && line.contains(cluster.toString()))
                .isPresent();
    }

    // PostgreSQL's processes change their titles, but all have the data folder as working directory.
    private List<ProcessHandle> processes() {
        var found = new ArrayList<ProcessHandle>();
        if (Files.isDirectory(PROC)) {
            try (DirectoryStream<Path> folders = Files.newDirectoryStream(PROC, "[0-9]*")) {
                for (var folder : folders) {
                    if (isPostgresIn(folder)) {
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

    private boolean isPostgresIn(Path process) {
        try {
            return Files.readSymbolicLink(process.resolve("cwd")).equals(cluster)
                    && isPostgres(Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            // The process has ended, or belongs to another user.
            return false;
        }
    }

    // Checks the program only: the arguments of, say, an editor may contain "postgres" too.
    private static boolean isPostgres(String commandLine) {
        var program = commandLine.split("\0", 2)[0];
        return program.endsWith("/postgres") || program.startsWith("postgres:");
    }
}
