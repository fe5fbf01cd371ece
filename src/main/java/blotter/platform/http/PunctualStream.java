package blotter.platform.http;

import blotter.platform.memory.MemoryBudget;
import blotter.platform.problem.Problem;
import blotter.platform.problem.ProblemType;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/// A body that has to come in time.
final class PunctualStream extends FilterInputStream {
    // As much as each worker may hold besides.
    private static final int FREE = 16 * 1024;

    private final BodyTime time;
    private final long begun = System.nanoTime();
    private long bytes;

    PunctualStream(InputStream body, BodyTime time) {
        super(body);
        this.time = time;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int read = super.read(into, offset, length);
        bytes += Math.max(0, read);
        if (System.nanoTime() - begun > time.of(bytes).toNanos()) {
            throw late();
        }
        return read;
    }

    /// All of it, of which the share takes what it needs as it comes: a body is not believed to be as long as it says.
    byte[] bytes(int most, MemoryBudget.Share share) throws IOException {
        var all = new byte[FREE];
        int length = 0;
        while (true) {
            int read = read(all, length, all.length - length);
            if (read < 0) {
                return length == all.length ? all : Arrays.copyOf(all, length);
            }
            length += read;
            if (length > most) {
                throw Exchange.tooLarge(most);
            }
            if (length == all.length) {
                // Both are there while it grows.
                share.take(2L * length);
                all = Arrays.copyOf(all, 2 * length);
            }
        }
    }

    static Problem late() {
        return Problem.problem(ProblemType.REQUEST_TIMEOUT, "the body took too long to come")
                .header("Connection", "close");
    }
}
