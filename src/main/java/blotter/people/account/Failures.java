package blotter.people.account;

import blotter.people.audit.Action;
import blotter.people.audit.AuditEntry;
import blotter.people.audit.AuditLog;
import blotter.people.authentication.Attempts;
import blotter.platform.access.Origin;
import blotter.platform.database.Database;
import blotter.platform.http.Exchange;
import blotter.platform.problem.Problem;
import blotter.platform.problem.ProblemType;
import java.net.InetAddress;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Limits guessing of passwords and codes, and writes failures to the audit log.
public final class Failures {
    private static final Logger LOG = Logger.getLogger("blotter.account");

    private final Database database;
    private final Attempts attempts;
    private final AccountStore accounts;
    private final AuditLog audit;

    public Failures(Database database, Attempts attempts, AccountStore accounts, AuditLog audit) {
        this.database = database;
        this.attempts = attempts;
        this.accounts = accounts;
        this.audit = audit;
    }

    /// Runs a check of a password or code if a try is left. Any problem that it throws is a failure: it costs the
    /// try, and the audit log has it before the client gets the response.
    ///
    /// @param slug the organization that the client named, or null
    <T> T watch(Exchange exchange, String email, @Nullable String slug, Function<Try, T> check) {
        var attempt = new Try(attempts.take(email, exchange.address()), exchange.address());
        T result;
        try {
            result = check.apply(attempt);
        } catch (Problem problem) {
            record(attempt, email, slug, SessionStart.origin(exchange), problem);
            throw problem;
        }
        attempts.succeeded(attempt.permit);
        return result;
    }

    /// A try that was taken.
    final class Try {
        private final Attempts.Permit permit;
        private final InetAddress address;
        private @Nullable Account account;

        private Try(Attempts.Permit permit, InetAddress address) {
            this.permit = permit;
            this.address = address;
        }

        /// After a correct password, runs a check of the second factor's code if a try for codes is left. Call it
        /// outside transactions: it needs a connection of its own.
        <T> T code(Account checked, @Nullable String code, Supplier<T> check) {
            account = checked;
            if (!checked.secondFactor() || code == null || code.isBlank()) {
                return check.get();
            }
            var permit = attempts.takeCode(checked.email(), address);
            var result = check.get();
            attempts.succeeded(permit);
            return result;
        }
    }

    private void record(Try attempt, String email, @Nullable String slug, Origin origin, Problem problem) {
        var known = accounts.ofEmail(
                email,
                attempt.account == null ? slug : attempt.account.organization().slug());
        database.jdbi().useTransaction(handle -> {
            attempts.failed(handle, attempt.permit);
            for (var account : known) {
                var closed = account.reasonClosed();
                audit.record(
                        handle,
                        AuditEntry.of(account.orgId(), null, origin, Action.SIGN_IN_FAILED)
                                .subject(account.email())
                                .with("reason", closed == null ? reason(problem) : closed));
            }
        });
        if (known.isEmpty()) {
            LOG.infof("request %s: sign-in without an account, from %s", origin.requestId(), origin.address());
        }
    }

    private static String reason(Problem problem) {
        // Worth a clear entry: somebody knows the password.
        if (problem.type() == ProblemType.SECOND_FACTOR_REQUIRED) {
            return "the password is right, the code is missing";
        }
        if (problem.type() == ProblemType.ORGANIZATION_REQUIRED) {
            return "no organization was named, and several have this email and password";
        }
        return problem.faults().isEmpty()
                ? problem.detail()
                : problem.faults().getFirst().detail();
    }
}
