package blotter.platform.http;

import blotter.platform.memory.MemoryBudget;
import blotter.platform.problem.Problem;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/// Takes in the body of what anybody may send, such as a sign-in, before a worker has to do with it: strangers who send
/// slowly would else hold all workers. It is small, and has to come in time. All that wait share a budget, of which one
/// address may take an eighth: who finds it spent is refused.
@Singleton
class PublicBodies {
    // Behind the early refusals.
    private static final int EARLY = 900;
    private static final int MOST = 64 * 1024;

    private final Routes routes;
    private final BodyTime time;
    private final WaitingBodies waiting;

    PublicBodies(Routes routes, BodyTime time, Memory memory) {
        this.routes = routes;
        this.time = time;
        this.waiting = memory.strangers();
    }

    void register(@Observes Filters filters) {
        filters.register(this::read, EARLY);
    }

    private void read(RoutingContext routing) {
        var request = routing.request();
        var path = request.path();
        if (!request.method().name().equals("POST")
                || path == null
                || !routes.of(path).publicPost()) {
            routing.next();
            return;
        }
        var body = Buffer.buffer();
        var place = waiting.of(Client.of(routing).address());
        routing.addEndHandler(done -> place.close());
        long timer = routing.vertx().setTimer(time.of(0).toMillis(), late -> {
            request.handler(null);
            request.endHandler(null);
            refuse(routing, PunctualStream.late());
        });
        request.exceptionHandler(gone -> routing.vertx().cancelTimer(timer));
        request.handler(bytes -> {
            var problem = body.length() + bytes.length() > MOST
                    ? Exchange.tooLarge(MOST)
                    : place.take(bytes.length()) ? null : MemoryBudget.spent().header("Connection", "close");
            if (problem == null) {
                body.appendBuffer(bytes);
            } else if (routing.vertx().cancelTimer(timer)) {
                request.handler(null);
                request.endHandler(null);
                refuse(routing, problem);
            }
        });
        request.endHandler(end -> {
            if (routing.vertx().cancelTimer(timer)) {
                ((RoutingContextInternal) routing).setBody(body);
                routing.next();
            }
        });
        request.resume();
    }

    static void refuse(RoutingContext routing, Problem problem) {
        var response = routing.response().setStatusCode(problem.type().status());
        problem.headers().forEach(response::putHeader);
        response.putHeader(HttpHeaders.CONTENT_TYPE, ProblemDocument.MEDIA_TYPE)
                .end(Buffer.buffer(
                        ProblemDocument.of(problem, Client.of(routing).requestId())));
    }
}
