package blotter.people.account;

import blotter.people.audit.Action;
import blotter.people.audit.AuditEntry;
import blotter.people.audit.AuditLog;
import blotter.people.authentication.CurrentSession;
import blotter.people.authentication.SameOrigin;
import blotter.people.authentication.SessionCookie;
import blotter.people.authentication.SessionStore;
import blotter.people.organization.OrganizationStore;
import blotter.people.person.Users;
import blotter.platform.access.AnyCaller;
import blotter.platform.access.Public;
import blotter.platform.access.Via;
import blotter.platform.database.Database;
import blotter.platform.http.Answer;
import blotter.platform.http.Exchange;
import jakarta.inject.Singleton;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Objects;

/// `/v1/session`: signing in and out, and who is signed in.
@Singleton
@Path("/api/v1/session")
@Produces("application/json")
public class SessionResource {
    private final Exchange exchange;
    private final Database database;
    private final Users users;
    private final OrganizationStore organizations;
    private final AccountStore accounts;
    private final SessionStore sessions;
    private final CurrentSession current;
    private final SessionStart start;
    private final SecondFactors factors;
    private final Failures failures;
    private final AuditLog audit;
    private final SignIn signIn;

    SessionResource(
            Exchange exchange,
            Database database,
            Users users,
            OrganizationStore organizations,
            AccountStore accounts,
            SessionStore sessions,
            CurrentSession current,
            SessionStart start,
            SecondFactors factors,
            Failures failures,
            AuditLog audit) {
        this.exchange = exchange;
        this.database = database;
        this.users = users;
        this.organizations = organizations;
        this.accounts = accounts;
        this.sessions = sessions;
        this.current = current;
        this.start = start;
        this.factors = factors;
        this.failures = failures;
        this.audit = audit;
        this.signIn = new SignIn(accounts);
    }

    @POST
    @Public
    public Response signIn(InputStream input) {
        SameOrigin.refuseOthers(exchange);
        var credentials = credentials(input);
        var begun = failures.watch(exchange, credentials.email(), credentials.organization(), attempt -> {
            var account = signIn.of(credentials);
            return attempt.code(
                    account,
                    credentials.code(),
                    () -> database.jdbi().inTransaction(handle -> {
                        factors.require(handle, account, credentials.code());
                        return start.begin(
                                handle, exchange, account.organization().id(), account.userId(), "password");
                    }));
        });
        return start.answer(exchange, begun).response();
    }

    private SignIn.Credentials credentials(InputStream input) {
        return exchange.json(input, fields -> {
            fields.require("a text", "email", "password");
            var email = fields.text("email", 1_000);
            var password = fields.text("password", 1_000);
            var code = fields.text("code", 100);
            var organization = fields.text("organization", 100);
            return email == null || password == null
                    ? null
                    : new SignIn.Credentials(email.strip(), password, code, organization);
        });
    }

    @GET
    @AnyCaller
    public Response get() {
        exchange.takesNoQuery();
        var caller = exchange.caller();
        var session = caller.via() == Via.PAGE ? current.find(exchange) : null;
        return new SessionAnswer(
                        Objects.requireNonNull(users.find(caller.orgId(), caller.userId())),
                        organizations.get(caller.orgId()),
                        caller.permissions(),
                        caller.via(),
                        accounts.find(caller.orgId(), caller.userId()),
                        session == null ? null : session.expiresDate())
                .answer()
                .response();
    }

    @DELETE
    @AnyCaller
    public Response signOut() {
        exchange.takesNoQuery();
        var session = current.find(exchange);
        if (session != null) {
            database.jdbi().useTransaction(handle -> {
                sessions.end(handle, session.orgId(), session.userId(), session.id());
                audit.record(
                        handle,
                        AuditEntry.of(exchange.caller(), exchange.origin(), Action.SIGN_OUT)
                                .subject(session.userId()));
            });
        }
        return Answer.empty(204)
                .header("Set-Cookie", SessionCookie.clear(exchange))
                .response();
    }
}
