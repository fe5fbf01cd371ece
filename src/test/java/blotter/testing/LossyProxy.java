package blotter.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// A proxy between Blotter and PostgreSQL that can break the connection after PostgreSQL has run a statement and
/// before its response arrives.
public final class LossyProxy implements AutoCloseable {
    private final ServerSocket server;
    private final String host;
    private final int port;
    private final AtomicReference<@Nullable String> losing = new AtomicReference<>();

    private LossyProxy(ServerSocket server, String host, int port) {
        this.server = server;
        this.host = host;
        this.port = port;
    }

    static LossyProxy to(String host, int port) throws IOException {
        var proxy = new LossyProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), host, port);
        Thread.ofPlatform().daemon().name("lossy-proxy").start(proxy::accept);
        return proxy;
    }

    int port() {
        return server.getLocalPort();
    }

    /// Loses the response to the next statement that contains this text.
    public void loseResponseTo(String statement) {
        losing.set(statement);
    }

    /// Whether a response was lost.
    public boolean hasLost() {
        return losing.get() == null;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var client = server.accept();
                var behind = new Socket(host, port);
                behind.setTcpNoDelay(true);
                client.setTcpNoDelay(true);
                var link = new Link(client, behind);
                Thread.ofVirtual().start(link::forward);
                Thread.ofVirtual().start(link::backward);
            } catch (IOException e) {
                // Closed.
                return;
            }
        }
    }

    private final class Link {
        private final Socket client;
        private final Socket behind;
        private volatile boolean lost;

        Link(Socket client, Socket behind) {
            this.client = client;
            this.behind = behind;
        }

        void forward() {
            try (client;
                    behind) {
                var bytes = new byte[64 * 1024];
                InputStream in = client.getInputStream();
                OutputStream out = behind.getOutputStream();
                for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
                    var statement = losing.get();
                    if (statement != null
                            && new String(bytes, 0, read, StandardCharsets.ISO_8859_1).contains(statement)
                            && losing.compareAndSet(statement, null)) {
                        lost = true;
                    }
                    out.write(bytes, 0, read);
                }
            } catch (IOException e) {
                // A side has closed the connection.
            }
        }

        void backward() {
            try (client;
                    behind) {
                var bytes = new byte[64 * 1024];
                InputStream in = behind.getInputStream();
                OutputStream out = client.getOutputStream();
                for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
                    if (!lost) {
                        out.write(bytes, 0, read);
                    } else if (read >= 6 && bytes[read - 6] == 'Z') {
                        // ReadyForQuery: the statement is complete.
                        return;
                    }
                }
            } catch (IOException e) {
                // A side has closed the connection.
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
