package blotter.people.sso;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.token.AccessToken;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.UserInfoRequest;
import com.nimbusds.openid.connect.sdk.UserInfoResponse;
import com.nimbusds.openid.connect.sdk.claims.AccessTokenHash;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.AccessTokenValidator;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import com.nimbusds.openid.connect.sdk.validators.InvalidHashException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The identity provider, asked over the network. What it says about itself is fetched beside the requests, and kept
/// for a minute: whether it answers never delays anything but a sign-in with it.
final class IdentityProvider {
    private static final Logger LOG = Logger.getLogger("blotter.sso");
    private static final int CONNECT_MILLIS = 2_000;
    private static final int READ_MILLIS = 4_000;
    private static final int MOST_BYTES = 1 << 20;
    private static final long FRESH = Duration.ofMinutes(1).toNanos();
    private static final long RETRY = Duration.ofSeconds(10).toNanos();
    private static final String SILENT = "the identity provider does not answer";
    // No algorithm with a shared key, and not "none".
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.copyOf(List.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512));

    private final SsoSettings settings;
    private final ExecutorService asking = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("identity-provider").factory());
    private @Nullable CompletableFuture<Found> running;
    private @Nullable Found last;

    IdentityProvider(SsoSettings settings) {
        this.settings = settings;
    }

    /// What the provider said of itself, or why it did not.
    ///
    /// @param keys null when it did not
    record Found(
            @Nullable OIDCProviderMetadata metadata,
            @Nullable JWKSource<SecurityContext> keys,
            @Nullable String problem,
            long at) {
        boolean isOld(long now) {
            return now - at > (problem == null ? FRESH : RETRY);
        }
    }

    /// Asks the provider, unless that is being done, and does not wait.
    void ask() {
        begin();
    }

    private synchronized CompletableFuture<Found> begin() {
        var now = System.nanoTime();
        if (running == null && last != null && !last.isOld(now)) {
            return CompletableFuture.completedFuture(last);
        }
        if (running == null) {
            running = CompletableFuture.supplyAsync(this::discover, asking).whenComplete((found, error) -> keep(found));
        }
        return running;
    }

    private synchronized void keep(@Nullable Found found) {
        running = null;
        if (found != null) {
            if (found.problem != null && (last == null || last.problem == null)) {
                LOG.warnf("single sign-on with %s is not possible: %s", settings.issuer(), found.problem);
            }
            last = found;
        }
    }

    private synchronized @Nullable Found last() {
        return last;
    }

    /// What is known. Waits a moment when nothing is known yet.
    Found found() {
        var answer = begin();
        var known = last();
        if (known != null) {
            return known;
        }
        try {
            return answer.get(CONNECT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return new Found(null, null, SILENT, System.nanoTime());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Found(null, null, SILENT, System.nanoTime());
        }
    }

    private Found discover() {
        try {
            var metadata = OIDCProviderMetadata.resolve(new Issuer(settings.issuer()), CONNECT_MILLIS, READ_MILLIS);
            if (metadata.getAuthorizationEndpointURI() == null
                    || metadata.getTokenEndpointURI() == null
                    || metadata.getJWKSetURI() == null) {
                return failed("the identity provider names no endpoints for signing in");
            }
            var known = last();
            var keys = known != null
                            && known.metadata != null
                            && known.keys != null
                            && metadata.getJWKSetURI().equals(known.metadata.getJWKSetURI())
                    ? known.keys
                    : keys(metadata.getJWKSetURI());
            return new Found(metadata, keys, null, System.nanoTime());
        } catch (IOException e) {
            LOG.debugf(e, "discovery at %s", settings.issuer());
            return failed(SILENT);
        } catch (GeneralException | RuntimeException e) {
            LOG.debugf(e, "discovery at %s", settings.issuer());
            return failed("the identity provider does not describe itself as OpenID Connect asks for");
        }
    }

    private static JWKSource<SecurityContext> keys(URI address) throws IOException {
        var retriever = new DefaultResourceRetriever(CONNECT_MILLIS, READ_MILLIS, MOST_BYTES);
        return JWKSourceBuilder.<SecurityContext>create(address.toURL(), retriever)
                .refreshAheadCache(false)
                .retrying(true)
                .build();
    }

    private static Found failed(String problem) {
        return new Found(null, null, problem, System.nanoTime());
    }

    /// Where to send the browser. Throws SsoRefusal when the provider is not there.
    URI authorization(SsoRequest request, URI redirect) {
        var metadata = metadata(found());
        return new AuthenticationRequest.Builder(
                        ResponseType.CODE,
                        new Scope("openid", "email", "profile"),
                        new ClientID(settings.clientId()),
                        redirect)
                .endpointURI(metadata.getAuthorizationEndpointURI())
                .state(new State(request.state()))
                .nonce(new Nonce(request.nonce()))
                .codeChallenge(new CodeVerifier(request.verifier()), CodeChallengeMethod.S256)
                .build()
                .toURI();
    }

    private static OIDCProviderMetadata metadata(Found found) {
        if (found.metadata == null) {
            throw new SsoRefusal(sentence(found.problem == null ? SILENT : found.problem));
        }
        return found.metadata;
    }

    private static String sentence(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".";
    }

    /// Who it is that comes back with this code. Throws SsoRefusal when the provider does not vouch for it.
    Identity identity(String code, SsoRequest request, URI redirect) {
        var found = found();
        var metadata = metadata(found);
        try {
            var grant = new AuthorizationCodeGrant(
                    new AuthorizationCode(code), redirect, new CodeVerifier(request.verifier()));
            var response = OIDCTokenResponseParser.parse(
                    send(tokenRequest(metadata, grant)).send());
            if (!response.indicatesSuccess()) {
                LOG.warnf(
                        "the identity provider refused a code: %s",
                        response.toErrorResponse().getErrorObject().getCode());
                throw new SsoRefusal("The identity provider did not confirm the sign-in.");
            }
            var tokens =
                    ((com.nimbusds.openid.connect.sdk.OIDCTokenResponse) response.toSuccessResponse()).getOIDCTokens();
            var claims = verified(tokens.getIDToken(), request, metadata, Objects.requireNonNull(found.keys));
            verifyHash(tokens.getIDToken(), claims, tokens.getAccessToken());
            return identity(claims, tokens.getAccessToken(), metadata);
        } catch (IOException e) {
            LOG.warnf("the identity provider did not answer: %s", e.getMessage());
            throw new SsoRefusal(sentence(SILENT));
        } catch (ParseException
                | BadJOSEException
                | JOSEException
                | InvalidHashException
                | java.text.ParseException e) {
            LOG.warnf("the identity provider's answer is not to be trusted: %s", e.getMessage());
            throw new SsoRefusal("The identity provider's answer is not valid.");
        }
    }

    private HTTPRequest tokenRequest(OIDCProviderMetadata metadata, AuthorizationCodeGrant grant) {
        var client = new ClientID(settings.clientId());
        var endpoint = metadata.getTokenEndpointURI();
        if (settings.clientSecret() == null) {
            return new TokenRequest.Builder(endpoint, client, grant).build().toHTTPRequest();
        }
        var secret = new Secret(settings.clientSecret());
        var methods = metadata.getTokenEndpointAuthMethods();
        boolean post = methods != null
                && methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_POST)
                && !methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_BASIC);
        var authentication = post ? new ClientSecretPost(client, secret) : new ClientSecretBasic(client, secret);
        return new TokenRequest.Builder(endpoint, authentication, grant).build().toHTTPRequest();
    }

    private static HTTPRequest send(HTTPRequest request) {
        request.setConnectTimeout(CONNECT_MILLIS);
        request.setReadTimeout(READ_MILLIS);
        request.setFollowRedirects(false);
        return request;
    }

    private JWTClaimsSet verified(
            JWT token, SsoRequest request, OIDCProviderMetadata metadata, JWKSource<SecurityContext> keys)
            throws BadJOSEException, JOSEException, java.text.ParseException {
        new IDTokenValidator(
                        metadata.getIssuer(),
                        new ClientID(settings.clientId()),
                        new JWSVerificationKeySelector<>(ALGORITHMS, keys),
                        null)
                .validate(token, new Nonce(request.nonce()));
        return token.getJWTClaimsSet();
    }

    /// Checks that the access token is the one that the ID token was made with: its owner is asked for what the ID
    /// token
    /// leaves out (OpenID Connect Core 1.0, section 3.1.3.6; the provider may leave the hash out).
    private static void verifyHash(JWT token, JWTClaimsSet claims, AccessToken access)
            throws InvalidHashException, java.text.ParseException {
        var hash = claims.getStringClaim("at_hash");
        if (hash == null) {
            return;
        }
        if (hash.isBlank() || !(token.getHeader().getAlgorithm() instanceof JWSAlgorithm algorithm)) {
            throw InvalidHashException.INVALID_ACCESS_T0KEN_HASH_EXCEPTION;
        }
        AccessTokenValidator.validate(access, algorithm, new AccessTokenHash(hash));
    }

    private Identity identity(JWTClaimsSet claims, AccessToken access, OIDCProviderMetadata metadata)
            throws IOException, ParseException {
        var all = new java.util.HashMap<>(claims.getClaims());
        var claim = settings.rolesClaim();
        boolean lacks = claims.getClaim("email") == null || (claim != null && claims.getClaim(claim) == null);
        if (lacks && metadata.getUserInfoEndpointURI() != null) {
            userInfo(access, metadata, claims.getSubject()).forEach(all::putIfAbsent);
        }
        var name = text(all, "name");
        var first = text(all, "given_name");
        var last = text(all, "family_name");
        var email = text(all, "email");
        var verified = all.get("email_verified");
        return new Identity(
                claims.getSubject(),
                email,
                Boolean.TRUE.equals(verified) || "true".equals(verified),
                first != null
                        ? first
                        : name != null
                                ? name
                                : Objects.requireNonNullElse(email, "").replaceFirst("@.*", ""),
                last != null ? last : "",
                claim == null ? null : texts(all.get(claim)));
    }

    private static Map<String, Object> userInfo(AccessToken access, OIDCProviderMetadata metadata, String subject)
            throws IOException, ParseException {
        var request = new UserInfoRequest(metadata.getUserInfoEndpointURI(), access).toHTTPRequest();
        var response = UserInfoResponse.parse(send(request).send());
        var info = response.indicatesSuccess() ? response.toSuccessResponse().getUserInfo() : null;
        if (info == null || !info.getSubject().getValue().equals(subject)) {
            return Map.of();
        }
        return info.toJSONObject();
    }

    private static @Nullable String text(Map<String, Object> claims, String name) {
        return claims.get(name) instanceof String text && !text.isBlank() ? text.strip() : null;
    }

    private static @Nullable List<String> texts(@Nullable Object claim) {
        return switch (claim) {
            case null -> null;
            case String text -> List.of(text.split("[ ,]+", -1));
            case List<?> values -> values.stream().map(String::valueOf).toList();
            default -> List.of(String.valueOf(claim));
        };
    }
}
