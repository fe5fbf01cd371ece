package blotter.people.authentication;

import blotter.platform.http.Exchange;
import org.jspecify.annotations.Nullable;

/// The cookie that has a session's token. On TLS its name has the prefix that browsers keep to this very host (RFC
/// 6265bis): no other host, and no page without TLS, can set it.
public final class SessionCookie {
    private static final String NAME = "blotter-session";

    private SessionCookie() {}

    private static String name(Exchange exchange) {
        return exchange.isSecure() ? "__Host-" + NAME : NAME;
    }

    /// The token that the request brings; null when it brings none.
    static @Nullable String read(Exchange exchange) {
        return exchange.cookie(name(exchange));
    }

    /// The header that gives the browser the token.
    public static String set(Exchange exchange, String token) {
        return header(exchange, token, Session.LIFETIME.toSeconds());
    }

    /// The header that makes the browser forget it.
    public static String clear(Exchange exchange) {
        return header(exchange, "", 0);
    }

    private static String header(Exchange exchange, String value, long seconds) {
        return "%s=%s; Path=/; Max-Age=%d; HttpOnly; SameSite=Lax%s"
                .formatted(name(exchange), value, seconds, exchange.isSecure() ? "; Secure" : "");
    }
}
