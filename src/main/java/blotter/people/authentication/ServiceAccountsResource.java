package blotter.people.authentication;

import blotter.people.audit.Action;
import blotter.people.audit.AuditEntry;
import blotter.people.audit.AuditLog;
import blotter.people.authentication.ServiceAccountStore.Content;
import blotter.people.authentication.ServiceAccountStore.Kept;
import blotter.people.organization.OrganizationStore;
import blotter.people.person.UserStore;
import blotter.platform.access.Needs;
import blotter.platform.access.Permission;
import blotter.platform.access.RecentSignIn;
import blotter.platform.access.Role;
import blotter.platform.database.Database;
import blotter.platform.http.Answer;
import blotter.platform.http.Exchange;
import blotter.platform.http.Parameter;
import blotter.platform.idempotency.Transactions;
import blotter.platform.json.JsonFields;
import blotter.platform.paging.Cursor;
import blotter.platform.paging.ListRequest;
import blotter.platform.paging.Page;
import blotter.platform.problem.Faults;
import blotter.platform.problem.Problem;
import blotter.platform.problem.ProblemType;
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
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// `/v1/service-accounts`: the machines that may ask for tokens. What is changed here is so on every node with its next
/// request.
@Singleton
@Path("/api/v1/service-accounts")
@Produces("application/json")
public class ServiceAccountsResource {
    private static final List<String> ORDERS = List.of("name");
    private static final int LONGEST_OVERLAP = 7 * 24 * 60 * 60;

    private final Exchange exchange;
    private final Transactions transactions;
    private final ServiceAccounts accounts;
    private final OrganizationStore organizations;
    private final AuditLog audit;
    private final Clock clock;
    private final ServiceAccountStore store;

    ServiceAccountsResource(
            Exchange exchange,
            Transactions transactions,
            Database database,
            UserStore users,
            ServiceAccounts accounts,
            OrganizationStore organizations,
            AuditLog audit,
            Clock clock) {
        this.exchange = exchange;
        this.transactions = transactions;
        this.accounts = accounts;
        this.organizations = organizations;
        this.audit = audit;
        this.clock = clock;
        this.store = new ServiceAccountStore(database, users, accounts);
    }

    @GET
    @Needs(Permission.USERS_MANAGE)
    public Response list() {
        var request = exchange.query(query -> ListRequest.of(query, "name", ORDERS, Cursor.Form.ANY));
        return Page.of(
                        store.all(exchange.caller().orgId(), clock.instant()),
                        request,
                        account -> account.content().name().toLowerCase(Locale.ROOT),
                        account -> account.id().toString())
                .answer((json, account) -> account.writeTo(json, null))
                .response();
    }

    @GET
    @Path("/{id}")
    @Needs(Permission.USERS_MANAGE)
    public Response get(@PathParam("id") String id) {
        var accountId = exchange.only(account(id));
        var found = store.all(exchange.caller().orgId(), clock.instant()).stream()
                .filter(account -> account.id().equals(accountId))
                .findFirst()
                .orElseThrow(() -> none(accountId));
        return Answer.json(200, json -> found.writeTo(json, null)).response();
    }

    /// Makes an account. Its secret is in this answer alone: no answer is kept for an Idempotency-Key.
    @POST
    @Needs(Permission.USERS_MANAGE)
    @RecentSignIn
    public Response create(InputStream input) {
        var content = exchange.json(input, json -> {
                    json.require("a value", "name", "roles");
                    return ServiceAccountChange.read(json, clock.instant());
                })
                .created();
        requireRoles(content.roles());
        var caller = exchange.caller();
        var organization = organizations.get(caller.orgId());
        return transactions.run(exchange, handle -> {
            var made = accounts.create(handle, organization.id(), organization.slug(), content.name(), content.roles());
            if (made == null) {
                throw taken(content.name());
            }
            store.change(handle, organization.id(), made.userId(), content);
            var account = held(handle, made.userId());
            audit.record(handle, entry(Action.SERVICE_ACCOUNT_CREATED, account, content));
            return Answer.json(201, out -> account.writeTo(out, made.secret()));
        });
    }

