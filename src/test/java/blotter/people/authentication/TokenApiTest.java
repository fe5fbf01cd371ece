package blotter.people.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import blotter.people.person.UserStore;
import blotter.platform.access.Role;
import blotter.platform.database.Announcements;
import blotter.platform.database.Database;
import blotter.testing.ApiClient;
import blotter.testing.ApiTest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TokenApiTest extends ApiTest {
    private static final String TOKEN = "/api/v1/oauth/token";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String ME = "/api/v1/users/me";

    @Inject
    Database database;

    @Inject
    UserStore users;

    @Inject
    Announcements announcements;

    private ServiceAccounts.Credentials account = new ServiceAccounts.Credentials(new java.util.UUID(0, 0), "", "");

    @BeforeEach
    void createAccount() {
        account = tenants.serviceAccount(organization, Role.INCIDENT_EDITOR);
    }

    private String credentials() {
        return "client_id=%s&client_secret=%s".formatted(account.clientId(), account.secret());
    }

    private ApiClient.Answer form(String body) {
        return anyone.send("POST", TOKEN, FORM, body.getBytes(StandardCharsets.UTF_8));
    }

    private static String basic(String id, String secret) {
        var pair = q(id) + ":" + q(secret);
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private JsonNode granted() {
        return form("grant_type=client_credentials&" + credentials())
                .expect(200)
                .json();
    }

    private ApiClient.Answer refresh(String token) {
        return form("grant_type=refresh_token&refresh_token=" + token + "&" + credentials());
    }

    private static void assertRefused(ApiClient.Answer answer, int status, String error) {
        assertThat(answer.json().get("error").textValue()).isEqualTo(error);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.header("WWW-Authenticate")).isEqualTo(status == 401 ? "Basic realm=\"blotter\"" : null);
    }

    @Test
    void formCredentialsGetATokenWithItsPermissions() {
        var answer = form("grant_type=client_credentials&" + credentials()).expect(200);
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        var body = (ObjectNode) answer.json();
        assertThat(body.remove("access_token").textValue()).matches("[\\w-]+\\.[\\w-]+\\.[\\w-]+");
        assertThat(body.remove("refresh_token").textValue()).isNotBlank();
        assertThat(body).isEqualTo(json("""
                {"token_type": "Bearer", "expires_in": 900,
                 "scope": "incidents:read incidents:write tags:read tags:write users:read"}"""));
        anyone.as(answer.json().get("access_token").textValue()).get(ME).expect(200);
    }

    @Test
    void httpBasicCredentialsGetAToken() {
        var basic = anyone.with("Authorization", basic(account.clientId(), account.secret()));
        basic.send("POST", TOKEN, FORM, "grant_type=client_credentials".getBytes(StandardCharsets.UTF_8))
                .expect(200);
        anyone.with("Authorization", basic(account.clientId(), account.secret()).replace("Basic", "bAsIc  "))
                .form(TOKEN, Map.of("grant_type", "client_credentials", "client_id", account.clientId()))
                .expect(200);
        assertRefused(
                basic.form(TOKEN, Map.of("grant_type", "client_credentials", "client_secret", account.secret())),
                400,
                "invalid_request");
        assertRefused(
                anyone.with("Authorization", basic(account.clientId(), "wrong"))
                        .form(TOKEN, Map.of("grant_type", "client_credentials")),
                401,
                "invalid_client");
        for (var malformed : List.of("Basic", "Basic !!!", "Basic Zm9v", "Bearer x", "Basic " + "A".repeat(99))) {
            var answer =
                    anyone.with("Authorization", malformed).form(TOKEN, Map.of("grant_type", "client_credentials"));
            assertThat(answer.status()).as(malformed).isBetween(400, 401);
            assertThat(answer.json().get("error").textValue()).as(malformed).isIn("invalid_request", "invalid_client");
        }
    }

    @Test
    void unknownFieldsAreIgnoredAndTheContentTypeMayHaveParameters() {
        anyone.send(
                        "POST",
                        TOKEN,
                        "Application/X-WWW-Form-Urlencoded; charset=UTF-8",
                        ("grant_type=client_credentials&audience=x&scope=incidents:read&empty=&" + credentials())
                                .getBytes(StandardCharsets.UTF_8))
                .expect(200);
    }

    @Test
    void theResponseDoesNotRevealWhichCredentialIsWrong() {
        var wrongs = List.of(
                "client_id=%s&client_secret=wrong".formatted(account.clientId()),
                "client_id=%s&client_secret=%s"
                        .formatted(account.clientId(), account.secret().toUpperCase(java.util.Locale.ROOT)),
                "client_id=%s".formatted(account.clientId()),
                "client_id=%s&client_secret=".formatted(account.clientId()),
                "client_id=sa_%d_%s&client_secret=%s".formatted(organization.id(), "0".repeat(32), account.secret()),
                "client_id=sa_999999999_%s&client_secret=%s".formatted("0".repeat(32), account.secret()),
                "client_id=%%00&client_secret=%s".formatted(account.secret()),
                "client_id=nobody&client_secret=x",
                "client_secret=x",
                "x=y");
        var first = form("grant_type=client_credentials&" + wrongs.getFirst());
        for (var wrong : wrongs) {
            var answer = form("grant_type=client_credentials&" + wrong);
            assertRefused(answer, 401, "invalid_client");
            assertThat(answer.body()).isEqualTo(first.body());
        }
    }

    @Test
    void malformedTokenRequestsGetStandardErrors() {
        var softly = new SoftAssertions();
        for (var body : List.of(
                "",
                "grant_type=&" + credentials(),
                credentials(),
                "grant_type=client_credentials&grant_type=client_credentials&" + credentials(),
                "grant_type=client_credentials&" + credentials() + "&client_id=x",
                "grant_type=client_credentials&x=1&x=2&" + credentials(),
                "grant_type=client_credentials&x=%zz&" + credentials(),
                "grant_type=refresh_token&" + credentials(),
                "grant_type=refresh_token&refresh_token=&" + credentials())) {
            var answer = form(body);
            softly.assertThat(answer.status()).as(body).isEqualTo(400);
            softly.assertThat(answer.json().path("error").asText()).as(body).isEqualTo("invalid_request");
        }
        for (var grant : List.of("password", "authorization_code", "CLIENT_CREDENTIALS", "client_credentials%20")) {
            softly.assertThat(form("grant_type=" + grant + "&" + credentials())
                            .json()
                            .path("error")
                            .asText())
                    .as(grant)
                    .isEqualTo("unsupported_grant_type");
        }
        for (var type : new String[] {"application/json", "text/plain", "multipart/form-data", null}) {
            var answer = anyone.send("POST", TOKEN, type, """
                    {"grant_type": "client_credentials", "client_id": "%s", "client_secret": "%s"}""".formatted(account.clientId(), account.secret())
                    .getBytes(StandardCharsets.UTF_8));
            softly.assertThat(answer.status()).as(type).isEqualTo(400);
            softly.assertThat(answer.json().path("error").asText()).as(type).isEqualTo("invalid_request");
        }
        softly.assertAll();
    }

    @Test
    void aRefreshTokenIssuesTheNextOnce() {
        var first = granted();
        var second = refresh(first.get("refresh_token").textValue()).expect(200).json();
        assertThat(second.get("refresh_token")).isNotEqualTo(first.get("refresh_token"));
        anyone.as(second.get("access_token").textValue()).get(ME).expect(200);
        // Earlier access tokens remain valid until they expire.
        anyone.as(first.get("access_token").textValue()).get(ME).expect(200);
        refresh(second.get("refresh_token").textValue()).expect(200);
    }

    @Test
    void reusingARefreshTokenRevokesItsFamily() {
        var first = granted().get("refresh_token").textValue();
        var second = refresh(first).expect(200).json().get("refresh_token").textValue();
        var otherFamily = granted().get("refresh_token").textValue();
        assertRefused(refresh(first), 400, "invalid_grant");
        assertRefused(refresh(second), 400, "invalid_grant");
        refresh(otherFamily).expect(200);
    }

    @Test
    void aRefreshTokenIsUselessToAnotherClient() {
        var mine = granted().get("refresh_token").textValue();
        for (var of : List.of(organization, tenants.organization())) {
            var other = tenants.serviceAccount(of, Role.ADMIN);
            assertRefused(
                    form("grant_type=refresh_token&refresh_token=%s&client_id=%s&client_secret=%s"
                            .formatted(mine, other.clientId(), other.secret())),
                    400,
                    "invalid_grant");
        }
        refresh(mine).expect(200);
    }

    @Test
    void rejectsInvalidRefreshTokens() {
        var mine = granted().get("refresh_token").textValue();
        for (var bad : List.of(
                "x",
                mine + "x",
                mine.substring(1),
                mine.replace("_refresh_", "_"),
                "%00",
                "%F0%9F%98%80",
                "blotter_refresh_999999999_" + "a".repeat(43),
                "blotter_refresh_999999999_" + "a".repeat(49))) {
            assertRefused(refresh(bad), 400, "invalid_grant");
        }
        refresh(mine).expect(200);
    }

    @Test
    void accessTokensExpireAfterFifteenMinutes() {
        var client = anyone.as(granted().get("access_token").textValue());
        clock.advance(Duration.ofMinutes(14).plusSeconds(50));
        client.get(ME).expect(200);
        clock.advance(Duration.ofSeconds(10));
        var answer = client.get(ME).expect(401);
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"blotter\", error=\"invalid_token\"");
    }

    @Test
    void refreshTokensExpireAfterSevenDays() {
        var one = granted().get("refresh_token").textValue();
        var two = granted().get("refresh_token").textValue();
        clock.advance(Duration.ofDays(7).minusMinutes(1));
        refresh(one).expect(200);
        clock.advance(Duration.ofMinutes(1));
        assertRefused(refresh(two), 400, "invalid_grant");
    }

    @Test
    void deactivationTakesEffectAtOnceAndIsReversible() {
        var token = granted();
        var client = anyone.as(token.get("access_token").textValue());
        database.jdbi().useTransaction(handle -> users.setActive(handle, organization.id(), account.userId(), false));
        client.get(ME).expect(401);
        client.get(INCIDENTS).expect(401);
        assertRefused(form("grant_type=client_credentials&" + credentials()), 401, "invalid_client");
        assertRefused(refresh(token.get("refresh_token").textValue()), 401, "invalid_client");
        database.jdbi().useTransaction(handle -> users.setActive(handle, organization.id(), account.userId(), true));
        client.get(ME).expect(200);
        refresh(token.get("refresh_token").textValue()).expect(200);
    }

    @Test
    void anExpiredAccountIsRejectedAtOnce() {
        var client = anyone.as(granted().get("access_token").textValue());
        setAccount("expires_at = now() + interval '1 hour'");
        client.get(ME).expect(200);
        clock.advance(Duration.ofHours(1));
        assertRefused(form("grant_type=client_credentials&" + credentials()), 401, "invalid_client");
        setAccount("expires_at = now() - interval '1 second'");
        client.get(ME).expect(401);
    }

    @Test
    void raisingTheEpochInvalidatesAllAccessTokens() {
        var client = anyone.as(granted().get("access_token").textValue());
        setAccount("token_epoch = token_epoch + 1");
        client.get(ME).expect(401);
        anyone.as(granted().get("access_token").textValue()).get(ME).expect(200);
    }

    private void setAccount(String what) {
        database.jdbi().useTransaction(handle -> {
            handle.createUpdate("update service_account set " + what + " where org_id = :org and user_id = :user")
                    .bind("org", organization.id())
                    .bind("user", account.userId())
                    .execute();
            announcements.changed(handle, "service_accounts", organization.id());
        });
    }

    private static String encoded(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void rejectsInvalidTokens() {
        var token = granted().get("access_token").textValue();
        var parts = token.split("\\.");
        var claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
        var otherOrg = claims.replace("\"org\":" + organization.id(), "\"org\":1");
        assertThat(otherOrg).isNotEqualTo(claims);
        char last = parts[2].charAt(10);
        var tampered = parts[2].substring(0, 10) + (last == 'A' ? 'B' : 'A') + parts[2].substring(11);
        var softly = new SoftAssertions();
        for (var header : List.of(
                "Bearer " + parts[0] + "." + parts[1] + "." + tampered,
                "Bearer " + parts[0] + "." + encoded(otherOrg) + "." + parts[2],
                "Bearer " + encoded("{\"alg\":\"none\"}") + "." + parts[1] + ".",
                "Bearer " + encoded("{\"alg\":\"none\"}") + "." + parts[1] + "." + parts[2],
                "Bearer " + encoded("{\"alg\":\"HS512\"}") + "." + parts[1] + "." + parts[2],
                "Bearer " + encoded("{}") + "." + parts[1] + "." + parts[2],
                "Bearer " + parts[0] + "." + parts[1] + ".",
                "Bearer " + parts[0] + "." + parts[1],
                "Bearer " + token + "x",
                "Bearer " + token + "." + parts[2],
                "Bearer a.b.c",
                "Bearer ...",
                "Bearer x",
                "Bearer \"" + token + "\"",
                "Bearer " + "a".repeat(8_000),
                "Bearer " + granted().get("refresh_token").textValue())) {
            var answer = anyone.with("Authorization", header).get(ME);
            softly.assertThat(answer.status()).as(header).isEqualTo(401);
            softly.assertThat(answer.header("WWW-Authenticate"))
                    .as(header)
                    .isEqualTo("Bearer realm=\"blotter\", error=\"invalid_token\"");
        }
        for (var header : List.of(token, "Basic " + token, "bearer", "Bearer", "Token " + token, "Bearer" + token)) {
            var answer = anyone.with("Authorization", header).get(ME);
            softly.assertThat(answer.status()).as(header).isEqualTo(401);
            softly.assertThat(answer.header("WWW-Authenticate")).as(header).startsWith("Bearer realm=\"blotter\"");
        }
        softly.assertAll();
        // Scheme names are case-insensitive.
        anyone.with("Authorization", "bEARER " + token).get(ME).expect(200);
        assertThat(problem(anyone.get(ME).expect(401))).isEqualTo(json("""
                {"type": "/problems/unauthorized", "title": "Unauthorized", "status": 401,
                 "detail": "no access token (expected: Authorization: Bearer …)"}"""));
        assertThat(anyone.get(ME).header("WWW-Authenticate")).isEqualTo("Bearer realm=\"blotter\"");
    }

    @Test
    void tokensInTheUrlAreIgnored() {
        var token = granted().get("access_token").textValue();
        anyone.get(ME + "?access_token=" + token).expect(401);
    }
}
