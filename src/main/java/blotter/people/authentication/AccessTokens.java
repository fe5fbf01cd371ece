package blotter.people.authentication;

import blotter.platform.database.Database;
import blotter.platform.secret.SecretBox;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/// Issues and verifies access tokens: JWTs (RFC 7519) signed with HMAC-SHA-256 and keys that all nodes share.
public final class AccessTokens {
    static final Duration LIFETIME = Duration.ofMinutes(15);

    private static final String ISSUER = "blotter";
    private static final int MAX_CACHED = 10_000;

    private final SigningKeys keys;
    private final ConcurrentMap<String, Verified> cache = new ConcurrentHashMap<>();

    public AccessTokens(Database database, SecretBox box) {
        this(new SigningKeys(database, box, System::nanoTime));
    }

    AccessTokens(SigningKeys keys) {
        this.keys = keys;
    }

    record Claims(int orgId, UUID userId, int epoch) {}

    String issue(Claims claims, Instant now) {
        var payload = new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .subject(claims.userId.toString())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFETIME)))
                .claim("org", claims.orgId)
                .claim("epoch", claims.epoch)
                .build();
        var key = keys.newest();
        var header = new JWSHeader.Builder(JWSAlgorithm.HS256)
                .keyID(key.getKey().toString())
                .build();
        var token = new SignedJWT(header, payload);
        try {
            token.sign(new MACSigner(key.getValue()));
        } catch (JOSEException e) {
            throw new IllegalStateException("cannot sign an access token", e);
        }
        return token.serialize();
    }

    /// A token with a valid signature.
    private record Verified(Claims claims, Instant expires, UUID key) {}

    /// The token's claims; null when it is invalid or expired. Caches the result of the signature check, because
    /// clients use a token for many requests.
    @Nullable
    Claims verify(String token, Instant now) {
        var verified = cache.get(token);
        if (verified == null) {
            verified = read(token);
            if (verified == null) {
                return null;
            }
            if (cache.size() >= MAX_CACHED) {
                cache.clear();
            }
            cache.put(token, verified);
        }
        return now.isBefore(verified.expires) && keys.find(verified.key) != null ? verified.claims : null;
    }

    private @Nullable Verified read(String token) {
        try {
            var jwt = SignedJWT.parse(token);
            if (!JWSAlgorithm.HS256.equals(jwt.getHeader().getAlgorithm())) {
                return null;
            }
            var key = UUID.fromString(jwt.getHeader().getKeyID());
            var secret = keys.find(key);
            if (secret == null || !jwt.verify(new MACVerifier(secret))) {
                return null;
            }
            var claims = jwt.getJWTClaimsSet();
            var expires = claims.getExpirationTime();
            if (!ISSUER.equals(claims.getIssuer()) || expires == null) {
                return null;
            }
            var verified = new Claims(
                    claims.getIntegerClaim("org"),
                    UUID.fromString(claims.getSubject()),
                    claims.getIntegerClaim("epoch"));
            return new Verified(verified, expires.toInstant(), key);
        } catch (ParseException | JOSEException | IllegalArgumentException | NullPointerException e) {
            return null;
        }
    }
}
