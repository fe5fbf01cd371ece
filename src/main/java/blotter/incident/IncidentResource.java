package blotter.incident;

import blotter.access.Needs;
import blotter.access.Permission;
import blotter.change.Entry;
import blotter.change.IfMatch;
import blotter.change.Names;
import blotter.change.PatchReader.Mode;
import blotter.change.Selected;
import blotter.change.Selection;
import blotter.change.Terms;
import blotter.http.Answer;
import blotter.http.Exchange;
import blotter.idempotency.Writes;
import blotter.json.JsonFields;
import blotter.problem.Faults;
import blotter.problem.Problem;
import blotter.problem.ProblemType;
import jakarta.inject.Singleton;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// `/v1/incidents/{id}`: one incident.
@Singleton
@Path("/api/v1/incidents/{id}")
@Produces("application/json")
public class IncidentResource {
    private final Exchange exchange;
    private final Writes writes;
    private final IncidentEngine engine;
    private final IncidentStore store;

    IncidentResource(Exchange exchange, Writes writes, IncidentEngine engine, IncidentStore store) {
        this.exchange = exchange;
        this.writes = writes;
        this.engine = engine;
        this.store = store;
    }

    @GET
    @Needs(Permission.INCIDENTS_READ)
    public Response get(@PathParam("id") String id) {
        var faults = new Faults();
        exchange.takesNoQuery(faults);
        var number = Incidents.REGISTER.number(id, faults);
        faults.throwIfAny();
        var orgId = exchange.caller().orgId();
        var entry = store.find(orgId, number);
        if (entry == null) {
            throw Problem.problem(ProblemType.NOT_FOUND, Incidents.REGISTER.id(number) + " does not exist");
        }
        return row(entry, engine.names(orgId, List.of(entry))).response();
    }

    @PATCH
    @Needs(Permission.INCIDENTS_WRITE)
    public Response patch(@PathParam("id") String id, InputStream input) {
        var body = exchange.patch(input);
        var faults = new Faults();
        exchange.takesNoQuery(faults);
        var number = Incidents.REGISTER.number(id, faults);
        var ifMatch = IfMatch.of(exchange.header("If-Match"), faults);
        var json = JsonFields.of(body.json(), "", faults);
        if (json == null) {
            throw Problem.invalid(faults.list());
        }
        var mode = Mode.single(body.mergePatch());
        var request = engine.reader().read(json, exchange.caller(), mode);
        json.refuseUnknown();
        faults.throwIfAny();
        if (request.isEmpty()) {
            throw BulkPatchResource.emptyPayload();
        }
        var selection = new Selection.ByIds(List.of(new Selected(number, "")));
        return writes.run(exchange, body.bytes(), handle -> {
            var answer = new AtomicReference<@Nullable Answer>();
            var result = engine.changes()
                    .patch(
                            handle,
                            exchange.caller(),
                            selection,
                            request,
                            Terms.ifMatch(ifMatch),
                            (entry, changes, names) -> answer.set(row(entry, names)));
            return Objects.requireNonNull(answer.get()).wrote(result.batch().id() != null);
        });
    }

    @DELETE
    @Needs(Permission.INCIDENTS_WRITE)
    public Response delete(@PathParam("id") String id) {
        var faults = new Faults();
        exchange.takesNoQuery(faults);
        var number = Incidents.REGISTER.number(id, faults);
        var ifMatch = IfMatch.of(exchange.header("If-Match"), faults);
        faults.throwIfAny();
        return writes.run(exchange, new byte[0], handle -> {
            engine.changes().delete(handle, exchange.caller(), List.of(new Selected(number, "")), ifMatch);
            return Answer.empty(204).wrote(true);
        });
    }

    private static Answer row(Entry entry, Names names) {
        return Answer.json(200, json -> IncidentJson.writeRow(json, entry, names))
                .header("ETag", IfMatch.tag(entry));
    }
}
