package blotter.people.authentication;

import blotter.platform.http.Cidr;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A machine's way in.
///
/// @param allowlist where it may call from; anywhere when it is empty
/// @param tokenEpoch access tokens of earlier epochs are void
record ServiceAccount(
        UUID userId,
        String clientId,
        List<Secret> secrets,
        List<Cidr> allowlist,
        @Nullable Instant expiresAt,
        int tokenEpoch) {

    /// One of its secrets.
    ///
    /// @param hash SHA-256 of the secret, which has 256 random bits and needs no slower hash
    record Secret(byte[] hash, @Nullable Instant expiresAt) {
        boolean isExpired(Instant now) {
            return expiresAt != null && !now.isBefore(expiresAt);
        }
    }

    boolean isExpired(Instant now) {
        return expiresAt != null && !now.isBefore(expiresAt);
    }

    boolean mayCallFrom(InetAddress address) {
        return allowlist.isEmpty() || allowlist.stream().anyMatch(block -> block.contains(address));
    }

    /// Whether the secret is one of those that are good now. All are compared, in constant time.
    boolean hasSecret(String secret, Instant now) {
        boolean found = false;
        for (var each : secrets) {
            found |= Secrets.matches(secret, each.hash) & !each.isExpired(now);
        }
        return found;
    }
}
