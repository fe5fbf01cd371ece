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

/// The right of one process to a data folder. The operating system takes it back when the process dies,
/// however it dies.
final class FolderLock implements AutoCloseable {
    static final String FILE = "blotter.lock";

    // A second channel on the file within this process would lose the lock when it is closed:
    // POSIX locks belong to the process.
    private static final Set<Path> MINE = new HashSet<>();

    private final Path folder;
    private final FileChannel channel;
    private boolean closed;

    private FolderLock(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /// Either the lock, or what its holder wrote into it.
    sealed interface Attempt {
        record Taken(FolderLock lock) implements Attempt {}

        record Held(Path folder, String holder) implements Attempt {
            /// An administrator's command holds a folder for moments, a server for days.
            boolean isShort() {
                return holder.contains("blotter admin");
            }

            StartupFailure failure() {
                return new StartupFailure("%s is in use by another Blotter: %s"
                        .formatted(folder, holder.isEmpty() ? "it has not said which" : holder));
            }
        }
    }

    static Attempt attempt(Path folder, String usedBy) {
        synchronized (MINE) {
            if (MINE.contains(folder)) {
                return new Attempt.Held(folder, "this very process");
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
                MINE.add(folder);
                return new Attempt.Taken(new FolderLock(folder, channel));
            } catch (IOException e) {
                throw DataFolder.unusable(folder, e);
            }
        }
    }

    /// Takes the lock; waits for an administrator's command to end, not for a server.
    static FolderLock take(Path folder, String usedBy, Duration patience) {
        var end = Deadline.in(patience);
        while (true) {
            switch (attempt(folder, usedBy)) {
                case Attempt.Taken(var lock) -> {
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
        synchronized (MINE) {
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
                // The process is about to end, and the lock with it.
            }
            MINE.remove(folder);
        }
    }
}
