package blotter.http;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// Takes an answer of any size: the first megabytes in memory, the rest in a file that is gone once it is
/// closed.
public final class Spool extends OutputStream {
    private static final int IN_MEMORY = 8 * 1024 * 1024;

    private final ByteArrayOutputStream memory = new ByteArrayOutputStream(4096);
    private @Nullable FileChannel file;

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (file == null && memory.size() + length <= IN_MEMORY) {
            memory.write(bytes, offset, length);
            return;
        }
        if (file == null) {
            file = FileChannel.open(
                    Files.createTempFile("blotter-answer-", ".json"),
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.DELETE_ON_CLOSE);
        }
        var rest = ByteBuffer.wrap(bytes, offset, length);
        while (rest.hasRemaining()) {
            file.write(rest);
        }
    }

    /// Whether all of it is in memory.
    boolean isSmall() {
        return file == null;
    }

    byte[] bytes() {
        return memory.toByteArray();
    }

    /// All that was written, to be read once and closed.
    InputStream content() {
        var start = new ByteArrayInputStream(memory.toByteArray());
        if (file == null) {
            return start;
        }
        try {
            file.position(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new java.io.SequenceInputStream(start, Channels.newInputStream(file));
    }

    /// Throws away what was written.
    public void discard() {
        try {
            if (file != null) {
                file.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
