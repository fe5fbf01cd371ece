package blotter.platform.http;

import io.netty.buffer.Unpooled;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.Objects;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveResourceInfo;
import org.jboss.resteasy.reactive.server.spi.ServerMessageBodyWriter;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;

/// Sends a large body as fast as its reader takes it, without a worker waiting for that. Sent at once, all of it would
/// be
/// copied into memory outside the heap until its reader has it. Found by Quarkus, hence it is public.
@Provider
@Produces(MediaType.WILDCARD)
public final class LargeBodyWriter implements ServerMessageBodyWriter<Object> {
    private static final int CHUNK = 64 * 1024;

    private final CurrentVertxRequest current;

    /// Made by Quarkus.
    public LargeBodyWriter(CurrentVertxRequest current) {
        this.current = current;
    }

    @Override
    public boolean isWriteable(Class<?> type, Type generic, ResteasyReactiveResourceInfo target, MediaType media) {
        return type == LargeBody.class;
    }

    @Override
    public boolean isWriteable(Class<?> type, Type generic, Annotation[] annotations, MediaType media) {
        return type == LargeBody.class;
    }

    @Override
    public void writeResponse(Object body, Type generic, ServerRequestContext context) {
        var routing = current.getCurrent();
        var sending = new Sending(routing.response(), (LargeBody) body);
        routing.response().putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(sending.bytes.length));
        routing.addEndHandler(sent -> sending.end());
        var thread = Objects.requireNonNull(Vertx.currentContext());
        thread.runOnContext(begin -> sending.more());
    }

    /// A body on its way, on the thread of its connection.
    private static final class Sending {
        private static final byte[] NOTHING = {};

        private final HttpServerResponse response;
        private byte[] bytes;
        private int sent;

        Sending(HttpServerResponse response, LargeBody body) {
            this.response = response;
            this.bytes = body.take();
        }

        void more() {
            while (sent < bytes.length && !response.writeQueueFull()) {
                int length = Math.min(CHUNK, bytes.length - sent);
                response.write(Buffer.buffer(Unpooled.wrappedBuffer(bytes, sent, length)));
                sent += length;
            }
            if (response.closed()) {
                end();
            } else if (sent == bytes.length) {
                response.end();
            } else {
                response.drainHandler(drained -> more());
            }
        }

        // What has been sent is still referred to by the answer, and that by the worker.
        void end() {
            bytes = NOTHING;
        }
    }

    @Override
    public void writeTo(
            Object body,
            Class<?> type,
            Type generic,
            Annotation[] annotations,
            MediaType media,
            MultivaluedMap<String, Object> headers,
            OutputStream out)
            throws IOException {
        out.write(((LargeBody) body).take());
    }
}
