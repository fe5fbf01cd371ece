package blotter.register.view;

import blotter.people.person.Users;
import blotter.platform.access.AnyCaller;
import blotter.platform.http.Answer;
import blotter.platform.http.Exchange;
import blotter.platform.idempotency.Writes;
import blotter.platform.json.JsonFields;
import blotter.platform.json.Uuids;
import blotter.platform.paging.Cursor;
import blotter.platform.paging.ListRequest;
import blotter.platform.paging.Page;
import blotter.platform.problem.Fault;
import blotter.platform.problem.Faults;
import blotter.platform.problem.Problem;
import blotter.platform.problem.ProblemType;
import blotter.register.view.SavedView.Change;
import jakarta.inject.Singleton;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `/v1/views`: lists that somebody wants to see again. Which permission one needs follows from the register.
@Singleton
@Path("/api/v1/views")
@Produces("application/json")
public class ViewsResource {
    private static final List<String> ORDERS = List.of("name");

    private final Exchange exchange;
    private final Writes writes;
    private final Users users;
    private final ListGrammars grammars;
    private final Views views;

    ViewsResource(Exchange exchange, Writes writes, Users users, ViewStore store, ListGrammars grammars, Clock clock) {
        this.exchange = exchange;
        this.writes = writes;
        this.users = users;
        this.grammars = grammars;
        this.views = new Views(store, grammars, clock);
    }

    @GET
    @AnyCaller
    public Response list() {
        var faults = new Faults();
        var query = exchange.query(faults);
        var request = ListRequest.of(query, "name", ORDERS, Cursor.Form.ANY);
        var register = query.oneOf("register", registers());
        query.refuseUnknown();
        faults.throwIfAny();
        var orgId = exchange.caller().orgId();
        return Page.of(
                        views.list(exchange.caller(), register),
                        request,
                        view -> view.content().name().toLowerCase(Locale.ROOT),
                        view -> view.id().toString())
                .answer((json, view) -> view.writeTo(json, orgId, users))
                .response();
    }

    private List<String> registers() {
        return grammars.byRegister().keySet().stream().sorted().toList();
    }

    @POST
    @AnyCaller
    public Response create(InputStream input) {
        var body = exchange.json(input);
        var faults = new Faults();
        exchange.takesNoQuery(faults);
        var json = JsonFields.of(body.json(), "", faults);
        if (json == null) {
            throw Problem.invalid(faults.list());
        }
        json.require("a value", "name", "register");
        var register = json.oneOf(
                "register", text -> registers().contains(text) ? text : null, String.join(" or ", registers()));
        var grammar = register == null ? null : grammars.byRegister().get(register);
        Change change = null;
        if (grammar != null) {
            exchange.caller().require(grammar.permission());
            change = ViewReader.read(json, grammar, exchange.caller().orgId(), false);
            json.refuseUnknown();
        }
        faults.throwIfAny();
        var wanted = Objects.requireNonNull(change);
        return writes.run(exchange, body.bytes(), handle -> {
            var view = views.create(handle, exchange.caller(), Objects.requireNonNull(register), wanted);
            return answer(201, view).wrote(true);
        });
    }

    @PATCH
    @Path("/{id}")
    @AnyCaller
    public Response change(@PathParam("id") String id, InputStream input) {
        var body = exchange.patch(input);
        var faults = new Faults();
        exchange.takesNoQuery(faults);
        var viewId = id(id, faults);
        var json = JsonFields.of(body.json(), "", faults);
        if (json == null || viewId == null) {
            throw Problem.invalid(faults.list());
        }
        var before = views.get(exchange.caller(), viewId);
        var change =
                ViewReader.read(json, views.grammar(before), exchange.caller().orgId(), body.mergePatch());
        json.refuseUnknown();
        faults.throwIfAny();
        if (change.isEmpty()) {
            var detail = "the body changes nothing (expected: at least one field that is not null)";
            throw Problem.problem(ProblemType.EMPTY_PAYLOAD, detail, List.of(new Fault("", "empty_payload", detail)));
        }
        return writes.run(exchange, body.bytes(), handle -> {
            var changed = views.change(handle, exchange.caller(), viewId, change);
            return answer(200, changed.view()).wrote(changed.changed());
        });
    }

    @DELETE
    @Path("/{id}")
    @AnyCaller
    public Response delete(@PathParam("id") String id) {
        var faults = new Faults();
        exchange.takesNoQuery(faults);
        var viewId = id(id, faults);
        faults.throwIfAny();
        return writes.run(exchange, new byte[0], handle -> {
            views.delete(handle, exchange.caller(), Objects.requireNonNull(viewId));
            return Answer.empty(204).wrote(true);
        });
    }

    private Answer answer(int status, SavedView view) {
        var orgId = exchange.caller().orgId();
        return Answer.json(status, json -> view.writeTo(json, orgId, users));
    }

    private static @Nullable UUID id(String id, Faults faults) {
        var uuid = Uuids.parse(id);
        if (uuid == null) {
            faults.add("id", "invalid_format", id, "the uuid of a view");
        }
        return uuid;
    }
}
