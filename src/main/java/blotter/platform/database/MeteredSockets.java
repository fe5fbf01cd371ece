package blotter.platform.database;

import blotter.platform.memory.MemoryBudget;
import blotter.platform.problem.Problem;
import blotter.platform.problem.ProblemType;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/// Sockets that charge PostgreSQL's large results to the memory of the current request. pgjdbc keeps the whole
/// result of a statement; the objects and the JSON made from it need about three times as much again. A result
/// beyond the limit breaks the connection, and the request fails.
///
/// Public because pgjdbc creates it by name.
public final class MeteredSockets extends SocketFactory {
    // Results up to this size are not counted.
    private static final long FREE = 512 * 1024;
    private static final int COST_FACTOR = 4;

    private final long maxBytes;

    /// @param maxBytes the limit of one result
    public MeteredSockets(String maxBytes) {
        this.maxBytes = Long.parseLong(maxBytes);
    }

    /// Thrown when a result needs more memory than is free or permitted.
    static final class Refused extends IOException {
        private static final long serialVersionUID = 1;

        private final transient Problem problem;
        private final boolean permanent;

        private Refused(Problem problem, boolean permanent) {
            super(problem.getMessage());
            this.problem = problem;
            this.permanent = permanent;
        }

        Problem problem() {
            return problem;
        }

        /// Whether a retry would fail too.
        boolean isPermanent() {
            return permanent;
        }
    }

    @Override
    public Socket createSocket() {
        return new MeteredSocket();
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        throw new IOException("pgjdbc connects by itself");
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
        return createSocket(host, port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return createSocket("", port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
        return createSocket("", port);
    }

    private final class MeteredSocket extends Socket {
        // Not thread-safe: one thread at a time uses a connection.
        private long received;
        private long nextCheck = FREE;
        private long taken;
        private MemoryBudget.@Nullable Share share;

        @Override
        public InputStream getInputStream() throws IOException {
            return new FilterInputStream(super.getInputStream()) {
                @Override
                public int read() throws IOException {
                    int read = super.read();
                    received(read < 0 ? 0 : 1);
                    return read;
                }

                @Override
                public int read(byte[] into, int offset, int length) throws IOException {
                    int read = super.read(into, offset, length);
                    received(Math.max(0, read));
                    return read;
                }
            };
        }

        @Override
        public OutputStream getOutputStream() throws IOException {
            return new FilterOutputStream(super.getOutputStream()) {
                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    // A new statement, so the previous result has been read.
                    received = 0;
                    nextCheck = FREE;
                    out.write(bytes, offset, length);
                }
            };
        }

        private void received(int bytes) throws IOException {
            received += bytes;
            if (received > nextCheck) {
                takeMemory();
            }
        }

        private void takeMemory() throws IOException {
            var current = MemoryBudget.current();
            if (current == null) {
                // Background work reads in small portions.
                nextCheck = Long.MAX_VALUE;
                return;
            }
            if (received > maxBytes) {
                throw new Refused(
                        Problem.problem(
                                ProblemType.TOO_LARGE,
                                "the result has more than %d MiB of text (expected: less, with a smaller page_size"
                                                .formatted(maxBytes >> 20)
                                        + " or fewer ids); nothing was written"),
                        true);
            }
            if (current != share) {
                share = current;
                taken = 0;
            }
            nextCheck = Math.min(2 * nextCheck, maxBytes);
            try {
                current.take(COST_FACTOR * nextCheck - taken);
            } catch (Problem problem) {
                throw new Refused(problem, false);
            }
            taken = Math.max(taken, COST_FACTOR * nextCheck);
        }
    }
}
