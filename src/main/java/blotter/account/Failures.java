package blotter.account;

import blotter.access.Origin;
import blotter.audit.Action;
import blotter.audit.AuditEntry;
import blotter.audit.AuditLog;
import blotter.authentication.Attempts;
import blotter.http.Exchange;
import blotter.problem.Problem;
import blotter.problem.ProblemType;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Slows down who guesses passwords and codes, and tells the audit log.
public final class Failures {
    private static final Logger LOG = Logger.getLogger("blotter.account");

    private final Attempts attempts;
    private final AccountStore accounts;
    private final AuditLog audit;
    // Beside the request: whether there is an account to tell of must not be told by the time of the answer.
    private final Executor telling = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("failed-sign-ins").factory());

    public Failures(Attempts attempts, AccountStore accounts, AuditLog audit) {
        this.attempts = attempts;
        this.accounts = accounts;
        this.audit = audit;
    }

    /// Runs what looks at somebody's password or code, unless too many looks have failed.
    ///
    /// @param slug the organization that was named; null when none was
    <T> T watch(Exchange exchange, String email, @Nullable String slug, Supplier<T> look) {
        attempts.check(email, exchange.address());
        try {
            var seen = look.get();
            attempts.succeeded(email, exchange.address());
            return seen;
        } catch (Problem problem) {
            if (isWrong(problem)) {
                attempts.failed(email, exchange.address());
                var origin = SessionStart.origin(exchange);
                telling.execute(() -> tell(email, slug, origin, problem.detail()));
            }
            throw problem;
        }
    }

    private static boolean isWrong(Problem problem) {
        return problem.type() == ProblemType.INVALID_CREDENTIALS
                || problem.faults().stream()
                        .anyMatch(fault -> fault.code().equals("wrong_password")
                                || fault.code().equals("wrong_code"));
    }

    private void tell(String email, @Nullable String slug, Origin origin, String reason) {
        try {
            var known = accounts.withPassword(email, slug);
            for (var account : known) {
                audit.record(AuditEntry.of(account.organization().id(), null, origin, Action.SIGN_IN_FAILED)
                        .subject(account.email())
                        .with("reason", reason));
            }
            if (known.isEmpty()) {
                LOG.infof("request %s: nobody to sign in, from %s", origin.requestId(), origin.address());
            }
        } catch (RuntimeException e) {
            LOG.errorf(e, "request %s: a failed sign-in could not be told the audit log", origin.requestId());
        }
    }
}
