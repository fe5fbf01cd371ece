package blotter.platform.http;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.http.HttpServerResponse;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/// Answers that are written while they are read. Each has a place from before it begins until it ends.
@Singleton
public class Downloads {
    private static final Logger LOG = Logger.getLogger("blotter.http");

    private final Exchange exchange;
    private final CurrentVertxRequest current;

    Downloads(Exchange exchange, CurrentVertxRequest current) {
        this.exchange = exchange;
        this.current = current;
    }

    /// Writes what is downloaded.
    @FunctionalInterface
    public interface Writing {
        void write(OutputStream out) throws IOException;
    }

    /// The body of the answer. When it cannot be written to its end, the connection is cut, so that the client does not
    /// take a part for the whole. Throws a problem when there is no place.
    public StreamingOutput body(Places places, Writing writing) {
        if (exchange.method().equals("HEAD")) {
            return out -> {};
        }
        var place = places.take(exchange.caller().orgId());
        var routing = current.getCurrent();
        var request = exchange.id();
        // The first of the two that comes: the writing, or the end of an answer that nobody has begun to write.
        var begun = new AtomicBoolean();
        routing.addEndHandler(ended -> {
            if (begun.compareAndSet(false, true)) {
                place.close();
            }
        });
        return out -> {
            if (!begun.compareAndSet(false, true)) {
                return;
            }
            try (place) {
                var open = new OpenStream(out, routing.response());
                writing.write(open);
                open.flush();
            } catch (IOException | RuntimeException e) {
                if (routing.response().closed()) {
                    LOG.infof("request %s: the client left in the middle of a download", request);
                } else {
                    LOG.errorf(e, "request %s failed in the middle of a download; its connection is cut", request);
                    SlowReaders.cut(routing);
                }
            }
        };
    }

    /// Stops who writes when nobody reads any more: the stream below may take in all the rest, and throw it away.
    private static final class OpenStream extends FilterOutputStream {
        private final HttpServerResponse response;

        OpenStream(OutputStream out, HttpServerResponse response) {
            super(out);
            this.response = response;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            check();
            out.write(bytes, offset, length);
        }

        @Override
        public void flush() throws IOException {
            check();
            out.flush();
        }

        private void check() throws IOException {
            if (response.closed()) {
                throw new IOException("the connection is closed");
            }
        }
    }
}
