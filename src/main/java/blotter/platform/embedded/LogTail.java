package blotter.platform.embedded;

import blotter.platform.database.StartupFailure;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The part of PostgreSQL's log since a start.
record LogTail(Path log, long start) {
    private static final int LIMIT = 1 << 16;

    static LogTail from(Path log) {
        try {
            return new LogTail(log, Files.exists(log) ? Files.size(log) : 0);
        } catch (IOException e) {
            return new LogTail(log, 0);
        }
    }

    String text() {
        try (var file = new RandomAccessFile(log.toFile(), "r")) {
            file.seek(Math.max(start, file.length() - LIMIT));
            var bytes = new byte[(int) Math.min(LIMIT, Math.max(0, file.length() - file.getFilePointer()))];
            file.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    /// Another process took the port before PostgreSQL could.
    boolean reportsPortTaken() {
        var text = text();
        return text.contains("Address already in use") || text.contains("could not create any TCP/IP sockets");
    }

    /// Children of a killed server are still ending.
    boolean reportsStillInUse() {
        var text = text();
        return text.contains("pre-existing shared memory block")
                || text.contains("lock file \"postmaster.pid\" already exists");
    }

    /// The server performed crash recovery.
    boolean reportsRecovery() {
        return text().contains("was not properly shut down");
    }

    StartupFailure failure(DataFolder folder, String what) {
        var text = text();
        for (var reason : List.of("No space left on device", "Read-only file system", "Disk quota exceeded")) {
            if (text.contains(reason)) {
                return folder.unusable(Disk.reason(reason));
            }
        }
        if (text.contains("unshare:")) {
            return new StartupFailure(
                    "PostgreSQL does not run as root, and this system does not allow user namespaces"
                            + " ('unshare -U'): run Blotter as an ordinary user, or name your own server with BLOTTER_DATABASE_URL");
        }
        if (text.contains("Permission denied")) {
            return folder.unusable(Disk.reason("Permission denied"));
        }
        var last = text.lines()
                .filter(line -> line.contains("FATAL:") || line.contains("PANIC:") || line.contains("error:"))
                .reduce((first, second) -> second)
                .map(line -> ": " + line.replaceFirst("^.*?(FATAL|PANIC|error): *", ""))
                .orElse("");
        return new StartupFailure("%s%s (see %s)".formatted(what, last, log));
    }
}
