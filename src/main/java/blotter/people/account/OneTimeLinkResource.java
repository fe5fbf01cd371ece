package blotter.people.account;

import blotter.people.account.OneTimeLink.Kind;
import blotter.people.audit.Action;
import blotter.people.audit.AuditEntry;
import blotter.people.audit.AuditLog;
import blotter.people.authentication.Attempts;
import blotter.people.authentication.PasswordRules;
import blotter.people.authentication.Passwords;
import blotter.people.authentication.SameOrigin;
import blotter.platform.access.Public;
import blotter.platform.access.Role;
import blotter.platform.database.Database;
import blotter.platform.http.Answer;
import blotter.platform.http.Exchange;
import blotter.platform.json.JsonFields;
import blotter.platform.problem.Problem;
import blotter.platform.problem.ProblemType;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// `/v1/one-time-links/{token}`: the first organization, an invitation, a forgotten password.
@Singleton
@Path("/api/v1/one-time-links/{token}")
@Produces("application/json")
public class OneTimeLinkResource {
    private final Exchange exchange;
    private final Database database;
    private final AccountStore accounts;
    private final SecondFactors factors;
    private final OneTimeLinkStore links;
    private final Setup setup;
    private final Credentials credentials;
    private final SessionStart start;
    private final Failures failures;
    private final Attempts attempts;
    private final AuditLog audit;
    private final Clock clock;

    OneTimeLinkResource(
            Exchange exchange,
            Database database,
            AccountStore accounts,
            SecondFactors factors,
            OneTimeLinkStore links,
            Setup setup,
            Credentials credentials,
            SessionStart start,
            Failures failures,
            Attempts attempts,
            AuditLog audit,
            Clock clock) {
        this.exchange = exchange;
        this.database = database;
        this.accounts = accounts;
        this.factors = factors;
        this.links = links;
        this.setup = setup;
        this.credentials = credentials;
        this.start = start;
        this.failures = failures;
        this.attempts = attempts;
        this.audit = audit;
        this.clock = clock;
    }

    @GET
    @Public
    public Response get(@PathParam("token") String token) {
        exchange.takesNoQuery();
        var now = clock.instant();
        if (SetupLinkStore.isOne(token)) {
            return answer("setup", null, null, untilOfSetup(token, now));
        }
        var link = find(token, now);
        return answer(link.kind().label(), link.email(), link.organization().name(), link.expiresDate());
    }

    private OneTimeLink find(String token, Instant now) {
        return look(() -> links.find(token, now));
    }

    private Instant untilOfSetup(String token, Instant now) {
        return look(() -> setup.until(token, now));
    }

    /// What a link is for. One that is not there costs its address a try.
    private <T> T look(Supplier<@Nullable T> look) {
        var permit = attempts.take(null, exchange.address());
        var found = look.get();
        if (found == null) {
            throw gone();
        }
        attempts.succeeded(permit);
        return found;
    }

    private static Response answer(
            String kind, @Nullable String email, @Nullable String organization, Instant expires) {
        return Answer.json(200, json -> {
                    json.writeStartObject();
                    json.writeStringField("kind", kind);
                    json.writeStringField("email", email);
                    json.writeStringField("organization", organization);
                    json.writeStringField("expires_date", expires.toString());
                    json.writeEndObject();
                })
                .response();
    }

    /// Uses the link: sets the password, and signs in.
    @POST
    @Public
    public Response use(@PathParam("token") String token, InputStream input) {
        SameOrigin.refuseOthers(exchange);
        return SetupLinkStore.isOne(token) ? found(token, input) : setPassword(token, input);
    }

    private Response found(String token, InputStream input) {
        var now = clock.instant();
        var founding = exchange.json(input, fields -> {
            untilOfSetup(token, now);
            return Setup.read(fields);
        });
        var hash = Passwords.hash(founding.password());
        var begun = database.jdbi().inTransaction(handle -> {
            var founder = setup.create(handle, token, founding, hash, now);
            if (founder == null) {
                throw gone();
            }
            int orgId = founder.organization().id();
            var origin = SessionStart.origin(exchange);
            audit.record(
                    handle,
                    AuditEntry.of(orgId, founder.userId(), origin, Action.ORGANIZATION_CREATED)
                            .subject(founder.organization().slug()));
            audit.record(
                    handle,
                    AuditEntry.of(orgId, founder.userId(), origin, Action.USER_CREATED)
                            .subject(founder.userId())
                            .with("email", founding.email())
                            .with("roles", List.of(Role.ADMIN.label())));
            return start.begin(handle, exchange, orgId, founder.userId(), "setup");
        });
        return start.answer(exchange, begun).response();
    }

    private record Requested(
            OneTimeLink link, String password, @Nullable String code) {
        // A record's own text would carry the password into logs.
        @Override
        public String toString() {
            return "Asked[…]";
        }
    }

    private Response setPassword(String token, InputStream input) {
        var now = clock.instant();
        var requested = exchange.json(input, fields -> {
            var link = find(token, now);
            var password = newPassword(fields, List.of(link.email()));
            var code = fields.text("code", 100);
            return password == null ? null : new Requested(link, password, code);
        });
        var link = requested.link();
        var hash = Passwords.hash(requested.password());
        int orgId = link.organization().id();
        var account = Objects.requireNonNull(accounts.find(orgId, link.userId()));
        var begun = failures.watch(
                exchange,
                link.email(),
                link.organization().slug(),
                attempt -> attempt.code(
                        account,
                        requested.code(),
                        () -> database.jdbi().inTransaction(handle -> {
                            // Who reads somebody's mail has not got their phone.
                            factors.require(
                                    handle,
                                    Objects.requireNonNull(accounts.find(handle, orgId, link.userId())),
                                    requested.code());
                            if (!links.take(handle, token, now)) {
                                throw gone();
                            }
                            credentials.reset(handle, orgId, link.userId(), hash);
                            var action = link.kind() == Kind.INVITE ? Action.INVITE_ACCEPTED : Action.PASSWORD_RESET;
                            audit.record(
                                    handle,
                                    AuditEntry.of(orgId, link.userId(), SessionStart.origin(exchange), action)
                                            .subject(link.userId()));
                            return start.begin(handle, exchange, orgId, link.userId(), "link");
                        })));
        return start.answer(exchange, begun).response();
    }

    /// Reads a password that is to be somebody's new one.
    static @Nullable String newPassword(JsonFields fields, List<String> own) {
        var password = fields.text("password", 1_000);
        if (fields.value("password") == null) {
            fields.faults().add(fields.pointer("password"), "required", "missing (expected: a password)");
        } else if (password != null) {
            PasswordRules.check(password, own, fields.pointer("password"), fields.faults());
        }
        return password;
    }

    private static Problem gone() {
        return Problem.problem(ProblemType.NOT_FOUND, "this link was used, is over, or never was");
    }
}
