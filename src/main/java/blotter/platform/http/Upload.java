package blotter.platform.http;

import blotter.platform.problem.Problem;
import blotter.platform.problem.ProblemType;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jboss.logging.Logger;

/// A body too large for memory: in a file that is gone once this is closed. It can be read as often as one
/// likes, once at a time.
public final class Upload implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger("blotter.http");
    private static final int BLOCK = 64 * 1024;

    private final FileChannel file;
    private final byte[] digest;

    private Upload(FileChannel file, byte[] digest) {
        this.file = file;
        this.digest = digest;
    }

    /// Reads the stream to its end; throws a problem `too-large` when it has more than `most` bytes.
    static Upload of(InputStream body, long most) throws IOException {
        var file = FileChannel.open(
                Files.createTempFile("blotter-upload-", ".tmp"),
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE);
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            var block = new byte[BLOCK];
            long size = 0;
            for (int read = body.read(block); read >= 0; read = body.read(block)) {
                size += read;
                if (size > most) {
                    throw Exchange.tooLarge(most);
                }
                sha.update(block, 0, read);
                write(file, ByteBuffer.wrap(block, 0, read));
            }
            return new Upload(file, sha.digest());
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        } catch (NoSuchAlgorithmException e) {
            file.close();
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    // The client is not to blame, and finds out at once.
    private static void write(FileChannel file, ByteBuffer rest) {
        try {
            while (rest.hasRemaining()) {
                file.write(rest);
            }
        } catch (IOException e) {
            LOG.errorf("an upload cannot be kept in %s: %s", System.getProperty("java.io.tmpdir"), e.getMessage());
            throw Problem.problem(
                            ProblemType.UNAVAILABLE,
                            "the server has no room for the file at the moment; nothing was written")
                    .header("Retry-After", "60");
        }
    }

    /// The SHA-256 of all bytes, which stands for them.
    public byte[] digest() {
        return digest.clone();
    }

    /// All bytes from the first one. The stream need not be closed.
    public InputStream open() {
        try {
            file.position(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new FilterInputStream(Channels.newInputStream(file)) {
            @Override
            public void close() {
                // The file is the upload's.
            }
        };
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
