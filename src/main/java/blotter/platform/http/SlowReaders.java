package blotter.platform.http;

import io.netty.channel.ChannelOption;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Vertx;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/// Cuts off clients that take in their answers too slowly, as [BodyTime] does with those that send too slowly: each
/// keeps
/// a worker, and often a connection to PostgreSQL, from the others.
///
/// Once a second it looks at every answer that is not yet sent. Time counts only while the client keeps us waiting, and
/// 64 KiB make up for a second of it.
@Singleton
class SlowReaders {
    private static final Logger LOG = Logger.getLogger("blotter.http");
    // Right behind the headers, before everything that may answer.
    private static final int SECOND = 1_999;
    private static final int BYTES_A_SECOND = 64 * 1024;
    private static final long PAUSE_MILLIS = 1_000;

    private final long patience;
    private final Set<Answering> open = ConcurrentHashMap.newKeySet();

    SlowReaders(BodyTime patience, Vertx vertx) {
        this.patience = patience.least().toMillis();
        vertx.setPeriodic(PAUSE_MILLIS, id -> open.forEach(this::look));
    }

    void register(@Observes Filters filters) {
        filters.register(this::watch, SECOND);
    }

    private static final class Answering {
        private final RoutingContext routing;
        private long sent;
        private long waited;

        Answering(RoutingContext routing) {
            this.routing = routing;
        }
    }

    private void watch(RoutingContext routing) {
        var answering = new Answering(routing);
        open.add(answering);
        routing.addEndHandler(ended -> open.remove(answering));
        routing.next();
    }

    private void look(Answering answering) {
        try {
            measure(answering);
        } catch (IllegalStateException e) {
            // It has just ended.
            open.remove(answering);
        }
    }

    private void measure(Answering answering) {
        var response = answering.routing.response();
        if (response.ended() || response.closed()) {
            // Whoever writes may have put its own handlers in the place of those that would have said so.
            open.remove(answering);
            return;
        }
        long sent = response.bytesWritten();
        long made = (sent - answering.sent) * 1_000 / BYTES_A_SECOND;
        answering.sent = sent;
        answering.waited = Math.max(0, answering.waited + (response.writeQueueFull() ? PAUSE_MILLIS : 0) - made);
        if (answering.waited > patience) {
            open.remove(answering);
            LOG.infof(
                    "request %s: cut off after %d bytes, since its client takes in less than %d bytes a second",
                    Client.of(answering.routing).requestId(), sent, BYTES_A_SECOND);
            cut(answering.routing);
        }
    }

    /// Ends the connection at once. To close it the usual way waits until the client has taken in what was written, and
    /// to leave the rest to the kernel lets it wait for the client.
    static void cut(RoutingContext routing) {
        if (routing.request().connection() instanceof HttpServerConnection connection) {
            connection.channelHandlerContext().channel().config().setOption(ChannelOption.SO_LINGER, 0);
            connection.channelHandlerContext().close();
        }
    }
}
