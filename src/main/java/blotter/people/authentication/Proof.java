package blotter.people.authentication;

import blotter.platform.http.Exchange;
import java.net.InetAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The credential of a request, kept while a response is streamed, so that it can be checked again.
public sealed interface Proof {
    /// An access token, and the address that sent it.
    record OfToken(String token, InetAddress address) implements Proof {
        // The generated text would put the token into logs.
        @Override
        public String toString() {
            return "OfToken[address=%s]".formatted(address);
        }
    }

    record OfSession(String token) implements Proof {
        @Override
        public String toString() {
            return "OfSession[]";
        }
    }

    /// The credential of an authenticated request.
    static Proof of(Exchange exchange) {
        var token = bearer(exchange.header("Authorization"));
        if (token != null) {
            return new OfToken(token, exchange.address());
        }
        return new OfSession(Objects.requireNonNull(SessionCookie.read(exchange)));
    }

    /// The token in an Authorization header; null when there is none, or another scheme is used.
    static @Nullable String bearer(@Nullable String header) {
        return header != null && header.regionMatches(true, 0, "Bearer ", 0, 7)
                ? header.substring(7).strip()
                : null;
    }
}
