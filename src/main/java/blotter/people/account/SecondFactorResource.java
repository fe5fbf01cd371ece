package blotter.people.account;

import blotter.people.audit.Action;
import blotter.people.audit.AuditEntry;
import blotter.people.audit.AuditLog;
import blotter.people.authentication.CurrentSession;
import blotter.platform.access.AnyCaller;
import blotter.platform.access.RecentSignIn;
import blotter.platform.database.Database;
import blotter.platform.http.Answer;
import blotter.platform.http.Exchange;
import blotter.platform.problem.Fault;
import blotter.platform.problem.Problem;
import jakarta.inject.Singleton;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// `/v1/users/me/second-factor`.
@Singleton
@Path("/api/v1/users/me/second-factor")
@Produces("application/json")
public class SecondFactorResource {
    private final Exchange exchange;
    private final Database database;
    private final AccountStore accounts;
    private final SecondFactors factors;
    private final Credentials credentials;
    private final CurrentSession current;
    private final Failures failures;
    private final AuditLog audit;

    SecondFactorResource(
            Exchange exchange,
            Database database,
            AccountStore accounts,
            SecondFactors factors,
            Credentials credentials,
            CurrentSession current,
            Failures failures,
            AuditLog audit) {
        this.exchange = exchange;
        this.database = database;
        this.accounts = accounts;
        this.factors = factors;
        this.credentials = credentials;
        this.current = current;
        this.failures = failures;
        this.audit = audit;
    }

    /// Makes a secret for the caller's app. It does nothing until [#confirm].
    @POST
    @AnyCaller
    @RecentSignIn
    public Response start() {
        exchange.takesNoQuery();
        var account = OwnAccount.withPassword(exchange, accounts);
        var secret = database.jdbi().inTransaction(handle -> factors.start(handle, account));
        if (secret == null) {
            throw OwnAccount.conflict("second_factor", "this account has a second factor already");
        }
        var text = Totp.base32(secret);
        return Answer.json(200, json -> {
                    json.writeStartObject();
                    json.writeStringField("secret", text);
                    json.writeStringField("otpauth_uri", uri(account, text));
                    json.writeEndObject();
                })
                .response();
    }

    /// As authenticator apps read it from a picture.
    private static String uri(Account account, String secret) {
        var issuer = "Blotter " + account.organization().name().replace(":", " ");
        return "otpauth://totp/%s:%s?secret=%s&issuer=%s&algorithm=SHA1&digits=6&period=30"
                .formatted(encoded(issuer), encoded(account.email()), secret, encoded(issuer));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /// Turns it on. All other sessions end.
    @PUT
    @AnyCaller
    @RecentSignIn
    public Response confirm(InputStream input) {
        var account = OwnAccount.withPassword(exchange, accounts);
        var code = only("code", input);
        if (account.secondFactor()) {
            throw OwnAccount.conflict("second_factor", "this account has a second factor already");
        }
        var codes = failures.watch(
                exchange, account.email(), account.organization().slug(), attempt -> turnOn(account, code));
        return Answer.json(200, json -> {
                    json.writeStartObject();
                    json.writeArrayFieldStart("recovery_codes");
                    for (var each : codes) {
                        json.writeString(each);
                    }
                    json.writeEndArray();
                    json.writeEndObject();
                })
                .response();
    }

    private List<String> turnOn(Account account, String code) {
        var here = here();
        return database.jdbi().inTransaction(handle -> {
            var codes = factors.confirm(handle, account, code);
            if (codes == null) {
                throw Problem.invalid(List.of(new Fault(
                        "/code", "wrong_code", "it is not the code of now (expected: six digits of the app)")));
            }
            changed(handle, account, here, Action.SECOND_FACTOR_ENABLED);
            return codes;
        });
    }

    private @Nullable UUID here() {
        var session = current.find(exchange);
        return session == null ? null : session.id();
    }

    private void changed(Handle handle, Account account, @Nullable UUID here, Action action) {
        credentials.changed(handle, account.organization().id(), account.userId(), here);
        audit.record(
                handle,
                AuditEntry.of(exchange.caller(), exchange.origin(), action).subject(account.userId()));
    }

    /// Turns it off, with the password. All other sessions end.
    @DELETE
    @AnyCaller
    public Response remove(InputStream input) {
        var account = OwnAccount.withPassword(exchange, accounts);
        var password = only("password", input);
        failures.watch(
                exchange,
                account.email(),
                account.organization().slug(),
                attempt -> PasswordResource.requirePassword(account, password, "/password"));
        var here = here();
        boolean removed = database.jdbi().inTransaction(handle -> {
            boolean was = factors.remove(handle, account.organization().id(), account.userId());
            if (was) {
                changed(handle, account, here, Action.SECOND_FACTOR_DISABLED);
            }
            return was;
        });
        if (!removed) {
            throw OwnAccount.conflict("no_second_factor", "this account has no second factor");
        }
        return Answer.empty(204).response();
    }

    private String only(String name, InputStream input) {
        return exchange.json(input, fields -> {
            fields.require("a text", name);
            return fields.text(name, 1_000);
        });
    }
}
