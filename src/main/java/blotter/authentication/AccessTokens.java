package blotter.authentication;

import blotter.database.Database;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Access tokens: JWT (RFC 7519) signed with HMAC SHA-256 by a key that all nodes of an installation share.
public final class AccessTokens {
    /// How long an access token is good for.
    static final Duration LIFETIME = Duration.ofMinutes(15);

    private static final String ISSUER = "blotter";

    private final JWSHeader header;
    private final MACSigner signer;
    private final MACVerifier verifier;

    public AccessTokens(Database database) {
        var key = key(database);
        try {
            this.header = new JWSHeader.Builder(JWSAlgorithm.HS256)
                    .keyID(key.id.toString())
                    .build();
            this.signer = new MACSigner(key.secret);
            this.verifier = new MACVerifier(key.secret);
        } catch (JOSEException e) {
            throw new IllegalStateException("the signing key is not fit for HMAC SHA-256", e);
        }
    }

    /// What a valid token says.
    record Claims(int orgId, UUID userId, int epoch) {}

    private record Key(UUID id, byte[] secret) {}

    private static Key key(Database database) {
        var secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        return database.jdbi().inTransaction(handle -> {
            // One key, however many nodes start at once.
            handle.execute("lock table signing_key in exclusive mode");
            handle.createUpdate(
                            "insert into signing_key (id, secret) select :id, :secret where not exists (select from signing_key)")
                    .bind("id", UUID.randomUUID())
                    .bind("secret", secret)
                    .execute();
            return handle.createQuery("select id, secret from signing_key order by created_date desc limit 1")
                    .map((row, context) -> new Key(row.getObject("id", UUID.class), row.getBytes("secret")))
                    .one();
        });
    }

    String issue(Claims claims, Instant now) {
        var payload = new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .subject(claims.userId.toString())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFETIME)))
                .claim("org", claims.orgId)
                .claim("epoch", claims.epoch)
                .build();
        var token = new SignedJWT(header, payload);
        try {
            token.sign(signer);
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
            if (!JWSAlgorithm.HS256.equals(jwt.getHeader().getAlgorithm()) || !jwt.verify(verifier)) {
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
