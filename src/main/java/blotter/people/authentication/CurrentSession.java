package blotter.people.authentication;

import blotter.platform.http.Exchange;
import blotter.platform.problem.Problem;
import blotter.platform.problem.ProblemType;
import java.time.Clock;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The session that a request belongs to.
public final class CurrentSession {
    private final SessionStore sessions;
    private final Clock clock;

    public CurrentSession(SessionStore sessions, Clock clock) {
        this.sessions = sessions;
        this.clock = clock;
    }

    /// The session whose cookie the request has; null when it has none, one that is over, or an access token, which
    /// goes before a cookie.
    public @Nullable Session find(Exchange exchange) {
        return exchange.header("Authorization") == null ? ofCookie(exchange) : null;
    }

    /// The same on the connection of a transaction that runs.
    public @Nullable Session find(Handle handle, Exchange exchange) {
        var token = exchange.header("Authorization") == null ? SessionCookie.read(exchange) : null;
        return token == null ? null : sessions.use(handle, token, clock.instant());
    }

    /// Throws a problem `reauthentication-required` when the request has a session that was not begun just now. To sign
    /// in again ends it, and with it whatever copy of its cookie somebody may have.
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
