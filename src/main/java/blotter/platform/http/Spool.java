package blotter.platform.http;

import blotter.platform.memory.MemoryBudget;
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
    private int counted = 32 * 1024;
    private @Nullable FileChannel file;

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (file == null && memory.size() + length <= IN_MEMORY) {
            count(memory.size() + length);
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

    // The bytes grow by doubling, and are copied once more at the end.
    private void count(int size) {
        if (size > counted) {
            counted = 2 * size;
            var share = MemoryBudget.current();
            if (share != null) {
                share.atLeast(3L * counted);
            }
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
        return new InOrder(start, Channels.newInputStream(file));
    }

    /// Two streams, one behind the other, neither kept once it has been read.
    private static final class InOrder extends InputStream {
        private @Nullable InputStream first;
        private final InputStream second;

        InOrder(InputStream first, InputStream second) {
            this.first = first;
            this.second = second;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (first != null) {
                int read = first.read(into, offset, length);
                if (read >= 0) {
                    return read;
                }
                first = null;
            }
            return second.read(into, offset, length);
        }

        @Override
        public void close() throws IOException {
            first = null;
            second.close();
        }
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
