package blotter.people.account;

import blotter.people.audit.Action;
import blotter.people.audit.AuditEntry;
import blotter.people.audit.AuditLog;
import blotter.people.authentication.CurrentSession;
import blotter.people.authentication.Passwords;
import blotter.platform.access.AnyCaller;
import blotter.platform.database.Database;
import blotter.platform.http.Answer;
import blotter.platform.http.Exchange;
import blotter.platform.json.JsonFields;
import blotter.platform.problem.Fault;
import blotter.platform.problem.Problem;
import jakarta.inject.Singleton;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `/v1/users/me/password`.
@Singleton
@Path("/api/v1/users/me/password")
@Produces("application/json")
public class PasswordResource {
    private final Exchange exchange;
    private final Database database;
    private final AccountStore accounts;
    private final Credentials credentials;
    private final CurrentSession current;
    private final Failures failures;
    private final AuditLog audit;

    PasswordResource(
            Exchange exchange,
            Database database,
            AccountStore accounts,
            Credentials credentials,
            CurrentSession current,
            Failures failures,
            AuditLog audit) {
        this.exchange = exchange;
        this.database = database;
        this.accounts = accounts;
        this.credentials = credentials;
        this.current = current;
        this.failures = failures;
        this.audit = audit;
    }

    /// Changes the caller's password. All other sessions end.
    @PUT
    @AnyCaller
    public Response change(InputStream input) {
        var account = OwnAccount.withPassword(exchange, accounts);
        var requested = exchange.json(input, fields -> requested(fields, account));
        failures.watch(
                exchange,
                account.email(),
                account.organization().slug(),
                attempt -> requirePassword(account, requested.current(), "/current_password"));
        var hash = Passwords.hash(requested.password());
        var caller = exchange.caller();
        var here = current.find(exchange);
        database.jdbi().useTransaction(handle -> {
            credentials.setPassword(handle, caller.orgId(), caller.userId(), hash, here == null ? null : here.id());
            audit.record(
                    handle,
                    AuditEntry.of(caller, exchange.origin(), Action.PASSWORD_CHANGED)
                            .subject(caller.userId()));
        });
        return Answer.empty(204).response();
    }

    private record Requested(String current, String password) {
        // A record's own text would carry the passwords into logs.
        @Override
        public String toString() {
            return "Asked[…]";
        }
    }

    private static @Nullable Requested requested(JsonFields fields, Account account) {
        var before = fields.text("current_password", 1_000);
        fields.require("the password of now", "current_password");
        var password = OneTimeLinkResource.newPassword(fields, List.of(account.email()));
        return before == null || password == null ? null : new Requested(before, password);
    }

    /// Throws a problem unless this is the account's password of now.
    static boolean requirePassword(Account account, String password, String pointer) {
        if (!Passwords.matches(password, account.passwordHash())) {
            throw Problem.invalid(List.of(new Fault(pointer, "wrong_password", "it is not the password of now")));
        }
        return true;
    }
}
