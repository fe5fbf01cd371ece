package blotter.people.sso;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.openid.connect.sdk.claims.AccessTokenHash;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Against a small provider over HTTP. The one of [SsoApiTest] makes each access token only after the ID token, so it
/// cannot put the hash of one into the other.
class IdentityProviderTest {
    private static final String ACCESS_TOKEN = "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y";
    private static final SsoRequest REQUEST =
            new SsoRequest("state", "nonce", "a-verifier-of-at-least-forty-three-characters", "/");

    private final RSAKey key = newKey();
    private final HttpServer server = newServer();
    private final String issuer =
            "http://127.0.0.1:%d".formatted(server.getAddress().getPort());
    private final IdentityProvider provider = new IdentityProvider(new SsoSettings(
            URI.create(issuer),
            "blotter-client",
            "the secret",
            "Northwind ID",
            "people",
            Set.of(),
            null,
            Map.of(),
            List.of(),
            false));

    private static RSAKey newKey() {
        try {
            return new RSAKeyGenerator(2048).keyID("key").generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static HttpServer newServer() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void start() {
        answer("/.well-known/openid-configuration", """
                {"issuer": "%1$s", "authorization_endpoint": "%1$s/authorize", "token_endpoint": "%1$s/token",
                 "jwks_uri": "%1$s/keys", "subject_types_supported": ["public"], "response_types_supported": ["code"],
                 "id_token_signing_alg_values_supported": ["RS256", "RS512"]}""".formatted(issuer));
        answer("/keys", new JWKSet(key.toPublicJWK()).toString());
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(String path, String json) {
        server.createContext(path, exchange -> {
            var body = json.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }

    /// Signs in, with this `at_hash` in the ID token.
    private Identity identity(JWSAlgorithm algorithm, @Nullable Object hash) throws JOSEException {
        var now = Instant.now();
        var idToken = new SignedJWT(
                new JWSHeader.Builder(algorithm).keyID("key").build(),
                new JWTClaimsSet.Builder()
                        .issuer(issuer)
                        .audience("blotter-client")
                        .subject("mara")
                        .issueTime(Date.from(now))
                        .expirationTime(Date.from(now.plusSeconds(60)))
                        .claim("nonce", REQUEST.nonce())
                        .claim("email", "mara@northwind.example")
                        .claim("at_hash", hash)
                        .build());
        idToken.sign(new RSASSASigner(key));
        answer(
                "/token",
                "{\"access_token\": \"%s\", \"token_type\": \"Bearer\", \"id_token\": \"%s\"}"
                        .formatted(ACCESS_TOKEN, idToken.serialize()));
        try {
            return provider.identity("code", REQUEST, URI.create("https://register.example/callback"));
        } finally {
            server.removeContext("/token");
        }
    }

    private static String hash(String accessToken, JWSAlgorithm algorithm) {
        return AccessTokenHash.compute(new BearerAccessToken(accessToken), algorithm)
                .getValue();
    }

    @Test
    void theHashOfTheAccessTokenIsAccepted() throws Exception {
        // The example of OpenID Connect Core 1.0, appendix A.3.
        assertThat(hash(ACCESS_TOKEN, JWSAlgorithm.RS256)).isEqualTo("77QmUPtjPfzWtF2AnpK9RQ");
        assertThat(identity(JWSAlgorithm.RS256, "77QmUPtjPfzWtF2AnpK9RQ").subject())
                .isEqualTo("mara");
        assertThat(identity(JWSAlgorithm.RS512, hash(ACCESS_TOKEN, JWSAlgorithm.RS512))
                        .subject())
                .isEqualTo("mara");
    }

    @Test
    void anIdTokenMayLeaveTheHashOut() throws Exception {
        assertThat(identity(JWSAlgorithm.RS256, null).subject()).isEqualTo("mara");
    }

    @Test
    void anyOtherHashIsRefused() {
        var wrongs = List.<Object>of(
                hash("another", JWSAlgorithm.RS256),
                hash(ACCESS_TOKEN, JWSAlgorithm.RS512),
                "77QmUPtjPfzWtF2AnpK9RQ==",
                "",
                " ",
                1,
                List.of("77QmUPtjPfzWtF2AnpK9RQ"));
        for (var wrong : wrongs) {
            assertThatThrownBy(() -> identity(JWSAlgorithm.RS256, wrong))
                    .as(wrong.toString())
                    .isInstanceOf(SsoRefusal.class)
                    .hasMessage("The identity provider's answer is not valid.");
        }
    }
}
