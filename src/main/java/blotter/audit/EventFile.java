package blotter.audit;

import blotter.audit.Forwarding.Event;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/// Adds events to a file, one in each line. It is opened anew each time, so that it can be moved away.
public final class EventFile implements Forwarding.Receiver {
    private final Path file;

    public EventFile(Path file) {
        this.file = file;
    }

    @Override
    public void receive(List<Event> events) throws IOException {
        var lines = new StringBuilder();
        for (var event : events) {
            lines.append(event.json()).append('\n');
        }
        var options = Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        try (var channel = Files.getFileStore(file.toAbsolutePath().getParent()).supportsFileAttributeView("posix")
                ? Files.newByteChannel(
                        file,
                        options,
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----")))
                : Files.newByteChannel(file, options)) {
            channel.write(java.nio.ByteBuffer.wrap(lines.toString().getBytes(StandardCharsets.US_ASCII)));
        }
    }
}
