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

/// Slows down who guesses passwords and codes, and tells the audit log.
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

    /// Runs what looks at somebody's password or code, if they have a try left. Whatever problem comes out was a
    /// failure:
    /// it costs the try, and stands in the audit log before anybody is answered.
    ///
    /// @param slug the organization that was named; null when none was
    <T> T watch(Exchange exchange, String email, @Nullable String slug, Function<Try, T> look) {
        var attempt = new Try(attempts.take(email, exchange.address()), exchange.address());
        T seen;
        try {
            seen = look.apply(attempt);
        } catch (Problem problem) {
            tell(attempt, email, slug, SessionStart.origin(exchange), problem);
            throw problem;
        }
        attempts.succeeded(attempt.permit);
        return seen;
    }

    /// One who tries.
    final class Try {
        private final Attempts.Permit permit;
        private final InetAddress address;
        private @Nullable Account account;

        private Try(Attempts.Permit permit, InetAddress address) {
            this.permit = permit;
            this.address = address;
        }

        /// Runs what looks at a code of the second factor of the account, whose password was right; if it has a try
        /// left
        /// for one. Outside of transactions, which would hold a connection while this waits for another.
        <T> T code(Account of, @Nullable String code, Supplier<T> look) {
            account = of;
            if (!of.secondFactor() || code == null || code.isBlank()) {
                return look.get();
            }
            var forCode = attempts.takeCode(of.email(), address);
            var seen = look.get();
            attempts.succeeded(forCode);
            return seen;
        }
    }

    private void tell(Try attempt, String email, @Nullable String slug, Origin origin, Problem problem) {
        var known = accounts.ofEmail(
                email,
                attempt.account == null ? slug : attempt.account.organization().slug());
        database.jdbi().useTransaction(handle -> {
            attempts.failed(handle, attempt.permit);
            for (var account : known) {
                var closed = account.closedBecause();
                audit.record(
                        handle,
                        AuditEntry.of(account.orgId(), null, origin, Action.SIGN_IN_FAILED)
                                .subject(account.email())
                                .with("reason", closed == null ? reason(problem) : closed));
            }
        });
        if (known.isEmpty()) {
            LOG.infof("request %s: nobody to sign in, from %s", origin.requestId(), origin.address());
        }
    }

    private static String reason(Problem problem) {
        // Somebody has the password, and that is what whoever reads the log must see.
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
