package blotter.people.authentication;

import blotter.platform.http.Exchange;
import org.jspecify.annotations.Nullable;

/// The cookie with the session's token. With TLS, its name has the prefix `__Host-` (RFC 6265bis), so that neither
/// other hosts nor pages without TLS can set it.
public final class SessionCookie {
    private static final String NAME = "blotter-session";

    private SessionCookie() {}

    private static String name(Exchange exchange) {
        return exchange.isSecure() ? "__Host-" + NAME : NAME;
    }

    /// The token in the request; null when there is none.
    static @Nullable String read(Exchange exchange) {
        return exchange.cookie(name(exchange));
    }

    /// The `Set-Cookie` header for a token.
    public static String set(Exchange exchange, String token) {
        return header(exchange, token, Session.LIFETIME.toSeconds());
    }

    /// The `Set-Cookie` header that deletes the cookie.
    public static String clear(Exchange exchange) {
        return header(exchange, "", 0);
    }

    private static String header(Exchange exchange, String value, long seconds) {
        return "%s=%s; Path=/; Max-Age=%d; HttpOnly; SameSite=Lax%s"
                .formatted(name(exchange), value, seconds, exchange.isSecure() ? "; Secure" : "");
    }
}
