package blotter.http;

import blotter.json.Json;
import blotter.problem.Fault;
import blotter.problem.Problem;
import blotter.problem.ProblemType;
import com.fasterxml.jackson.core.JsonGenerator;
import jakarta.inject.Singleton;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.List;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/// Turns every failure into a problem document.
@Singleton
class ProblemMappers {
    private static final Logger LOG = Logger.getLogger("blotter.http");

    private final Exchange exchange;

    ProblemMappers(Exchange exchange) {
        this.exchange = exchange;
    }

    @ServerExceptionMapper
    Response problem(Problem problem) {
        var response = Response.status(problem.type().status())
                .header(HttpHeaders.CONTENT_TYPE, "application/problem+json")
                .entity(Json.bytes(json -> write(json, problem)));
        problem.headers().forEach(response::header);
        return response.build();
    }

    @ServerExceptionMapper
    Response refused(WebApplicationException e) {
        var status = e.getResponse().getStatus();
        if (status == 405) {
            var allowed = e instanceof NotAllowedException notAllowed
                    ? notAllowed.getResponse().getAllowedMethods()
                    : java.util.Set.<String>of();
            var problem = Problem.problem(ProblemType.METHOD_NOT_ALLOWED, "this address does not take that method");
            return problem(
                    allowed.isEmpty()
                            ? problem
                            : problem.header(HttpHeaders.ALLOW, String.join(", ", new java.util.TreeSet<>(allowed))));
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
        var database = blotter.database.SqlFailures.problem(e);
        if (database != null) {
            LOG.warnf("request %s: %s", exchange.id(), e.getMessage());
            return problem(database);
        }
        LOG.errorf(e, "request %s failed", exchange.id());
        return problem(Problem.problem(
                ProblemType.INTERNAL, "something went wrong on our side; the log has it under this request_id"));
    }

    private void write(JsonGenerator json, Problem problem) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "/problems/" + problem.type().slug());
        json.writeStringField("title", problem.type().title());
        json.writeNumberField("status", problem.type().status());
        json.writeStringField("detail", problem.detail());
        for (var member : problem.members().entrySet()) {
            json.writeStringField(member.getKey(), member.getValue());
        }
        if (!problem.faults().isEmpty()) {
            json.writeArrayFieldStart("errors");
            for (var fault : problem.faults()) {
                json.writeStartObject();
                json.writeStringField("pointer", fault.pointer());
                json.writeStringField("code", fault.code());
                json.writeStringField("detail", fault.detail());
                if (fault.id() != null) {
                    json.writeStringField("id", fault.id());
                }
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        json.writeStringField("request_id", exchange.id());
        json.writeEndObject();
    }
}
