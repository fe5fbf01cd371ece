package blotter.register.view;

import blotter.people.person.Users;
import blotter.platform.access.AnyCaller;
import blotter.platform.http.Answer;
import blotter.platform.http.Exchange;
import blotter.platform.http.Parameter;
import blotter.platform.idempotency.Transactions;
import blotter.platform.json.JsonFields;
import blotter.platform.paging.Cursor;
import blotter.platform.paging.ListRequest;
import blotter.platform.paging.Page;
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
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `/v1/views`: lists that somebody wants to see again. Which permission one needs follows from the register.
@Singleton
@Path("/api/v1/views")
@Produces("application/json")
public class ViewsResource {
    private static final List<String> ORDERS = List.of("name");

    private final Exchange exchange;
    private final Transactions transactions;
    private final Users users;
    private final ListGrammars grammars;
    private final Views views;

    ViewsResource(
            Exchange exchange,
            Transactions transactions,
            Users users,
            ViewStore store,
            ListGrammars grammars,
            Clock clock) {
        this.exchange = exchange;
        this.transactions = transactions;
        this.users = users;
        this.grammars = grammars;
        this.views = new Views(store, grammars, clock);
    }

    @GET
    @AnyCaller
    public Response list() {
        record Listed(ListRequest page, @Nullable String register) {}
        var requested = exchange.query(query -> new Listed(
                ListRequest.of(query, "name", ORDERS, Cursor.Form.ANY), query.oneOf("register", registers())));
        var orgId = exchange.caller().orgId();
        return Page.of(
                        views.list(exchange.caller(), requested.register()),
                        requested.page(),
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
        var requested = exchange.json(input, this::requested);
        return transactions.run(exchange, handle -> {
            var view = views.create(handle, exchange.caller(), requested.register(), requested.change());
            return answer(201, view).wrote(true);
        });
    }

    private record Requested(String register, Change change) {}

    private @Nullable Requested requested(JsonFields json) {
        json.require("a value", "name", "register");
        var register = json.oneOf(
                "register", text -> registers().contains(text) ? text : null, String.join(" or ", registers()));
        var grammar = register == null ? null : grammars.byRegister().get(register);
        if (register == null || grammar == null) {
            // What else the body may have depends on the register.
            json.faults().throwIfAny();
            return null;
        }
        exchange.caller().require(grammar.permission());
        return new Requested(
                register, ViewReader.read(json, grammar, exchange.caller().orgId()));
    }

    @PATCH
    @Path("/{id}")
    @AnyCaller
    public Response change(@PathParam("id") String id, InputStream input) {
        var named = view(id);
        var change =
                exchange.patch(input, "at least one field that is not null", fields -> change(fields, named), named);
        return transactions.run(exchange, handle -> {
            var changed = views.change(handle, exchange.caller(), named.value(), change);
            return answer(200, changed.view()).wrote(changed.changed());
        });
    }

    private @Nullable Change change(JsonFields json, Parameter<UUID> named) {
        var id = named.orNull();
        if (id == null) {
            // What the body may have depends on the view.
            json.faults().throwIfAny();
            return null;
        }
        var view = views.get(exchange.caller(), id);
        var change =
                ViewReader.read(json, views.grammar(view), exchange.caller().orgId());
        return change.isEmpty() ? null : change;
    }

    @DELETE
    @Path("/{id}")
    @AnyCaller
    public Response delete(@PathParam("id") String id) {
        var viewId = exchange.only(view(id));
        return transactions.run(exchange, handle -> {
            views.delete(handle, exchange.caller(), viewId);
            return Answer.empty(204).wrote(true);
        });
    }

    private Answer answer(int status, SavedView view) {
        var orgId = exchange.caller().orgId();
        return Answer.json(status, json -> view.writeTo(json, orgId, users));
    }

    private static Parameter<UUID> view(String id) {
        return Parameter.uuid("id", id, "the uuid of a view");
    }
}
