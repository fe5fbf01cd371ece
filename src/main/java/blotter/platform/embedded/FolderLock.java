package blotter.platform.embedded;

import blotter.platform.database.StartupFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An exclusive lock on a data folder. The operating system releases it when the process dies.
final class FolderLock implements AutoCloseable {
    static final String FILE = "blotter.lock";

    // POSIX locks belong to the process: closing a second channel on the same file would release the lock.
    private static final Set<Path> HELD = new HashSet<>();

    private final Path folder;
    private final FileChannel channel;
    private boolean closed;

    private FolderLock(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /// The lock, or the text that its holder wrote into the file.
    sealed interface Attempt {
        record Acquired(FolderLock lock) implements Attempt {}

        record Held(Path folder, String holder) implements Attempt {
            /// Whether the holder is an administrative command, which ends soon.
            boolean isShort() {
                return holder.contains("blotter admin");
            }

            StartupFailure failure() {
                return new StartupFailure("%s is in use by another Blotter: %s"
                        .formatted(folder, holder.isEmpty() ? "unknown process" : holder));
            }
        }
    }

    static Attempt tryAcquire(Path folder, String usedBy) {
        synchronized (HELD) {
            if (HELD.contains(folder)) {
                return new Attempt.Held(folder, "this process");
            }
            try {
                var channel = FileChannel.open(
                        folder.resolve(FILE),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
                @Nullable FileLock lock = channel.tryLock();
                if (lock == null) {
                    var holder = read(channel);
                    channel.close();
                    return new Attempt.Held(folder, holder);
                }
                write(channel, usedBy);
                HELD.add(folder);
                return new Attempt.Acquired(new FolderLock(folder, channel));
            } catch (IOException e) {
                throw DataFolder.unusable(folder, e);
            }
        }
    }

    /// Waits for an administrative command to end, but not for a server.
    static FolderLock acquire(Path folder, String usedBy, Duration timeout) {
        var end = Deadline.in(timeout);
        while (true) {
            switch (tryAcquire(folder, usedBy)) {
                case Attempt.Acquired(var lock) -> {
                    return lock;
                }
                case Attempt.Held held -> {
                    if (!held.isShort() || end.isOver()) {
                        throw held.failure();
                    }
                    Pause.millis(50);
                }
            }
        }
    }

    private static String read(FileChannel channel) throws IOException {
        var buffer = ByteBuffer.allocate(1000);
        channel.read(buffer, 0);
        return StandardCharsets.UTF_8.decode(buffer.flip()).toString().strip();
    }

    private static void write(FileChannel channel, String usedBy) throws IOException {
        var line = "process %d, %s, since %s%n"
                .formatted(ProcessHandle.current().pid(), usedBy, Instant.now().truncatedTo(ChronoUnit.SECONDS));
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)), 0);
    }

    @Override
    public void close() {
        synchronized (HELD) {
            if (closed) {
                return;
            }
            closed = true;
            try {
                channel.truncate(0);
            } catch (IOException e) {
                // A full disk must not keep the folder locked.
            }
            try {
                channel.close();
            } catch (IOException e) {
                // The lock is released when the process ends.
            }
            HELD.remove(folder);
        }
    }
}
