package blotter.incident;

import blotter.access.Needs;
import blotter.access.Permission;
import blotter.change.PatchRequest;
import blotter.http.Exchange;
import blotter.idempotency.Writes;
import blotter.json.JsonFields;
import blotter.organization.Limits;
import blotter.problem.Faults;
import blotter.problem.Problem;
import blotter.problem.ProblemType;
import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Singleton;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// `/v1/incidents/batch`: many incidents made at once. A resource of its own, since every other method of
/// this address would else be taken for one on the incident `batch`.
@Singleton
@Path("/api/v1/incidents/batch")
@Produces("application/json")
public class IncidentBatchResource {
    private final Exchange exchange;
    private final Writes writes;
    private final IncidentEngine engine;
    private final IncidentDrafts drafts;
    private final Limits limits;

    IncidentBatchResource(Exchange exchange, Writes writes, IncidentEngine engine, Clock clock, Limits limits) {
        this.exchange = exchange;
        this.writes = writes;
        this.engine = engine;
        this.drafts = new IncidentDrafts(engine.reader(), clock);
        this.limits = limits;
    }

    @POST
    @Needs(Permission.INCIDENTS_WRITE)
    public Response create(InputStream input) {
        var body = exchange.json(input);
        var faults = new Faults();
        exchange.takesNoQuery(faults);
        var drafted = new ArrayList<PatchRequest>();
        var json = JsonFields.of(body.json(), "", faults);
        if (json != null) {
            for (var element : incidents(json)) {
                var each = JsonFields.of(element, "/incidents/" + drafted.size(), faults);
                drafted.add(
                        each == null ? new PatchRequest(Map.of(), null, null) : drafts.read(each, exchange.caller()));
            }
            json.refuseUnknown();
        }
        faults.throwIfAny();
        return writes.run(exchange, body.bytes(), handle -> {
            var made = engine.changes().create(handle, exchange.caller(), drafted, i -> "/incidents/" + i);
            return IncidentsResource.rows(201, made);
        });
    }

    private List<JsonNode> incidents(JsonFields json) {
        var elements = json.array("incidents");
        if (elements == null || elements.isEmpty()) {
            if (elements != null || json.value("incidents") == null) {
                json.faults().add("/incidents", "required", "missing or empty (expected: a list of incidents)");
            }
            return List.of();
        }
        if (elements.size() > limits.maxIds()) {
            throw Problem.problem(
                    ProblemType.TOO_LARGE,
                    "%d incidents (expected: %d at most in one call)".formatted(elements.size(), limits.maxIds()));
        }
        return elements;
    }
}
