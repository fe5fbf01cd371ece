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

/// Adds events to a file, one in each line. It is opened anew each time, so that it can be moved away.
///
/// The events are on the disk when [#receive] returns. When they cannot all be written, the file is as it was before.
public final class EventFile implements Forwarding.Receiver {
    private static final Logger LOG = Logger.getLogger("blotter.audit");
    // Appended, so that a rotation by copying and truncating leaves no hole at the file's beginning.
    private static final Set<StandardOpenOption> ADDING =
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
        try (var channel = FileChannel.open(file, ADDING, readableByItsGroup())) {
            if (Files.isRegularFile(file)) {
                add(lines.toString(), channel);
            } else {
                // A pipe or a terminal, such as /dev/stdout, has no end to go back to, and no disk.
                write(lines.toString(), channel);
            }
        } catch (IOException e) {
            throw new IOException("the audit file %s: %s".formatted(file, e.getMessage()), e);
        }
    }

    private void add(String lines, FileChannel channel) throws IOException {
        // Closing any channel of the file gives up the process's lock on it: this one stays open until the end.
        try (var reading = FileChannel.open(file, StandardOpenOption.READ);
                // To go back to the old length would cut off what another process has added meanwhile.
                var lock = channel.tryLock()) {
            if (lock == null) {
                throw new IOException("another process is writing to it");
            }
            long before = channel.size();
            try {
                // A crash, or a disk that failed, may have left a part of a line.
                write(endsInALine(reading, before) ? lines : "\n" + lines, channel);
                channel.force(true);
            } catch (IOException e) {
                goBack(channel, before);
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

    private static boolean endsInALine(FileChannel file, long length) throws IOException {
        var last = ByteBuffer.allocate(1);
        return length == 0 || file.read(last, length - 1) < 1 || last.get(0) == '\n';
    }

    private void goBack(FileChannel channel, long length) {
        try {
            channel.truncate(length);
        } catch (IOException e) {
            // An append-only file, for one. The next events begin on a line of their own.
            LOG.warnf("the audit file %s keeps a part of what is written again: %s", file, e.getMessage());
        }
    }

    /// A file that was just made is lost with the power until its folder knows it.
    private void flushFolder() throws IOException {
        try (var folder = FileChannel.open(file.resolveSibling(""), StandardOpenOption.READ)) {
            folder.force(true);
        } catch (java.nio.file.AccessDeniedException e) {
            // Windows opens no folder, and a folder may be one to write to and not to list.
            LOG.debugf("the folder of %s cannot be flushed", file);
        }
    }

    private FileAttribute<?>[] readableByItsGroup() throws IOException {
        return Files.getFileStore(file.resolveSibling("")).supportsFileAttributeView("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----"))
                }
                : new FileAttribute<?>[0];
    }
}
