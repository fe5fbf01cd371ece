package blotter.people.account;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import blotter.people.person.User;
import blotter.platform.access.Role;
import blotter.platform.database.Database;
import blotter.testing.ApiClient;
import blotter.testing.ApiTest;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Signing in and out, including attacks.
@QuarkusTest
class SessionApiTest extends ApiTest {
    private static final String SESSION = "/api/v1/session";
    private static final String SESSIONS = "/api/v1/users/me/sessions";
    private static final String PASSWORD = "seven lanterns under the bridge";

    @Inject
    Database database;

    private User ada = new User(new java.util.UUID(0, 0), "", "", "", null);

    @BeforeEach
    void createAda() {
        ada = tenants.member(organization, "ada@" + organization.slug() + ".example", PASSWORD, Role.EDITOR);
    }

    private static String credentials(String email, String password) {
        return "{\"email\": \"%s\", \"password\": \"%s\"}".formatted(email, password);
    }

    private ApiClient.Answer signIn() {
        return page().post(SESSION, credentials(ada.email(), PASSWORD)).expect(200);
    }

    private static String token(ApiClient.Answer answer) {
        var cookie = Objects.requireNonNull(answer.header("Set-Cookie"));
        return cookie.substring(cookie.indexOf('=') + 1, cookie.indexOf(';'));
    }

    @Test
    void signInReturnsTheUserAndAnHttpOnlyCookie() {
        var answer = page().post(SESSION, credentials(ada.email().toUpperCase(java.util.Locale.ROOT), PASSWORD))
                .expect(200);
        var session = answer.json();
        assertThat(session).isEqualTo(json("""
                {"user": {"id": "%s", "email": "%s", "first_name": "ada", "last_name": "Muster", "icon": null},
                 "organization": {"id": "%s", "slug": "%s", "name": "%s"}, "roles": ["Editor"],
                 "permissions": ["incidents:read", "incidents:write", "risks:read", "risks:write", "tags:read",
                                 "tags:write", "users:read"],
                 "via": "session", "second_factor": false, "password": true, "expires_date": "%s"}""".formatted(
                        ada.id(),
                        ada.email(),
                        organization.publicId(),
                        organization.slug(),
                        organization.name(),
                        session.get("expires_date").textValue())));
        assertThat(answer.header("Set-Cookie"))
                .matches(
                        "blotter-session=blotter_session_%d_[A-Za-z0-9_-]{43,60}; Path=/; Max-Age=604800; HttpOnly; SameSite=Lax"
                                .formatted(organization.id()));
        var again = withSessionOf(answer).get(SESSION).expect(200).json();
        assertThat(again.get("user")).isEqualTo(session.get("user"));
        assertThat(withSessionOf(answer)
                        .get("/api/v1/users/me")
                        .expect(200)
                        .json()
                        .get("kind")
                        .textValue())
                .isEqualTo("person");
    }

    @Test
    void accessTokensCanReadTheSession() {
        var session = editor.get(SESSION).expect(200).json();
        assertThat(session.get("via").textValue()).isEqualTo("token");
        assertThat(session.get("password").booleanValue()).isFalse();
        assertThat(session.get("expires_date").isNull()).isTrue();
    }

    @Test
    void changesInASessionHaveTheChannelPage() {
        var id = withSessionOf(signIn())
                .post(INCIDENTS, "{\"title\": \"a\"}")
                .expect(201)
                .json()
                .get("id");
        var entry =
                viewer.get(INCIDENTS + "/" + id.textValue() + "/history").json().at("/results/0");
        assertThat(entry.get("via").textValue()).isEqualTo("page");
        assertThat(entry.at("/by/id").textValue()).isEqualTo(ada.id().toString());
    }

    @Test
    void allWrongCredentialsGetTheSameResponse() {
        var gone = tenants.member(organization, "gone@" + organization.slug(), PASSWORD, Role.EDITOR);
        tenants.deactivate(organization, gone);
        var invited = tenants.person(organization, "Invited", true);
        var expected = json("""
                {"type": "/problems/invalid-credentials", "title": "Invalid credentials", "status": 401,
                 "detail": "the email or the password is wrong"}""");
        for (var wrong : List.of(
                credentials(ada.email(), "not hers at all"),
                credentials("nobody@example.com", PASSWORD),
                credentials(gone.email(), PASSWORD),
                credentials(invited.email(), PASSWORD),
                credentials("", ""),
                credentials("'; drop table session; --", "x".repeat(1_000)),
                credentials(admin.get("/api/v1/users/me").json().get("email").textValue(), PASSWORD),
                "{\"email\": \"%s\", \"password\": \"%s\", \"organization\": \"none\"}"
                        .formatted(ada.email(), PASSWORD))) {
            var answer = page().post(SESSION, wrong).expect(401);
            assertThat(problem(answer)).as(wrong).isEqualTo(expected);
            assertThat(answer.header("Set-Cookie")).isNull();
        }
    }

