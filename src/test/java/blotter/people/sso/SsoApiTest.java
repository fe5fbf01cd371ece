package blotter.people.sso;

import static org.assertj.core.api.Assertions.assertThat;

import blotter.app.server.Settings;
import blotter.people.organization.Organization;
import blotter.people.organization.OrganizationStore;
import blotter.people.person.User;
import blotter.platform.access.Role;
import blotter.platform.database.Database;
import blotter.testing.ApiClient;
import blotter.testing.ApiTest;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = SsoTestResource.class, restrictToAnnotatedClass = true)
class SsoApiTest extends ApiTest {
    private static final String START = "/api/v1/sso/start";
    private static final String SESSION = "/api/v1/session";
    private static final String PASSWORD = "seven lanterns under the bridge";

    private static @Nullable MockOAuth2Server provider;
    private static @Nullable JsonNode before;
    private static @Nullable Duration patience;
    private static int startBefore;

    @Inject
    Settings settings;

    @Inject
    Database database;

    @Inject
    OrganizationStore organizations;

    private Organization people = organization;

    @BeforeEach
    void startTheProvider() throws Exception {
        var found = organizations.find("sso-people");
        people = found != null
                ? found
                : database.jdbi()
                        .inTransaction(
                                handle -> Objects.requireNonNull(organizations.create(handle, "sso-people", "People")));
        if (provider == null) {
            var requested = System.nanoTime();
            before = anyone.get("/api/v1/sign-in").expect(200).json();
            patience = Duration.ofNanos(System.nanoTime() - requested);
            startBefore = anyone.get(START).status();
            var started = new MockOAuth2Server();
            started.start(
                    InetAddress.getByName("127.0.0.1"),
                    URI.create(settings.sso().issuer().orElseThrow()).getPort());
            provider = started;
            for (int i = 0; i < 100 && !isAvailable(); i++) {
                Thread.sleep(250);
            }
        }
        assertThat(isAvailable()).isTrue();
    }

    @AfterAll
    static void stopTheProvider() {
        Objects.requireNonNull(provider).shutdown();
    }

    private boolean isAvailable() {
        return anyone.get("/api/v1/sign-in").json().at("/sso/available").booleanValue();
    }

    /// A redirect to the provider.
    private record Sent(URI to, String state) {}

    private Sent depart(String query) {
        var answer = anyone.get(START + query).expect(302);
        var cookie = Objects.requireNonNull(answer.header("Set-Cookie"));
        assertThat(cookie)
                .matches(
                        "__Host-blotter-sso=[A-Za-z0-9_-]{43,60}; Path=/; Max-Age=600; HttpOnly; SameSite=Lax; Secure");
        return new Sent(
                URI.create(Objects.requireNonNull(answer.header("Location"))),
                cookie.substring(cookie.indexOf('=') + 1, cookie.indexOf(';')));
    }

