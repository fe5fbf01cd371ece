package blotter.platform.http;

import blotter.platform.problem.Fault;
import blotter.platform.problem.Faults;
import blotter.platform.problem.Problem;
import blotter.platform.problem.ProblemType;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Refuses what nothing behind should see: an address that is not well-formed or that two readers could read in two
/// ways, a method that an address does not take,
/// a body that is said to be far too large.
@Singleton
class EarlyRefusals {
    private static final int EARLY = 1_000;
    private static final long FAR_TOO_LARGE = 64L << 20;
    private static final long PATIENCE_MILLIS = 2_000;

    private final Routes routes;

    EarlyRefusals(Routes routes) {
        this.routes = routes;
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, EARLY);
    }

    private void check(RoutingContext routing) {
        routing.addEndHandler(done -> closeIfSaid(routing));
        var problem = problem(routing);
        if (problem != null) {
            PublicBodies.refuse(routing, problem);
        } else if (routing.request().method() == HttpMethod.OPTIONS
                && !allowed(routing).isEmpty()) {
            // Routing would also name what the addresses beside this one take.
            routing.response()
                    .setStatusCode(204)
                    .putHeader(HttpHeaders.ALLOW, String.join(", ", allowed(routing)))
                    .end();
        } else {
            routing.next();
        }
    }

    private Set<String> allowed(RoutingContext routing) {
        var path = routing.request().path();
        return path == null ? Set.of() : routes.of(path).methods();
    }

    private @Nullable Problem problem(RoutingContext routing) {
        var request = routing.request();
        if (!Addresses.isWellFormed(request.uri())) {
            var detail = "the address is not well-formed (expected: percent-encoded UTF-8)";
            return Problem.invalid(List.of(new Fault("", "invalid_format", detail)));
        }
        if (Addresses.hasDotSegment(request.uri())) {
            var detail = "the path has a . or .. segment (expected: none, written or encoded)";
            return Problem.invalid(List.of(new Fault("", "invalid_format", detail)));
        }
        if (request.path() != null && Addresses.isAmbiguous(request.path())) {
            var detail = "the path has a ;, an empty segment, or a character that is encoded without need"
                    + " (expected: the path as the API's documentation has it)";
            return Problem.invalid(List.of(new Fault("", "invalid_format", detail)));
        }
        for (var name : List.of(HttpHeaders.HOST, "Idempotency-Key")) {
            if (request.headers().getAll(name).size() > 1) {
                return Problem.invalid(List.of(new Fault(name, "duplicate", "is there twice (expected: once)")));
            }
        }
        var encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            return Problem.problem(
                            ProblemType.UNSUPPORTED_MEDIA_TYPE,
                            "Content-Encoding: %s (expected: none)".formatted(Faults.shown(encoding)))
                    .header(HttpHeaders.ACCEPT_ENCODING, "identity");
        }
        var methods = allowed(routing);
        // Routing goes on to other addresses when one lacks the method: from GET /v1/incidents/batch to
        // /v1/incidents/{id}, where it would look for an incident called "batch".
        if (!methods.isEmpty() && !methods.contains(request.method().name())) {
            return methodNotAllowed(methods);
        }
        // A body of this length is not waited for; a smaller one is refused by whoever reads it.
        return length(request.getHeader(HttpHeaders.CONTENT_LENGTH)) > FAR_TOO_LARGE ? Exchange.tooLarge() : null;
    }

    private static long length(@Nullable String text) {
        if (text == null || !text.matches("[0-9]+")) {
            return 0;
        }
        return text.length() > 18 ? Long.MAX_VALUE : Long.parseLong(text);
    }

    /// The problem of a method that an address does not take.
    static Problem methodNotAllowed(Set<String> allowed) {
        return Problem.problem(ProblemType.METHOD_NOT_ALLOWED, "this address does not take that method")
                .header(HttpHeaders.ALLOW, String.join(", ", allowed));
    }

    // Who is still sending would lose the answer if the connection went at once: what comes is read a while, and
    // thrown away.
    private static void closeIfSaid(RoutingContext routing) {
        if (!"close".equalsIgnoreCase(routing.response().headers().get("Connection"))) {
            return;
        }
        var request = routing.request();
        if (request.isEnded()) {
            request.connection().close();
            return;
        }
        request.exceptionHandler(gone -> {});
        request.endHandler(end -> request.connection().close());
        request.handler(bytes -> {}).resume();
        routing.vertx().setTimer(PATIENCE_MILLIS, timer -> request.connection().close());
    }
}