    @Test
    void responseTimesDoNotRevealAccounts() {
        var known = new ArrayList<Duration>();
        var unknown = new ArrayList<Duration>();
        for (int i = 0; i < 12; i++) {
            // Avoids the limit for guessing.
            tenants.ageAttempts(Duration.ofMinutes(1));
            known.add(time(credentials(ada.email(), "not hers at all")));
            unknown.add(time(credentials("nobody%d@example.com".formatted(i), "not hers at all")));
        }
        // Compares the fastest of each, which are least disturbed. Without the dummy hash the ratio would be 20.
        var ratio = (double) known.stream().sorted().toList().getFirst().toNanos()
                / unknown.stream().sorted().toList().getFirst().toNanos();
        assertThat(ratio).isBetween(0.5, 2.0);
    }

    private Duration time(String credentials) {
        var start = System.nanoTime();
        page().post(SESSION, credentials).expect(401);
        return Duration.ofNanos(System.nanoTime() - start);
    }

    @Test
    void eachSignInStartsANewSessionAndEndsThePrevious() {
        var first = signIn();
        var planted = withSessionOf(first);
        var second = planted.post(SESSION, credentials(ada.email(), PASSWORD)).expect(200);
        assertThat(token(second)).isNotEqualTo(token(first));
        planted.get(SESSION).expect(401);
        withSessionOf(second).get(SESSION).expect(200);
        // An invented token is not adopted.
        var made = page().with(
                        "Cookie", "blotter-session=blotter_session_%d_%s".formatted(organization.id(), "a".repeat(43)));
        var third = made.post(SESSION, credentials(ada.email(), PASSWORD)).expect(200);
        assertThat(token(third)).doesNotContain("aaaa");
        made.get(SESSION).expect(401);
    }

    @Test
    void tokensAreStoredAsHashes() {
        var token = token(signIn());
        var rows = database.jdbi()
                .withHandle(handle -> handle.createQuery("select s::text from session s where org_id = :org")
                        .bind("org", organization.id())
                        .mapTo(String.class)
                        .list());
        assertThat(rows).hasSize(1).noneMatch(row -> row.contains(token.substring(20)));
    }

    @Test
    void anotherSiteCannotWriteWithTheCookie() {
        var cookie = "blotter-session=" + token(signIn());
        var browser = anyone.with("Cookie", cookie).unchecked();
        var before = viewer.get(INCIDENTS).json();
        var title = "{\"title\": \"forged\"}";
        // Forms, with each encoding that they support.
        for (var type : List.of("application/x-www-form-urlencoded", "text/plain", "multipart/form-data; boundary=x")) {
            refused(browser.with("Sec-Fetch-Site", "cross-site").send("POST", INCIDENTS, type, title.getBytes(UTF_8)));
            refused(browser.with("Origin", "https://evil.example")
                    .send("POST", INCIDENTS, type, title.getBytes(UTF_8)));
            refused(browser.send("POST", INCIDENTS, type, title.getBytes(UTF_8)));
        }
        // Scripts, as if CORS were enabled.
        var script = browser.with("X-Blotter-Page", "1");
        refused(script.with("Sec-Fetch-Site", "cross-site").post(INCIDENTS, title));
        refused(script.with("Sec-Fetch-Site", "same-site").post(INCIDENTS, title));
        refused(script.with("Sec-Fetch-Site", "none").post(INCIDENTS, title));
        refused(script.with("Origin", "https://evil.example").post(INCIDENTS, title));
        refused(script.with("Origin", "null").post(INCIDENTS, title));
        refused(script.post(INCIDENTS, title));
        // The header is missing or wrong.
        refused(browser.with("Sec-Fetch-Site", "same-origin").post(INCIDENTS, title));
        refused(browser.with("Sec-Fetch-Site", "same-origin")
                .with("X-Blotter-Page", "0")
                .post(INCIDENTS, title));
        // All unsafe methods.
        refused(browser.patch(INCIDENTS, "{\"ids\": [\"1\"], \"title\": \"forged\"}"));
        refused(browser.delete(INCIDENTS, "{\"ids\": [\"1\"]}"));
        refused(browser.put(INCIDENTS + "/1/follow"));
        refused(browser.delete(SESSION));
        refused(browser.delete(SESSIONS));
        assertThat(viewer.get(INCIDENTS).json()).isEqualTo(before);
        // Reads are harmless: without CORS, scripts of other sites cannot see the response.
        var read = browser.with("Origin", "https://evil.example").get(INCIDENTS).expect(200);
        assertThat(read.headers().map().keySet())
                .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control"));
    }

