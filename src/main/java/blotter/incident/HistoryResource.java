package blotter.incident;

import blotter.access.Needs;
import blotter.access.Permission;
import blotter.change.HistoryStore;
import blotter.http.Cursor;
import blotter.http.Exchange;
import blotter.http.ListRequest;
import blotter.problem.Faults;
import blotter.problem.Problem;
import blotter.problem.ProblemType;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.util.List;

/// `/v1/incidents/{id}/history`: what happened to an incident, also to one that was deleted.
@Singleton
@Produces("application/json")
@Path("/api/v1/incidents/{id}/history")
public class HistoryResource {
    private final Exchange exchange;
    private final HistoryStore store;
    private final IncidentEngine engine;

    HistoryResource(Exchange exchange, HistoryStore store, IncidentEngine engine) {
        this.exchange = exchange;
        this.store = store;
        this.engine = engine;
    }

    @GET
    @Needs(Permission.INCIDENTS_READ)
    public Response list(@PathParam("id") String id) {
        var orgId = exchange.caller().orgId();
        var faults = new Faults();
        var number = IncidentResource.number(id, faults);
        var query = exchange.query(faults);
        var request = ListRequest.of(query, "-at", HistoryStore.ORDERS, Cursor.Form.NUMBERED);
        query.refuseUnknown();
        faults.throwIfAny();
        var page = store.list(orgId, number, request);
        if (page.total() == 0) {
            throw Problem.problem(
                    ProblemType.NOT_FOUND, Incidents.REGISTER.id(number) + " does not exist and never has");
        }
        var names = engine.names(orgId, List.of());
        return page.answer((json, item) -> item.writeTo(json, names)).response();
    }
}
