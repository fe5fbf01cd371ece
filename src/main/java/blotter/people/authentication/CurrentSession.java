package blotter.people.authentication;

import blotter.platform.http.Exchange;
import blotter.platform.problem.Problem;
import blotter.platform.problem.ProblemType;
import java.time.Clock;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Finds the session of a request.
public final class CurrentSession {
    private final SessionStore sessions;
    private final Clock clock;

    public CurrentSession(SessionStore sessions, Clock clock) {
        this.sessions = sessions;
        this.clock = clock;
    }

    /// The session of the request's cookie; null when there is none, when it has ended, or when the request has an
    /// access token, which takes precedence.
    public @Nullable Session find(Exchange exchange) {
        return exchange.header("Authorization") == null ? ofCookie(exchange) : null;
    }

    /// The same, within a transaction.
    public @Nullable Session find(Handle handle, Exchange exchange) {
        var token = exchange.header("Authorization") == null ? SessionCookie.read(exchange) : null;
        return token == null ? null : sessions.use(handle, token, clock.instant());
    }

    /// Throws `reauthentication-required` when the request has a session that is not recent. Signing in again ends
    /// that session, and so invalidates a stolen copy of its cookie.
    void requireRecent(Exchange exchange) {
        var session = find(exchange);
        if (session != null && !session.isRecent(clock.instant())) {
            throw Problem.problem(
                    ProblemType.REAUTHENTICATION_REQUIRED,
                    "this needs a sign-in of the last %d minutes (expected: sign in again, then the same request)"
                            .formatted(Session.RECENT.toMinutes()));
        }
    }

    @Nullable
    Session ofCookie(Exchange exchange) {
        var token = SessionCookie.read(exchange);
        return token == null ? null : sessions.use(token, clock.instant());
    }
}
