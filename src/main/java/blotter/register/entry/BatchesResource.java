package blotter.register.entry;

import blotter.platform.access.AnyCaller;
import blotter.platform.http.Answer;
import blotter.platform.http.Exchange;
import blotter.platform.http.Parameter;
import blotter.platform.http.Preferences;
import blotter.platform.idempotency.Transactions;
import blotter.platform.paging.Cursor;
import blotter.platform.paging.ListRequest;
import blotter.platform.paging.Page;
import blotter.platform.problem.Problem;
import blotter.platform.problem.ProblemType;
import blotter.register.change.BatchStore;
import blotter.register.change.BatchStore.Kept;
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

/// `/v1/batches`: every write, and its undo. A caller sees the batches of the registers that they may read; others
/// do not exist for them.
@Singleton
@Produces("application/json")
@Path("/api/v1/batches")
public class BatchesResource {
    private final Exchange exchange;
    private final Transactions transactions;
    private final Registers registers;
    private final BatchStore store;

    BatchesResource(Exchange exchange, Transactions transactions, Registers registers, BatchStore store) {
        this.exchange = exchange;
        this.transactions = transactions;
        this.registers = registers;
        this.store = store;
    }

    @GET
    @AnyCaller
    public Response list() {
        var caller = exchange.caller();
        var request = exchange.query(query -> ListRequest.of(query, "-at", BatchStore.ORDERS, Cursor.Form.TIMED));
        var readable = registers.all().stream()
                .filter(engine -> caller.may(engine.kind().read()))
                .toList();
        var names = registers.incidents().names(caller.orgId(), List.of());
        var page = switch (readable.size()) {
            case 0 -> new Page<Kept>(request, List.of(), 0, null);
            case 1 -> store.list(caller.orgId(), readable.getFirst().kind().register(), request);
            default -> store.list(caller.orgId(), null, request);
        };
        return page.answer((json, batch) -> batch.writeTo(json, names)).response();
    }

    @GET
    @Path("/{id}")
    @AnyCaller
    public Response get(@PathParam("id") String id) {
        var batchId = exchange.only(batch(id));
        var batch = find(batchId);
        var names = registers.incidents().names(exchange.caller().orgId(), List.of());
        return Answer.json(200, json -> batch.writeTo(json, names)).response();
    }

    /// Undoes a batch, except for what others have changed since. A body is not needed, and ignored.
    @POST
    @Path("/{id}/undo")
    @AnyCaller
    public Response undo(@PathParam("id") String id, InputStream input) {
        var batchId = exchange.only(batch(id));
        var engines = engines(find(batchId));
        var caller = exchange.caller();
        engines.forEach(engine -> caller.require(engine.kind().write()));
        // Name what cannot be undone, whether asked for or not.
        var preferences = Preferences.of(exchange.header("Prefer")).alwaysLenient();
        return transactions.run(exchange, exchange.bytes(input), handle -> {
            try (var answer = new ChangeAnswer(preferences, false)) {
                var first = engines.getFirst().changes().undo();
                var state = first.begin(handle, caller, batchId);
                for (var engine : engines) {
                    engine.changes().undo().takeBack(handle, caller, state, answer.begin(engine.json()));
                }
                return answer.finish(first.end(handle, caller, state));
            }
        });
    }

    private Kept find(UUID id) {
        var caller = exchange.caller();
        var batch = store.find(caller.orgId(), id);
        if (batch == null
                || engines(batch).stream()
                        .noneMatch(engine -> caller.may(engine.kind().read()))) {
            throw Problem.problem(ProblemType.NOT_FOUND, "there is no batch " + id);
        }
        return batch;
    }

    /// The registers that the batch changed.
    private List<Engine> engines(Kept batch) {
        var register = batch.register();
        return registers.all().stream()
                .filter(engine -> register == null
                        || register.equals(engine.kind().register().name()))
                .toList();
    }

    private static Parameter<UUID> batch(String id) {
        return Parameter.uuid("id", id, "the uuid of a batch");
    }
}
