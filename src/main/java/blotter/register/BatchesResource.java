package blotter.register;

import blotter.access.Needs;
import blotter.access.Permission;
import blotter.change.BatchStore;
import blotter.http.Answer;
import blotter.http.Cursor;
import blotter.http.Exchange;
import blotter.http.ListRequest;
import blotter.http.Preferences;
import blotter.idempotency.Writes;
import blotter.json.Uuids;
import blotter.problem.Faults;
import blotter.problem.Problem;
import blotter.problem.ProblemType;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.List;
import java.util.UUID;

/// `/v1/batches`: every write, and its undo.
@Singleton
@Produces("application/json")
@Path("/api/v1/batches")
public class BatchesResource {
    private final Exchange exchange;
    private final Writes writes;
    private final Engine engine;
    private final BatchStore store;

    BatchesResource(Exchange exchange, Writes writes, Registers registers, BatchStore store) {
        this.exchange = exchange;
        this.writes = writes;
        this.engine = registers.incidents();
        this.store = store;
    }

    @GET
    @Needs(Permission.INCIDENTS_READ)
    public Response list() {
        var orgId = exchange.caller().orgId();
        var faults = new Faults();
        var query = exchange.query(faults);
        var request = ListRequest.of(query, "-at", BatchStore.ORDERS, Cursor.Form.TIMED);
        query.refuseUnknown();
        faults.throwIfAny();
        var names = engine.names(orgId, List.of());
        return store.list(orgId, request)
                .answer((json, batch) -> batch.writeTo(json, names))
                .response();
    }

    @GET
    @Path("/{id}")
    @Needs(Permission.INCIDENTS_READ)
    public Response get(@PathParam("id") String id) {
        var faults = new Faults();
        exchange.takesNoQuery(faults);
        var batchId = id(id, faults);
        faults.throwIfAny();
        var orgId = exchange.caller().orgId();
        var batch = store.find(orgId, batchId);
        if (batch == null) {
            throw Problem.problem(ProblemType.NOT_FOUND, "there is no batch " + batchId);
        }
        var names = engine.names(orgId, List.of());
        return Answer.json(200, json -> batch.writeTo(json, names)).response();
    }

    /// Takes a batch back, as far as nobody has changed since what it changed. A body is not needed, and
    /// not read.
    @POST
    @Path("/{id}/undo")
    @Needs(Permission.INCIDENTS_WRITE)
    public Response undo(@PathParam("id") String id, InputStream input) {
        var faults = new Faults();
        exchange.takesNoQuery(faults);
        var batchId = id(id, faults);
        faults.throwIfAny();
        // What cannot be taken back is named, asked for or not.
        var answer = new ChangeAnswer(
                engine.json(), Preferences.of(exchange.header("Prefer")).alwaysLenient(), false);
        return writes.run(
                exchange,
                exchange.bytes(input),
                handle -> answer.of(rows -> engine.undo().undo(handle, exchange.caller(), batchId, rows)));
    }

    private static UUID id(String id, Faults faults) {
        var uuid = Uuids.parse(id);
        if (uuid == null) {
            faults.add("id", "invalid_format", id, "the uuid of a batch");
            return new UUID(0, 0);
        }
        return uuid;
    }
}
