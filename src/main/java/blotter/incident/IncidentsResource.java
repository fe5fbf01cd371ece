package blotter.incident;

import blotter.access.Needs;
import blotter.access.Permission;
import blotter.change.Changes;
import blotter.change.IfMatch;
import blotter.change.Selected;
import blotter.http.Answer;
import blotter.http.Exchange;
import blotter.http.ListRequest;
import blotter.idempotency.Writes;
import blotter.json.JsonFields;
import blotter.organization.Limits;
import blotter.problem.Faults;
import blotter.tag.Tags;
import jakarta.inject.Singleton;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Clock;
import java.util.List;
import java.util.Objects;

/// `/v1/incidents`: the list, what is made, and what is done to many.
@Singleton
@Path("/api/v1/incidents")
@Produces("application/json")
public class IncidentsResource {
    private final Exchange exchange;
    private final Writes writes;
    private final IncidentEngine engine;
    private final IncidentStore store;
    private final IncidentDrafts drafts;
    private final Tags tags;
    private final Limits limits;

    IncidentsResource(
            Exchange exchange,
            Writes writes,
            IncidentEngine engine,
            IncidentStore store,
            Tags tags,
            Clock clock,
            Limits limits) {
        this.exchange = exchange;
        this.writes = writes;
        this.engine = engine;
        this.store = store;
        this.drafts = new IncidentDrafts(engine.reader(), clock);
        this.tags = tags;
        this.limits = limits;
    }

    @GET
    @Needs(Permission.INCIDENTS_READ)
    public Response list() {
        var orgId = exchange.caller().orgId();
        var faults = new Faults();
        var query = exchange.query(faults);
        var filter = new IncidentFilter(query, tags.of(orgId));
        var request = ListRequest.of(query, "-id", IncidentOrder.NAMES, IncidentOrder::accepts);
        query.refuseUnknown();
        faults.throwIfAny();
        var page = store.list(orgId, filter, request);
        var names = engine.names(orgId, page.rows());
        return page.answer((json, entry) -> IncidentJson.writeRow(json, entry, names))
                .response();
    }

    @POST
    @Needs(Permission.INCIDENTS_WRITE)
    public Response create(InputStream input) {
        var body = exchange.json(input);
        var faults = new Faults();
        exchange.takesNoQuery(faults);
        var json = JsonFields.of(body.json(), "", faults);
        var draft = json == null ? null : drafts.read(json, exchange.caller());
        faults.throwIfAny();
        return writes.run(exchange, body.bytes(), handle -> {
            var made =
                    engine.changes().create(handle, exchange.caller(), List.of(Objects.requireNonNull(draft)), i -> "");
            var entry = made.entries().getFirst();
            return Answer.json(201, out -> IncidentJson.writeIncident(out, entry, made.names()))
                    .header("Location", "/api/v1/incidents/" + Incidents.REGISTER.id(entry.number()))
                    .header("ETag", IfMatch.tag(entry))
                    .wrote(true);
        });
    }

    @DELETE
    @Needs(Permission.INCIDENTS_WRITE)
    public Response delete(InputStream input) {
        var body = exchange.json(input);
        var faults = new Faults();
        exchange.takesNoQuery(faults);
        var json = JsonFields.of(body.json(), "", faults);
        var selection = json == null ? List.<Selected>of() : selection(json, faults);
        if (json != null) {
            json.refuseUnknown();
        }
        faults.throwIfAny();
        return writes.run(exchange, body.bytes(), handle -> {
            var batch = engine.changes().delete(handle, exchange.caller(), selection, IfMatch.any());
            return Answer.json(200, out -> {
                        out.writeStartObject();
                        out.writeFieldName("batch");
                        batch.writeTo(out);
                        out.writeEndObject();
                    })
                    .wrote(true);
        });
    }

    private List<Selected> selection(JsonFields json, Faults faults) {
        var ids = json.array("ids");
        var selection =
                ids == null ? List.<Selected>of() : Selected.read(ids, Incidents.REGISTER, limits.maxIds(), faults);
        if (ids == null ? json.value("ids") == null : ids.isEmpty()) {
            faults.add("/ids", "required", "no ids (expected: at least one id like INC-00007)");
        }
        return selection;
    }

    static Answer rows(int status, Changes.Made result) {
        return Answer.json(status, json -> {
                    json.writeStartObject();
                    json.writeArrayFieldStart("incidents");
                    for (var entry : result.entries()) {
                        IncidentJson.writeRow(json, entry, result.names());
                    }
                    json.writeEndArray();
                    json.writeFieldName("batch");
                    result.batch().writeTo(json);
                    json.writeEndObject();
                })
                .wrote(result.batch().id() != null);
    }
}
