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

/// Connections to PostgreSQL whose large answers count as memory of the request that asks. pgjdbc keeps the whole
/// result
/// of a statement, and what is read from it, written as JSON and sent needs about three times as much again. An answer
/// beyond a limit ends the connection, and the request is refused. pgjdbc makes it by name, hence it is public.
public final class MeteredSockets extends SocketFactory {
    // Each connection may hold so much besides.
    private static final long FREE = 512 * 1024;
    private static final int TIMES = 4;

    private final long most;

    /// @param most bytes in one answer
    public MeteredSockets(String most) {
        this.most = Long.parseLong(most);
    }

    /// What a request finds whose answer would take too much memory, now or ever.
    static final class Refused extends IOException {
        private static final long serialVersionUID = 1;

        private final transient Problem problem;
        private final boolean ever;

        private Refused(Problem problem, boolean ever) {
            super(problem.getMessage());
            this.problem = problem;
            this.ever = ever;
        }

        Problem problem() {
            return problem;
        }

        /// Whether the same would be refused again.
        boolean ever() {
            return ever;
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
        // Used by one thread at a time, as a connection is.
        private long received;
        private long next = FREE;
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
                    // The next statement: the answer to the last one has been read.
                    received = 0;
                    next = FREE;
                    out.write(bytes, offset, length);
                }
            };
        }

        private void received(int bytes) throws IOException {
            received += bytes;
            if (received > next) {
                grown();
            }
        }

        private void grown() throws IOException {
            var current = MemoryBudget.current();
            if (current == null) {
                // Work of our own, which takes what it needs, bit by bit.
                next = Long.MAX_VALUE;
                return;
            }
            if (received > most) {
                throw new Refused(
                        Problem.problem(
                                ProblemType.TOO_LARGE,
                                "what was asked for has more than %d MiB of text (expected: less, with a smaller page_size"
                                                .formatted(most >> 20)
                                        + " or fewer ids); nothing was written"),
                        true);
            }
            if (current != share) {
                share = current;
                taken = 0;
            }
            next = Math.min(2 * next, most);
            try {
                current.take(TIMES * next - taken);
            } catch (Problem problem) {
                throw new Refused(problem, false);
            }
            taken = Math.max(taken, TIMES * next);
        }
    }
}
