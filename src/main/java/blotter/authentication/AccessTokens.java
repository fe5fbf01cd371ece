package blotter.authentication;

import blotter.database.Database;
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
import org.jspecify.annotations.Nullable;

/// Access tokens: JWT (RFC 7519) signed with HMAC SHA-256 by the keys that all nodes of an installation share.
public final class AccessTokens {
    /// How long an access token is good for.
    static final Duration LIFETIME = Duration.ofMinutes(15);

    private static final String ISSUER = "blotter";

    private final SigningKeys keys;

    public AccessTokens(Database database) {
        this(new SigningKeys(database, System::nanoTime));
    }

    AccessTokens(SigningKeys keys) {
        this.keys = keys;
    }

    /// What a valid token says.
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

    /// What the token says; null when it is none of ours or no longer valid.
    @Nullable
    Claims verify(String token, Instant now) {
        try {
            var jwt = SignedJWT.parse(token);
            if (!JWSAlgorithm.HS256.equals(jwt.getHeader().getAlgorithm())) {
                return null;
            }
            var secret = keys.find(UUID.fromString(jwt.getHeader().getKeyID()));
            if (secret == null || !jwt.verify(new MACVerifier(secret))) {
                return null;
            }
            var claims = jwt.getJWTClaimsSet();
            var expires = claims.getExpirationTime();
            if (!ISSUER.equals(claims.getIssuer()) || expires == null || !now.isBefore(expires.toInstant())) {
                return null;
            }
            return new Claims(
                    claims.getIntegerClaim("org"),
                    UUID.fromString(claims.getSubject()),
                    claims.getIntegerClaim("epoch"));
        } catch (ParseException | JOSEException | IllegalArgumentException | NullPointerException e) {
            return null;
        }
    }
}
