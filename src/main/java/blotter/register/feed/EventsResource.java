package blotter.register.feed;

import blotter.people.authentication.Proof;
import blotter.platform.access.AnyCaller;
import blotter.platform.http.Exchange;
import blotter.platform.http.Query;
import blotter.platform.problem.Faults;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// `/v1/events`: what is written, as a stream of server-sent events. Whoever may read a register hears of it.
@Singleton
@Path("/api/v1/events")
@Produces(MediaType.SERVER_SENT_EVENTS)
public class EventsResource {
    private static final String LAST = "Last-Event-ID";
    private static final long RECONNECT_MILLIS = 3_000;

    private final Exchange exchange;
    private final Feed feed;

    EventsResource(Exchange exchange, Feed feed) {
        this.exchange = exchange;
        this.feed = feed;
    }

    @GET
    @AnyCaller
    public void listen(@Context SseEventSink sink, @Context Sse sse) {
        var requested = exchange.query(this::requested);
        if (exchange.method().equals(HttpMethod.HEAD)) {
            sink.close();
            return;
        }
        feed.join(new Listener(
                Proof.of(exchange), exchange.caller(), requested.since(), requested.follow(), new Stream(sink, sse)));
    }

    private record Requested(@Nullable Position since, boolean follow) {}

    private Requested requested(Query query) {
        var requested = position("since", query.one("since"), query.faults());
        // What the browser says when it comes back is newer than the address that it comes back to.
        var last = position(LAST, exchange.header(LAST), query.faults());
        boolean follow = !"false".equals(query.oneOf("follow", List.of("true", "false")));
        return new Requested(last == null ? requested : last, follow);
    }

    private static @Nullable Position position(String name, @Nullable String id, Faults faults) {
        if (id == null || id.isEmpty()) {
            return null;
        }
        var position = Position.parse(id);
        if (position == null) {
            faults.add(name, "invalid_format", id, Position.EXPECTED);
        }
        return position;
    }

    /// The stream as HTTP has it.
    private static final class Stream implements Receiver {
        private final SseEventSink sink;
        private final Sse sse;
        private final AtomicInteger waiting = new AtomicInteger();

        Stream(SseEventSink sink, Sse sse) {
            this.sink = sink;
            this.sse = sse;
        }

        @Override
        public void send(Message message) {
            var event = sse.newEventBuilder();
            if (message.id() != null) {
                event.id(message.id());
            }
            if (message.name() == null || message.data() == null) {
                event.comment("").reconnectDelay(RECONNECT_MILLIS);
            } else {
                event.name(message.name()).data(String.class, message.data());
            }
            waiting.addAndGet(message.length());
            try {
                var unused = sink.send(event.build()).whenComplete((_, _) -> waiting.addAndGet(-message.length()));
            } catch (IllegalStateException e) {
                // Who listened has gone just now.
                sink.close();
            }
        }

        @Override
        public int waiting() {
            return waiting.get();
        }

        @Override
        public boolean isGone() {
            return sink.isClosed();
        }

        @Override
        public void end() {
            sink.close();
        }
    }
}