    @PATCH
    @Path("/{id}")
    @Needs(Permission.USERS_MANAGE)
    @RecentSignIn
    public Response change(@PathParam("id") String id, InputStream input) {
        var account = account(id);
        var change = exchange.patch(
                input, "at least one field", json -> ServiceAccountChange.read(json, clock.instant()), account);
        var accountId = account.value();
        return transactions.run(exchange, handle -> {
            var before = held(handle, accountId);
            var content = change.changed(before.content());
            if (content.equals(before.content())) {
                return Answer.json(200, out -> before.writeTo(out, null));
            }
            refuseOwn(accountId, before.content(), content);
            if (!content.roles().equals(before.content().roles())) {
                requireRoles(before.content().roles());
                requireRoles(content.roles());
            }
            if (!content.name().equals(before.content().name())
                    && store.isTaken(handle, exchange.caller().orgId(), content.name())) {
                throw taken(content.name());
            }
            store.change(handle, exchange.caller().orgId(), accountId, content);
            var after = held(handle, accountId);
            audit.record(handle, entry(Action.SERVICE_ACCOUNT_CHANGED, after, content));
            return Answer.json(200, out -> after.writeTo(out, null)).wrote(true);
        });
    }

    @DELETE
    @Path("/{id}")
    @Needs(Permission.USERS_MANAGE)
    public Response delete(@PathParam("id") String id) {
        var accountId = exchange.only(account(id));
        return transactions.run(exchange, handle -> {
            var account = held(handle, accountId);
            refuseOwn(accountId);
            store.delete(
                    handle,
                    exchange.caller().orgId(),
                    accountId,
                    account.content().name());
            audit.record(
                    handle,
                    AuditEntry.of(exchange.caller(), exchange.origin(), Action.SERVICE_ACCOUNT_DELETED)
                            .subject(accountId)
                            .with("name", account.content().name()));
            return Answer.empty(204).wrote(true);
        });
    }

    /// Gives the account a new secret. Those of before end after the overlap; without one, at once, and every token
    /// with them.
    @POST
    @Path("/{id}/secrets")
    @Needs(Permission.USERS_MANAGE)
    @RecentSignIn
    public Response rotate(@PathParam("id") String id, InputStream input) {
        var rotated = account(id);
        int overlap = exchange.json(input, ServiceAccountsResource::overlap, rotated);
        return transactions.run(exchange, handle -> {
            var accountId = rotated.value();
            var before = held(handle, accountId);
            // Whoever has its secret has its roles.
            requireRoles(before.content().roles());
            var now = clock.instant();
            var secret = accounts.rotate(handle, exchange.caller().orgId(), accountId, now, now.plusSeconds(overlap));
            var after = held(handle, accountId);
            audit.record(
                    handle,
                    AuditEntry.of(exchange.caller(), exchange.origin(), Action.SECRET_ROTATED)
                            .subject(accountId)
                            .with("name", after.content().name())
                            .with("overlap_seconds", overlap));
            return Answer.json(201, out -> after.writeTo(out, secret));
        });
    }

    private static int overlap(JsonFields json) {
        var value = json.value("overlap_seconds");
        if (value == null) {
            return 0;
        }
        if (!value.isIntegralNumber()) {
            json.faults().add("/overlap_seconds", "wrong_type", JsonFields.shown(value), "a whole number of seconds");
            return 0;
        }
        if (!value.canConvertToInt() || value.intValue() < 0 || value.intValue() > LONGEST_OVERLAP) {
            json.faults()
                    .add(
                            "/overlap_seconds",
                            "out_of_range",
                            JsonFields.shown(value),
                            "0 to %d".formatted(LONGEST_OVERLAP));
            return 0;
        }
        return value.intValue();
    }

    private AuditEntry entry(Action action, Kept account, Content content) {
        return content.in(
                AuditEntry.of(exchange.caller(), exchange.origin(), action).subject(account.id()));
    }

    private Kept held(Handle handle, UUID id) {
        var account = store.held(handle, exchange.caller().orgId(), id, clock.instant());
        if (account == null) {
            throw none(id);
        }
        return account;
    }

    /// Nobody gives away, or takes, what they may not do themselves.
    private void requireRoles(List<Role> roles) {
        Role.permissions(roles).forEach(exchange.caller()::require);
    }

    private void refuseOwn(UUID id, Content before, Content after) {
        if (before.active() != after.active() || !before.roles().equals(after.roles())) {
            refuseOwn(id);
        }
    }

    private void refuseOwn(UUID id) {
        if (id.equals(exchange.caller().userId())) {
            throw Problem.problem(
                    ProblemType.CONFLICT, "nobody changes their own roles, or deactivates or deletes themselves");
        }
    }

    private static Problem taken(String name) {
        return Problem.problem(
                ProblemType.CONFLICT, "there is a service account '%s' already".formatted(Faults.shown(name)));
    }

    private static Parameter<UUID> account(String id) {
        return Parameter.uuid("id", id, "the uuid of a service account");
    }

    private static Problem none(@Nullable UUID id) {
        return Problem.problem(ProblemType.NOT_FOUND, "there is no service account " + id);
    }
}
