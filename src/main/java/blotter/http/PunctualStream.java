package blotter.http;

import blotter.problem.Problem;
import blotter.problem.ProblemType;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// A body that has to come in time.
final class PunctualStream extends FilterInputStream {
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

    static Problem late() {
        return Problem.problem(ProblemType.REQUEST_TIMEOUT, "the body took too long to come")
                .header("Connection", "close");
    }
}
