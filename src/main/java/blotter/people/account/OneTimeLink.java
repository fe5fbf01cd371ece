package blotter.people.account;

import blotter.people.organization.Organization;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

/// A link with which somebody sets a password, once.
record OneTimeLink(Kind kind, Organization organization, UUID userId, String email, Instant expiresDate) {
    /// What a link is for.
    enum Kind {
        /// To somebody who has no password yet.
        INVITE(Duration.ofDays(7)),
        /// To somebody who has forgotten it.
        PASSWORD_RESET(Duration.ofHours(24));

        final Duration lifetime;

        Kind(Duration lifetime) {
            this.lifetime = lifetime;
        }

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// What a new link is, to be shown this once.
    record Made(String token, Kind kind, Instant expiresDate) {
        /// Where the page has the form for it.
        String url(String baseUrl) {
            return baseUrl + "/link/" + token;
        }
    }
}
