package blotter.platform.http;

import blotter.platform.database.SqlFailures;
import blotter.platform.problem.Fault;
import blotter.platform.problem.Problem;
import blotter.platform.problem.ProblemType;
import jakarta.inject.Singleton;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/// Turns every failure into a problem document.
@Singleton
class ProblemMappers {
    private static final Logger LOG = Logger.getLogger("blotter.http");

    private final Exchange exchange;
    private final Routes routes;

    ProblemMappers(Exchange exchange, Routes routes) {
        this.exchange = exchange;
        this.routes = routes;
    }

    @ServerExceptionMapper
    Response problem(Problem problem) {
        var response = Response.status(problem.type().status())
                .header(HttpHeaders.CONTENT_TYPE, ProblemDocument.MEDIA_TYPE)
                .entity(ProblemDocument.of(problem, exchange.id()));
        problem.headers().forEach(response::header);
        return response.build();
    }

    @ServerExceptionMapper
    Response refused(WebApplicationException e) {
        var status = e.getResponse().getStatus();
        // An address with a parameter is not found, by JAX-RS's rules, when another resource could have had it.
        var allowed =
                status == 404 || status == 405 ? routes.of(exchange.path()).methods() : Set.<String>of();
        if (status == 405 || (!allowed.isEmpty() && !allowed.contains(exchange.method()))) {
            return problem(EarlyRefusals.methodNotAllowed(allowed));
        }
        var type = switch (status) {
            case 400 -> ProblemType.MALFORMED_BODY;
            case 404 -> ProblemType.NOT_FOUND;
            case 406 -> ProblemType.NOT_ACCEPTABLE;
            case 413 -> ProblemType.TOO_LARGE;
            case 415 -> ProblemType.UNSUPPORTED_MEDIA_TYPE;
            default -> null;
        };
        if (type == null) {
            return unexpected(e);
        }
        var faults =
                status == 400 ? List.of(new Fault("", "invalid_format", "the request is malformed")) : List.<Fault>of();
        return problem(Problem.problem(type, type.title(), faults));
    }

    @ServerExceptionMapper
    Response unexpected(Throwable e) {
        var database = List.of("GET", "HEAD").contains(exchange.method())
                ? SqlFailures.problemOfReading(e)
                : SqlFailures.problem(e);
        if (database != null) {
            if (SqlFailures.isRefusedForMemory(e)) {
                LOG.infof("request %s: %s", exchange.id(), database.detail());
                return problem(database);
            }
            var described = SqlFailures.described(e);
            LOG.warnf("request %s: %s", exchange.id(), described == null ? e.getMessage() : described);
            return problem(database);
        }
        LOG.errorf(SqlFailures.loggable(e), "request %s failed", exchange.id());
        return problem(Problem.problem(
                ProblemType.INTERNAL, "something went wrong on our side; the log has it under this request_id"));
    }
}