    /// Signs in at the provider, and returns the path of the redirect back.
    private static String atTheProvider(Sent sent, Map<String, Object> claims, String subject) {
        Objects.requireNonNull(provider)
                .enqueueCallback(new DefaultOAuth2TokenCallback("blotter", subject, "JWT", null, claims, 3600));
        try (var browser = HttpClient.newHttpClient()) {
            var answer = browser.send(HttpRequest.newBuilder(sent.to).build(), BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(302);
            var back = URI.create(answer.headers().firstValue("Location").orElseThrow());
            return back.getRawPath() + "?" + back.getRawQuery();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private ApiClient.Answer back(Sent sent, String path) {
        return anyone.with("Cookie", "__Host-blotter-sso=" + sent.state)
                .get(path)
                .expect(302);
    }

    private ApiClient.Answer signIn(String subject, String email, String... groups) {
        var sent = depart("");
        return back(sent, atTheProvider(sent, claims(email, groups), subject));
    }

    private static Map<String, Object> claims(String email, String... groups) {
        return Map.of(
                "email",
                email,
                "email_verified",
                true,
                "given_name",
                "Mara",
                "family_name",
                "Lindqvist",
                "groups",
                List.of(groups));
    }

    private ApiClient browser(ApiClient.Answer answer) {
        var cookie = answer.headers().allValues("Set-Cookie").stream()
                .filter(each -> each.startsWith("__Host-blotter-session="))
                .findFirst()
                .orElseThrow(() -> new AssertionError(answer.header("Location")));
        return page().with("Cookie", cookie.substring(0, cookie.indexOf(';')));
    }

    /// The message for the sign-in page. It is in a cookie, because anyone could put text into a URL.
    private static String message(ApiClient.Answer answer) {
        assertThat(answer.header("Location")).isEqualTo(SsoTestResource.PUBLIC + "/sign-in");
        var name = "blotter-sign-in-problem=";
        var cookie = answer.headers().allValues("Set-Cookie").stream()
                .filter(each -> each.startsWith(name))
                .findFirst()
                .orElseThrow(AssertionError::new);
        assertThat(cookie).endsWith("; Path=/sign-in; Max-Age=60; SameSite=Lax; Secure");
        return URLDecoder.decode(cookie.substring(name.length(), cookie.indexOf(';')), StandardCharsets.UTF_8);
    }

    private static void refused(ApiClient.Answer answer, String why) {
        assertThat(message(answer)).isEqualTo(why);
        assertThat(answer.headers().allValues("Set-Cookie"))
                .noneMatch(each -> each.startsWith("__Host-blotter-session="));
    }

    private static String someone() {
        return UUID.randomUUID().toString();
    }

    @Test
    void anUnreachableProviderIsReportedAndDoesNotPreventTheStart() {
        assertThat(before)
                .isEqualTo(json("""
                {"password": true, "setup_needed": %s, "sso": {"name": "Northwind ID", "url": "/api/v1/sso/start",
                 "available": false, "problem": "the identity provider does not answer"}}""".formatted(Objects.requireNonNull(before).get("setup_needed"))));
        assertThat(patience).isLessThan(Duration.ofSeconds(4));
        // Redirects to the page, which shows the reason.
        assertThat(startBefore).isEqualTo(302);
    }

    @Test
    void passwordsStillWork() {
        var ada = tenants.member(organization, "ada@" + organization.slug(), PASSWORD, Role.ADMIN);
        signedIn(ada.email(), PASSWORD).get(SESSION).expect(200);
        assertThat(anyone.get("/api/v1/sign-in").expect(200).json().get("sso")).isEqualTo(json("""
                {"name": "Northwind ID", "url": "/api/v1/sso/start", "available": true, "problem": null}"""));
    }

    @Test
    void theFirstSignInCreatesAUserWithTheRolesOfTheGroups() {
        var email = someone() + "@northwind.example";
        var sent = depart("?return_to=" + q("/incidents?status=New#top"));
        assertThat(sent.to.getQuery())
                .contains("response_type=code", "code_challenge_method=S256", "code_challenge=", "nonce=", "state=")
                .contains("redirect_uri=" + SsoTestResource.PUBLIC + "/api/v1/sso/callback");
        var answer = back(sent, atTheProvider(sent, claims(email, "secops", "other"), someone()));
        assertThat(answer.header("Location")).isEqualTo(SsoTestResource.PUBLIC + "/incidents?status=New#top");
        assertThat(answer.headers().allValues("Set-Cookie"))
                .anyMatch(each -> each.startsWith("__Host-blotter-sso=; Path=/; Max-Age=0"));
        var session = browser(answer).get(SESSION).expect(200).json();
        assertThat(session.at("/user/email").textValue()).isEqualTo(email);
        assertThat(session.at("/user/first_name").textValue()).isEqualTo("Mara");
        assertThat(session.at("/organization/slug").textValue()).isEqualTo("sso-people");
        assertThat(session.get("roles")).isEqualTo(json("[\"Incident Editor\", \"Risk Viewer\"]"));
        assertThat(session.get("password").booleanValue()).isFalse();
        browser(answer).post(INCIDENTS, "{\"title\": \"a\"}").expect(201);
    }

    @Test
    void laterSignInsUpdateTheRolesOfTheSameUser() {
        var subject = someone();
        var email = subject + "@northwind.example";
        var first = browser(signIn(subject, email, "secops")).get(SESSION).json();
        // The email may change.
        var second = browser(signIn(subject, "other" + email, "readers"))
                .get(SESSION)
                .json();
        assertThat(second.at("/user/id")).isEqualTo(first.at("/user/id"));
        assertThat(second.get("roles")).isEqualTo(json("[\"Viewer\"]"));
    }

    @Test
    void anExistingAccountIsLinkedByEmail() {
        var subject = someone();
        var bob = member("bob" + subject + "@northwind.example", Role.VIEWER);
        var session = browser(signIn(subject, bob.email().toUpperCase(java.util.Locale.ROOT), "secops"))
                .get(SESSION)
                .json();
        assertThat(session.at("/user/id").textValue()).isEqualTo(bob.id().toString());
        assertThat(session.get("password").booleanValue()).isTrue();
        page().post(SESSION, "{\"email\": \"%s\", \"password\": \"%s\"}".formatted(bob.email(), PASSWORD))
                .expect(200);
        // The provider has assigned the email to somebody else.
        refused(
                signIn(someone(), bob.email(), "admins"),
                "The email %s belongs to another account.".formatted(bob.email()));
    }

    private User member(String email, Role... roles) {
        return tenants.member(people, email, PASSWORD, roles);
    }

    @Test
    void theProviderCannotDemoteTheLastAdminWithAPassword() {
        var subject = someone();
        var first = member("first" + subject + "@northwind.example", Role.ADMIN);
        assertThat(browser(signIn(subject, first.email(), "readers"))
                        .get(SESSION)
                        .json()
                        .get("roles"))
                .isEqualTo(json("[\"Admin\", \"Viewer\"]"));
        member("second" + subject + "@northwind.example", Role.ADMIN);
        assertThat(browser(signIn(subject, first.email(), "readers"))
                        .get(SESSION)
                        .json()
                        .get("roles"))
                .isEqualTo(json("[\"Viewer\"]"));
    }

    @Test
    void refusalsAreExplained() {
        refused(
                signIn(someone(), "mara@elsewhere.example", "secops"),
                "Sign-in with an email of elsewhere.example is not permitted.");
        refused(
                signIn(someone(), "mara@northwind.example.evil.example", "secops"),
                "Sign-in with an email of northwind.example.evil.example is not permitted.");
        refused(
                signIn(someone(), "a" + someone() + "@northwind.example", "cooks"),
                "The identity provider gives you no role here.");
        var sent = depart("");
        var unverified = Map.<String, Object>of(
                "email", "x@northwind.example", "email_verified", false, "groups", List.of("admins"));
        refused(
                back(sent, atTheProvider(sent, unverified, someone())),
                "The identity provider has not verified the email x@northwind.example.");
        var subject = someone();
        var gone = member("gone" + subject + "@northwind.example", Role.VIEWER);
        tenants.deactivate(people, gone);
        refused(signIn(subject, gone.email(), "secops"), "Your account is not active.");
    }

    @Test
    void aCodeIsAcceptedOnceAndOnlyFromTheBrowserThatStarted() {
        var over = "This sign-in is over, or was begun in another browser. Try again.";
        var email = "c" + someone() + "@northwind.example";
        var sent = depart("");
        var path = atTheProvider(sent, claims(email, "secops"), someone());
        // Another browser: of an attacker who has the code, or of a victim of login CSRF.
        refused(anyone.get(path).expect(302), over);
        refused(
                anyone.with("Cookie", "__Host-blotter-sso=" + depart("").state)
                        .get(path)
                        .expect(302),
                over);
        refused(
                anyone.with("Cookie", "__Host-blotter-sso=")
                        .get(path.replaceAll("state=[^&]*", "state="))
                        .expect(302),
                over);
        browser(back(sent, path)).get(SESSION).expect(200);
        refused(back(sent, path), over);

        var late = depart("");
        clock.advance(Duration.ofMinutes(11));
        refused(back(late, "/api/v1/sso/callback?code=x&state=" + late.state), over);
    }

    @Test
    void aCodeOfAnotherSignInIsRejected() {
        var stolen = depart("");
        var code = atTheProvider(stolen, claims("v" + someone() + "@northwind.example", "admins"), someone())
                .replaceAll(".*[?&]code=([^&]*).*", "$1");
        var own = depart("");
        var answer = back(own, "/api/v1/sso/callback?code=" + code + "&state=" + own.state);
        assertThat(message(answer)).startsWith("The identity provider");
        assertThat(answer.headers().allValues("Set-Cookie"))
                .noneMatch(each -> each.startsWith("__Host-blotter-session="));
    }

    @Test
    void errorsOfTheProviderAreShown() {
        var denied = depart("");
        refused(
                back(denied, "/api/v1/sso/callback?error=access_denied&state=" + denied.state),
                "The identity provider did not sign you in.");
        var made = depart("");
        assertThat(message(back(made, "/api/v1/sso/callback?code=made-up&state=" + made.state)))
                .startsWith("The identity provider");
    }

    @Test
    void theReturnPathCannotLeadToAnotherServer() {
        for (var to : List.of(
                "https://evil.example",
                "//evil.example",
                "/\\evil.example",
                "\\\\evil.example",
                "/\t/evil.example",
                "/incidents\r\nSet-Cookie: a=b",
                "javascript:alert(1)",
                "incidents",
                "",
                "@evil.example",
                "/a\\b")) {
            assertThat(faults(anyone.get(START + "?return_to=" + q(to)).expect(400)))
                    .as(to)
                    .containsExactly("return_to invalid_value");
        }
    }

    @Test
    void withTlsTheCookieIsHostOnlyAndLinksUseHttps() {
        var ada = tenants.member(organization, "ada@" + organization.slug(), PASSWORD, Role.ADMIN);
        var answer = page().post(SESSION, "{\"email\": \"%s\", \"password\": \"%s\"}".formatted(ada.email(), PASSWORD));
        var cookie = Objects.requireNonNull(answer.header("Set-Cookie"));
        assertThat(cookie)
                .matches("__Host-blotter-session=blotter_session_[0-9]+_[A-Za-z0-9_-]{43,60}; Path=/; Max-Age=604800;"
                        + " HttpOnly; SameSite=Lax; Secure");
        // Without the prefix, another host of the domain or a page without TLS may have set it.
        var token = cookie.substring(cookie.indexOf('=') + 1, cookie.indexOf(';'));
        page().with("Cookie", "blotter-session=" + token).get(SESSION).expect(401);
        var browser = withSessionOf(answer);
        browser.get(SESSION).expect(200);
        var script = anyone.with("Cookie", Objects.requireNonNull(browser.header("Cookie")))
                .with("X-Blotter-Page", "1");
        script.with("Origin", SsoTestResource.PUBLIC)
                .post(INCIDENTS, "{\"title\": \"a\"}")
                .expect(201);
        script.with("Origin", "http://register.northwind.example")
                .post(INCIDENTS, "{\"title\": \"a\"}")
                .expect(403);
        var invited = browser.post("/api/v1/users", """
                {"email": "mara@%s", "first_name": "Mara", "last_name": "M", "roles": []}""".formatted(organization.slug()));
        assertThat(invited.expect(201).json().get("invite_url").textValue())
                .startsWith(SsoTestResource.PUBLIC + "/link/blotter_link_");
    }

    @Test
    void theConfiguredPublicUrlOverridesTheHostHeader() {
        var body = """
                {"email": "mara@%s.example", "first_name": "Mara", "last_name": "L", "roles": []}""".formatted(organization.slug()).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        var answer = raw().send(
                        "POST /api/v1/users HTTP/1.1\r\n" + bearer(admin)
                                + "Host: evil.example\r\nContent-Type: application/json\r\nContent-Length: "
                                + body.length,
                        body);
        assertThat(json(answer.body()).get("invite_url").textValue())
                .startsWith(SsoTestResource.PUBLIC + "/link/blotter_link_");
    }
}
