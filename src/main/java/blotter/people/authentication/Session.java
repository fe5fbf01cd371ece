package blotter.people.authentication;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/// A person's time with the page, from a sign-in to its end.
///
/// @param lastUsedDate to the minute
/// @param endDate when it ends however much it is used
/// @param browser where the sign-in came from
public record Session(
        UUID id, int orgId, UUID userId, Instant createdDate, Instant lastUsedDate, Instant endDate, Browser browser) {

    /// Where a sign-in came from.
    public record Browser(String address, String userAgent) {}

    /// It ends when it is not used for so long.
    static final Duration IDLE = Duration.ofHours(12);

    /// It ends after so long.
    static final Duration LIFETIME = Duration.ofDays(7);

    /// For so long a sign-in shows that its person is still there.
    static final Duration RECENT = Duration.ofMinutes(5);

    boolean isRecent(Instant now) {
        return now.isBefore(createdDate.plus(RECENT));
    }

    Session usedAt(Instant now) {
        return new Session(id, orgId, userId, createdDate, now, endDate, browser);
    }

    /// When it ends unless it is used.
    public Instant expiresDate() {
        var idle = lastUsedDate.plus(IDLE);
        return idle.isBefore(endDate) ? idle : endDate;
    }
}
