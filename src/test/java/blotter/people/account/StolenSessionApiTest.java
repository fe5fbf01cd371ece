package blotter.people.account;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import blotter.people.person.User;
import blotter.platform.access.Role;
import blotter.platform.database.Database;
import blotter.platform.secret.SecretBox;
import blotter.testing.ApiClient;
import blotter.testing.ApiTest;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a stolen session cookie can do, and what ends it.
@QuarkusTest
class StolenSessionApiTest extends ApiTest {
    private static final String SESSION = "/api/v1/session";
    private static final String USERS = "/api/v1/users";
    private static final String TOKENS = USERS + "/me/tokens";
    private static final String FACTOR = USERS + "/me/second-factor";
    private static final String MACHINES = "/api/v1/service-accounts";
    private static final String PASSWORD = "seven lanterns under the bridge";

    @Inject
    Database database;

    @Inject
    SecretBox box;

    private User ada = new User(new UUID(0, 0), "", "", "", null);
    private User bob = ada;
    private ApiClient adas = anyone;

    @BeforeEach
    void createPeople() {
        ada = tenants.member(organization, "ada@" + organization.slug() + ".example", PASSWORD, Role.ADMIN);
        bob = tenants.member(organization, "bob@" + organization.slug() + ".example", PASSWORD, Role.VIEWER);
        adas = signedIn(ada.email(), PASSWORD);
    }

    private String newToken() {
        return "{\"name\": \"report\", \"expires_date\": \"%s\"}"
                .formatted(clock.instant().plus(Duration.ofDays(10)));
    }

    private static ApiClient.Answer put(ApiClient client, String path, String json) {
        return client.send("PUT", path, "application/json", json.getBytes(UTF_8));
    }

    /// Operations that create or change a credential that outlives the session.
    private Map<String, Supplier<ApiClient.Answer>> credentialChanges() {
        var machine = MACHINES + "/"
                + admin.post(MACHINES, "{\"name\": \"m\", \"roles\": []}")
                        .expect(201)
                        .json()
                        .get("id")
                        .textValue();
        var ways = new LinkedHashMap<String, Supplier<ApiClient.Answer>>();
        ways.put("a personal token", () -> adas.post(TOKENS, newToken()));
        ways.put("a second factor", () -> adas.send("POST", FACTOR, null, null));
        ways.put("its confirmation", () -> put(adas, FACTOR, "{\"code\": \"000000\"}"));
        ways.put("an invitation", () -> adas.post(USERS, """
                {"email": "eve@%s", "first_name": "E", "last_name": "E", "roles": ["Admin"]}""".formatted(organization.slug())));
        ways.put(
                "her email",
                () -> adas.patch(USERS + "/" + ada.id(), "{\"email\": \"eve@%s\"}".formatted(organization.slug())));
        ways.put("somebody's second factor", () -> adas.patch(USERS + "/" + bob.id(), "{\"second_factor\": false}"));
        ways.put(
                "somebody's password", () -> adas.send("POST", USERS + "/" + bob.id() + "/password-reset", null, null));
        ways.put("a service account", () -> adas.post(MACHINES, "{\"name\": \"e\", \"roles\": [\"Admin\"]}"));
        ways.put("its roles", () -> adas.patch(machine, "{\"roles\": [\"Admin\"]}"));
        ways.put("its secret", () -> adas.post(machine + "/secrets", "{}"));
        return ways;
    }

    @Test
    void aStolenCookieCannotCreateOtherCredentials() {
        var ways = credentialChanges();
        clock.advance(Duration.ofMinutes(5));
        ways.forEach((what, way) ->
                assertThat(problem(way.get().expect(403))).as(what).isEqualTo(json("""
                        {"type": "/problems/reauthentication-required", "title": "Sign in again", "status": 403,
                         "detail": "this needs a sign-in of the last 5 minutes (expected: sign in again, then the same request)"}""")));
        // Other operations still work.
        adas.post(INCIDENTS, "{\"title\": \"a\"}").expect(201);
        adas.get(TOKENS).expect(200);
    }