    private static void refused(ApiClient.Answer answer) {
        assertThat(answer.expect(403).json().get("type").textValue()).isEqualTo("/problems/cross-site-request");
    }

    @Test
    void thePageCanWriteWithTheCookie() {
        var script = anyone.with("Cookie", "blotter-session=" + token(signIn())).with("X-Blotter-Page", "1");
        script.with("Sec-Fetch-Site", "same-origin")
                .post(INCIDENTS, "{\"title\": \"a\"}")
                .expect(201);
        // Without TLS, browsers send only Origin.
        var origin = raw().send("""
                POST /api/v1/incidents HTTP/1.1\r
                Content-Type: application/json\r
                Origin: http://localhost\r
                X-Blotter-Page: 1\r
                Cookie: blotter-session=%s\r
                Content-Length: 14""".formatted(token(signIn())), "{\"title\": \"b\"}".getBytes(UTF_8));
        assertThat(origin.status()).isEqualTo(201);
    }

    @Test
    void accessTokensNeedNoCsrfProtection() {
        editor.with("Sec-Fetch-Site", "cross-site")
                .post(INCIDENTS, "{\"title\": \"a\"}")
                .expect(201);
    }

    @Test
    void anotherSiteCannotSignInItsVisitor() {
        var body = credentials(ada.email(), PASSWORD);
        refused(anyone.with("Sec-Fetch-Site", "cross-site").post(SESSION, body));
        refused(anyone.with("Sec-Fetch-Site", "same-site").post(SESSION, body));
        refused(anyone.with("Origin", "https://evil.example").post(SESSION, body));
        anyone.send("POST", SESSION, "text/plain", body.getBytes(UTF_8)).expect(415);
        anyone.form(SESSION, java.util.Map.of("email", ada.email(), "password", PASSWORD))
                .expect(415);
        anyone.post(SESSION, body).expect(200);
    }

    @Test
    void sessionsHaveAnIdleAndAnAbsoluteTimeout() {
        var browser = withSessionOf(signIn());
        clock.advance(Duration.ofHours(11));
        var expires = Instant.parse(
                browser.get(SESSION).expect(200).json().get("expires_date").textValue());
        clock.advance(Duration.ofHours(11));
        browser.get(SESSION).expect(200);
        clock.advance(Duration.ofHours(12).plusMinutes(1));
        browser.get(SESSION).expect(401);
        assertThat(expires).isBefore(clock.instant());

        var busy = withSessionOf(signIn());
        for (int i = 0; i < 16; i++) {
            busy.get(SESSION).expect(200);
            clock.advance(Duration.ofHours(11));
        }
        assertThat(problem(busy.get(SESSION).expect(401)).get("detail").textValue())
                .isEqualTo("the session is over");
    }

    @Test
    void signOutEndsTheSession() {
        var browser = withSessionOf(signIn());
        var answer = browser.delete(SESSION).expect(204);
        assertThat(answer.header("Set-Cookie")).startsWith("blotter-session=; Path=/; Max-Age=0;");
        browser.get(SESSION).expect(401);
        browser.delete(SESSION).expect(401);
    }

