package blotter.people.authentication;

import blotter.platform.http.Exchange;
import java.net.InetAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a caller has shown to be let in. It is kept while an answer goes on, to look again whether it still counts.
public sealed interface Proof {
    /// An access token, and where it was sent from.
    record OfToken(String token, InetAddress address) implements Proof {
        // A record's own text would carry the token into logs.
        @Override
        public String toString() {
            return "OfToken[address=%s]".formatted(address);
        }
    }

    /// A session's cookie.
    record OfSession(String token) implements Proof {
        @Override
        public String toString() {
            return "OfSession[]";
        }
    }

    /// That of a request that was let in.
    static Proof of(Exchange exchange) {
        var token = bearer(exchange.header("Authorization"));
        if (token != null) {
            return new OfToken(token, exchange.address());
        }
        return new OfSession(Objects.requireNonNull(SessionCookie.read(exchange)));
    }

    /// The token of the header; null when there is none, or it is of another scheme.
    static @Nullable String bearer(@Nullable String header) {
        return header != null && header.regionMatches(true, 0, "Bearer ", 0, 7)
                ? header.substring(7).strip()
                : null;
    }
}
