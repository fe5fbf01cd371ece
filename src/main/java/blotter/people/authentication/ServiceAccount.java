package blotter.people.authentication;

import blotter.platform.http.Cidr;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An account for programs.
///
/// @param allowlist the addresses that may use it; empty for any
/// @param tokenEpoch access tokens of earlier epochs are invalid
record ServiceAccount(
        UUID userId,
        String clientId,
        List<Secret> secrets,
        List<Cidr> allowlist,
        @Nullable Instant expiresAt,
        int tokenEpoch) {

    /// @param hash SHA-256: with 256 random bits, the secret needs no slow hash
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

    /// Whether the secret is valid. Always compares all, each in constant time.
    boolean hasSecret(String secret, Instant now) {
        boolean found = false;
        for (var each : secrets) {
            found |= Secrets.matches(secret, each.hash) & !each.isExpired(now);
        }
        return found;
    }
}