    @Test
    void usersCanListAndEndTheirSessions() {
        var here = withSessionOf(
                page().with("User-Agent", "Desk/1.0 \u00e9").post(SESSION, credentials(ada.email(), PASSWORD)));
        clock.advance(Duration.ofMinutes(5));
        var there =
                withSessionOf(page().with("User-Agent", "Phone/1.0").post(SESSION, credentials(ada.email(), PASSWORD)));
        here.get(SESSION).expect(200);
        clock.advance(Duration.ofMinutes(5));
        there.get(SESSION).expect(200);
        var list = here.get(SESSIONS).expect(200).json().get("results");
        assertThat(list.valueStream().map(each -> each.get("user_agent").textValue()))
                .containsExactly("Desk/1.0 ?", "Phone/1.0");
        assertThat(list.valueStream().map(each -> each.get("current").booleanValue()))
                .containsExactly(true, false);
        assertThat(list.get(0).get("address").textValue()).isIn("127.0.0.1", "0:0:0:0:0:0:0:1");
        here.delete(SESSIONS + "/" + list.get(1).get("id").textValue()).expect(204);
        there.get(SESSION).expect(401);
        here.delete(SESSIONS + "/" + list.get(1).get("id").textValue()).expect(404);
        assertThat(ids(here)).containsExactly(list.get(0).get("id"));
    }

    private static List<JsonNode> ids(ApiClient browser) {
        return browser.get(SESSIONS)
                .expect(200)
                .json()
                .get("results")
                .valueStream()
                .map(each -> each.get("id"))
                .toList();
    }

    @Test
    void signOutEverywhereEndsOnlyOnesOwnSessions() {
        var here = withSessionOf(signIn());
        var there = withSessionOf(signIn());
        tenants.member(organization, "bob@" + organization.slug(), PASSWORD, Role.VIEWER);
        var bob = signedIn("bob@" + organization.slug(), PASSWORD);
        here.delete(SESSIONS).expect(204);
        here.get(SESSION).expect(401);
        there.get(SESSION).expect(401);
        bob.get(SESSION).expect(200);
    }

    @Test
    void deactivationTakesEffectWithTheNextRequest() {
        var browser = withSessionOf(signIn());
        browser.get(SESSION).expect(200);
        tenants.deactivate(organization, ada);
        browser.get(SESSION).expect(401);
        browser.post(INCIDENTS, "{\"title\": \"a\"}").expect(401);
    }

    @Test
    void roleChangesTakeEffectAtOnce() {
        var browser = withSessionOf(signIn());
        assertThat(browser.get(SESSION).json().get("roles")).isEqualTo(json("[\"Editor\"]"));
        browser.patch("/api/v1/organization", "{\"name\": \"x\"}").expect(403);
    }

    @Test
    void anAmbiguousSignInMustNameTheOrganization() {
        var other = tenants.organization();
        var email = "both@" + organization.slug();
        tenants.member(organization, email, PASSWORD, Role.EDITOR);
        tenants.member(other, email, PASSWORD, Role.VIEWER);
        tenants.member(tenants.organization(), email, "another one altogether", Role.VIEWER);
        var requested = page().post(SESSION, credentials(email, PASSWORD)).expect(409);
        assertThat(problem(requested))
                .isEqualTo(json("""
                {"type": "/problems/organization-required", "title": "Organization required", "status": 409,
                 "detail": "this account is in several organizations (expected: organization, the slug of one)",
                 "organizations": [{"slug": "%s", "name": "%s"}, {"slug": "%s", "name": "%s"}]}""".formatted(organization.slug(), organization.name(), other.slug(), other.name())));
        var chosen = page().post(SESSION, """
                {"email": "%s", "password": "%s", "organization": "%s"}""".formatted(email, PASSWORD, other.slug()));
        assertThat(chosen.expect(200).json().at("/organization/slug").textValue())
                .isEqualTo(other.slug());
        // A password that only one account has is not ambiguous.
        page().post(SESSION, credentials(email, "another one altogether")).expect(200);
        page().post(SESSION, credentials(email, "a wrong one altogether")).expect(401);
    }

    @Test
    void signInReportsAllFaults() {
        assertThat(faults(page().post(SESSION, "{\"email\": 1, \"code\": [], \"remember\": true}")
                        .expect(400)))
                .containsExactlyInAnyOrder(
                        "/password required", "/email wrong_type", "/code wrong_type", "/remember unknown_field");
        assertThat(faults(page().get(SESSION + "?x=1").expect(401))).isEmpty();
    }

    @Test
    void passwordSignInIsOffered() {
        assertThat(anyone.get("/api/v1/sign-in").expect(200).json())
                .isEqualTo(json("{\"password\": true, \"setup_needed\": false, \"sso\": null}"));
    }
}