    @Test
    void signingInAgainInvalidatesACopiedCookie() {
        clock.advance(Duration.ofMinutes(5));
        adas.post(TOKENS, newToken()).expect(403);
        var again = withSessionOf(adas.post(SESSION, """
                {"email": "%s", "password": "%s", "organization": "%s"}""".formatted(ada.email(), PASSWORD, organization.slug()))
                .expect(200));
        again.post(TOKENS, newToken()).expect(201);
        adas.get(SESSION).expect(401);
        clock.advance(Duration.ofMinutes(5));
        again.post(TOKENS, newToken()).expect(403);
    }

    @Test
    void accessTokensNeedNoRecentSignIn() {
        var token = anyone.as(tenants.personalToken(organization, ada));
        clock.advance(Duration.ofHours(1));
        token.post(TOKENS, newToken()).expect(201);
        token.patch(USERS + "/" + bob.id(), "{\"first_name\": \"Bo\"}").expect(200);
    }

    @Test
    void enablingOrDisablingTheSecondFactorEndsOtherSessions() {
        var stolen = signedIn(ada.email(), PASSWORD);
        adas.send("POST", FACTOR, null, null).expect(200);
        var factor = database.jdbi()
                .withHandle(handle -> new SecondFactorStore(box).find(handle, organization.id(), ada.id()));
        var code = Totp.code(
                Objects.requireNonNull(factor).secret(), clock.instant().getEpochSecond() / 30);
        put(adas, FACTOR, "{\"code\": \"%s\"}".formatted(code)).expect(200);
        stolen.get(SESSION).expect(401);
        adas.get(SESSION).expect(200);
        clock.advance(Duration.ofSeconds(60));
        var next = Totp.code(
                Objects.requireNonNull(factor).secret(), clock.instant().getEpochSecond() / 30);
        var second = withSessionOf(
                page().post(SESSION, """
                {"email": "%s", "password": "%s", "code": "%s"}""".formatted(ada.email(), PASSWORD, next)).expect(200));
        adas.delete(FACTOR, "{\"password\": \"%s\"}".formatted(PASSWORD)).expect(204);
        second.get(SESSION).expect(401);
        adas.get(SESSION).expect(200);
    }

    @Test
    void removalOfTheSecondFactorByAnAdminEndsSessions() {
        var bobs = signedIn(bob.email(), PASSWORD);
        var store = new SecondFactorStore(box);
        database.jdbi().useTransaction(handle -> {
            store.start(handle, organization.id(), bob.id(), Totp.newSecret(), clock.instant());
            store.confirm(handle, organization.id(), bob.id(), java.util.List.of("abcd"), clock.instant());
        });
        bobs.get(SESSION).expect(200);
        adas.patch(USERS + "/" + bob.id(), "{\"second_factor\": false}").expect(200);
        bobs.get(SESSION).expect(401);
    }

    @Test
    void changingTheEmailEndsOtherSessions() {
        var bobs = signedIn(bob.email(), PASSWORD);
        adas.patch(USERS + "/" + bob.id(), "{\"first_name\": \"Bo\"}").expect(200);
        bobs.get(SESSION).expect(200);
        adas.patch(USERS + "/" + bob.id(), "{\"email\": \"bo@%s.example\"}".formatted(organization.slug()))
                .expect(200);
        bobs.get(SESSION).expect(401);
        var stolen = signedIn(ada.email(), PASSWORD);
        adas.patch(USERS + "/" + ada.id(), "{\"email\": \"augusta@%s.example\"}".formatted(organization.slug()))
                .expect(200);
        stolen.get(SESSION).expect(401);
        adas.get(SESSION).expect(200);
    }

    @Test
    void aPasswordResetRevokesTokens() {
        var token = anyone.as(tenants.personalToken(organization, bob));
        token.get(SESSION).expect(200);
        var url = adas.send("POST", USERS + "/" + bob.id() + "/password-reset", null, null)
                .expect(200)
                .json()
                .get("url")
                .textValue();
        token.get(SESSION).expect(200);
        page().post(
                        "/api/v1/one-time-links/" + url.substring(url.lastIndexOf('/') + 1),
                        "{\"password\": \"nine swans upon the lake\"}")
                .expect(200);
        token.get(SESSION).expect(401);
    }
}
