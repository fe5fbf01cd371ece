package blotter.people.audit;

import blotter.people.audit.Forwarding.Event;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;

/// Appends events to a file, one per line. Reopens the file each time, so that it can be rotated.
///
/// [#receive] returns when the events are flushed to disk. If they cannot all be written, the file is restored.
public final class EventFile implements Forwarding.Receiver {
    private static final Logger LOG = Logger.getLogger("blotter.audit");
    // APPEND, so that a rotation that copies and truncates does not leave a hole at the beginning of the file.
    private static final Set<StandardOpenOption> OPTIONS =
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);

    private final Path file;

    public EventFile(Path file) {
        this.file = file.toAbsolutePath();
    }

    @Override
    public void receive(List<Event> events) throws IOException {
        var lines = new StringBuilder();
        for (var event : events) {
            lines.append(event.json()).append('\n');
        }
        try (var channel = FileChannel.open(file, OPTIONS, groupReadable())) {
            if (Files.isRegularFile(file)) {
                append(lines.toString(), channel);
            } else {
                // A pipe or a terminal, such as /dev/stdout, can be neither truncated nor flushed.
                write(lines.toString(), channel);
            }
        } catch (IOException e) {
            throw new IOException("the audit file %s: %s".formatted(file, e.getMessage()), e);
        }
    }

    private void append(String lines, FileChannel channel) throws IOException {
        // Closing any channel on the file releases the process's lock, so this one is closed last.
        try (var reading = FileChannel.open(file, StandardOpenOption.READ);
                // Without the lock, truncating to the old length could remove lines of another process.
                var lock = channel.tryLock()) {
            if (lock == null) {
                throw new IOException("another process is writing to it");
            }
            long before = channel.size();
            try {
                // A crash or a disk error may have left an incomplete line.
                write(endsWithNewline(reading, before) ? lines : "\n" + lines, channel);
                channel.force(true);
            } catch (IOException e) {
                truncate(channel, before);
                throw e;
            }
            if (before == 0) {
                flushFolder();
            }
        } catch (OverlappingFileLockException e) {
            throw new IOException("another part of this process is writing to it", e);
        }
    }

    private static void write(String lines, FileChannel channel) throws IOException {
        var rest = ByteBuffer.wrap(lines.getBytes(StandardCharsets.US_ASCII));
        while (rest.hasRemaining()) {
            channel.write(rest);
        }
    }

    private static boolean endsWithNewline(FileChannel file, long length) throws IOException {
        var last = ByteBuffer.allocate(1);
        return length == 0 || file.read(last, length - 1) < 1 || last.get(0) == '\n';
    }

    private void truncate(FileChannel channel, long length) {
        try {
            channel.truncate(length);
        } catch (IOException e) {
            // For example an append-only file. The next events start on a new line.
            LOG.warnf("the audit file %s will contain some events twice: %s", file, e.getMessage());
        }
    }

    /// A new file survives a power failure only once its folder is flushed.
    private void flushFolder() throws IOException {
        try (var folder = FileChannel.open(file.resolveSibling(""), StandardOpenOption.READ)) {
            folder.force(true);
        } catch (java.nio.file.AccessDeniedException e) {
            // Windows cannot open folders, and the folder may be writable but not readable.
            LOG.debugf("the folder of %s cannot be flushed", file);
        }
    }

    private FileAttribute<?>[] groupReadable() throws IOException {
        return Files.getFileStore(file.resolveSibling("")).supportsFileAttributeView("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----"))
                }
                : new FileAttribute<?>[0];
    }
}
