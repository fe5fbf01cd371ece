package blotter.people.account;

import blotter.people.organization.Organization;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

/// A link for setting a password once.
record OneTimeLink(Kind kind, Organization organization, UUID userId, String email, Instant expiresDate) {
    enum Kind {
        INVITE(Duration.ofDays(7)),
        PASSWORD_RESET(Duration.ofHours(24));

        final Duration lifetime;

        Kind(Duration lifetime) {
            this.lifetime = lifetime;
        }

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// A new link. Its token is only known now; the database has its hash.
    record Made(String token, Kind kind, Instant expiresDate) {
        String url(String baseUrl) {
            return baseUrl + "/link/" + token;
        }
    }
}
