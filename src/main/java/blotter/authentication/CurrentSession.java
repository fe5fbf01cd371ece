package blotter.authentication;

import blotter.http.Exchange;
import java.time.Clock;
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

    @Nullable
    Session ofCookie(Exchange exchange) {
        var token = SessionCookie.read(exchange);
        return token == null ? null : sessions.use(token, clock.instant());
    }
}
