package blotter.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Locale;

/// One HTTP/1.1 connection that is kept, and blocks: the least a client can cost beside the service on
/// the same cores.
final class HttpConnection implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 120_000;

    private final Socket socket;
    private final InputStream in;
    private final Bytes line = new Bytes();
    private final Bytes body = new Bytes();
    private int status;
    private boolean close;

    HttpConnection(int port) throws IOException {
        socket = new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
    }

    /// Sends the request and reads the answer to its end.
    ///
    /// @return the answer's status
    int exchange(Bytes request) throws IOException {
        socket.getOutputStream().write(request.array(), 0, request.length());
        readHeadAndBody();
        return status;
    }

    Bytes body() {
        return body;
    }

    /// Whether the server ends the connection after this answer.
    boolean isToClose() {
        return close;
    }

    private void readHeadAndBody() throws IOException {
        readLine();
        status = line.length() < 12 ? 0 : Integer.parseInt(line.text(12).substring(9));
        close = false;
        int length = 0;
        boolean chunked = false;
        while (true) {
            readLine();
            if (line.length() == 0) {
                break;
            }
            switch (line.array()[0]) {
                case 'c', 'C', 't', 'T' -> {
                    var header = line.text(200).toLowerCase(Locale.ROOT);
                    if (header.startsWith("content-length:")) {
                        length = Integer.parseInt(header.substring(15).strip());
                    }
                    chunked |= header.startsWith("transfer-encoding:") && header.endsWith("chunked");
                    close |= header.startsWith("connection:") && header.endsWith("close");
                }
                default -> {}
            }
        }
        body.clear();
        if (chunked) {
            readChunks();
        } else {
            body.read(in, length);
        }
    }

    private void readChunks() throws IOException {
        while (true) {
            readLine();
            int size = Integer.parseInt(line.text(16).split(";", 2)[0].strip(), 16);
            body.read(in, size);
            readLine();
            if (size == 0) {
                return;
            }
        }
    }

    private void readLine() throws IOException {
        line.clear();
        var one = new byte[1];
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("the server closed the connection");
            }
            if (next != '\r') {
                one[0] = (byte) next;
                line.add(one, 0, 1);
            }
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone already.
        }
    }
}
