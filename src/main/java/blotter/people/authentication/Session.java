package blotter.people.authentication;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/// A person's session in the page.
///
/// @param lastUsedDate to the minute
/// @param endDate when it ends at the latest
public record Session(
        UUID id, int orgId, UUID userId, Instant createdDate, Instant lastUsedDate, Instant endDate, Browser browser) {

    /// The origin of the sign-in.
    public record Browser(String address, String userAgent) {}

    /// The idle timeout.
    static final Duration IDLE = Duration.ofHours(12);

    /// The absolute timeout.
    static final Duration LIFETIME = Duration.ofDays(7);

    /// How long after the sign-in sensitive operations are permitted.
    static final Duration RECENT = Duration.ofMinutes(5);

    boolean isRecent(Instant now) {
        return now.isBefore(createdDate.plus(RECENT));
    }

    Session usedAt(Instant now) {
        return new Session(id, orgId, userId, createdDate, now, endDate, browser);
    }

    /// When it ends without further use.
    public Instant expiresDate() {
        var idle = lastUsedDate.plus(IDLE);
        return idle.isBefore(endDate) ? idle : endDate;
    }
}
