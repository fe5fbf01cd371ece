package blotter.authentication;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A machine's way in.
///
/// @param secretHash SHA-256 of the secret, which has 256 random bits and needs no slower hash
/// @param tokenEpoch access tokens of earlier epochs are void
record ServiceAccount(
        UUID userId,
        String clientId,
        byte[] secretHash,
        @Nullable Instant expiresAt,
        int tokenEpoch) {

    boolean isExpired(Instant now) {
        return expiresAt != null && !now.isBefore(expiresAt);
    }
}
