package blotter.people.account;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import blotter.people.person.User;
import blotter.platform.access.Role;
import blotter.platform.database.Database;
import blotter.platform.mail.Mail;
import blotter.testing.ApiClient;
import blotter.testing.ApiTest;
import blotter.testing.TestOutbox;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Inviting, changing and deactivating people, and their links.
@QuarkusTest
class PeopleApiTest extends ApiTest {
    private static final String USERS = "/api/v1/users";
    private static final String LINKS = "/api/v1/one-time-links/";
    private static final String SESSION = "/api/v1/session";
    private static final String PASSWORD = "seven lanterns under the bridge";
    private static final String OTHER = "nine swans upon the lake";

    @Inject
    Database database;

    @Inject
    TestOutbox outbox;

    private User ada = new User(new UUID(0, 0), "", "", "", null);
    private ApiClient adas = anyone;

    @BeforeEach
    void createAda() {
        ada = hire("ada", Role.ADMIN);
        adas = signedIn(ada.email(), PASSWORD);
    }

    private User hire(String name, Role... roles) {
        return tenants.member(organization, name + "@" + organization.slug() + ".example", PASSWORD, roles);
    }

    private ApiClient.Answer invite(String name, String roles) {
        return adas.post(USERS, """
                {"email": "%s@%s.example", "first_name": "%s", "last_name": "Muster", "roles": %s}""".formatted(name, organization.slug(), name, roles));
    }

    private ApiClient.Answer reset(User user) {
        return adas.send("POST", USERS + "/" + user.id() + "/password-reset", null, null);
    }

    private static String token(String url) {
        return url.substring(url.lastIndexOf('/') + 1);
    }

    private static String tokenOfReset(ApiClient.Answer answer) {
        return token(answer.expect(200).json().get("url").textValue());
    }

    private static String password(String password) {
        return "{\"password\": \"%s\"}".formatted(password);
    }

    private ApiClient.Answer use(String token, String password) {
        return page().post(LINKS + token, password(password));
    }

    private ApiClient.Answer signIn(User user, String password) {
        return page().post(SESSION, "{\"email\": \"%s\", \"password\": \"%s\"}".formatted(user.email(), password));
    }

    private ApiClient.Answer changePassword(ApiClient browser, String before, String after) {
        return browser.send("PUT", USERS + "/me/password", "application/json", """
                {"current_password": "%s", "password": "%s"}""".formatted(before, after)
                .getBytes(UTF_8));
    }

    @Test
    void anInvitedPersonChoosesAPasswordAndIsSignedIn() {
        var invited = invite("Mara", "[\"Incident Editor\", \"Risk Viewer\"]")
                .expect(201)
                .json();
        var url = invited.get("invite_url").textValue();
        assertThat(url)
                .matches("http://127.0.0.1:[0-9]+/link/blotter_link_%d_[A-Za-z0-9_-]{43,60}"
                        .formatted(organization.id()));
        assertThat(invited.get("user"))
                .isEqualTo(json("""
                {"id": "%s", "email": "Mara@%s.example", "first_name": "Mara", "last_name": "Muster", "icon": null,
                 "active": true, "roles": ["Incident Editor", "Risk Viewer"], "kind": "person"}""".formatted(invited.at("/user/id").textValue(), organization.slug())));
        var link = anyone.get(LINKS + token(url)).expect(200).json();
        assertThat(link).isEqualTo(json("""
                {"kind": "invite", "email": "Mara@%s.example", "organization": "%s", "expires_date": "%s"}""".formatted(
                        organization.slug(),
                        organization.name(),
                        invited.get("expires_date").textValue())));
        var answer = use(token(url), OTHER).expect(200);
        assertThat(answer.json().at("/user/id")).isEqualTo(invited.at("/user/id"));
        withSessionOf(answer).post(INCIDENTS, "{\"title\": \"a\"}").expect(201);
        signIn(new User(UUID.randomUUID(), "mara@" + organization.slug() + ".example", "", "", null), OTHER)
                .expect(200);
    }

    @Test
    void linksAreAlsoMailed() {
        var invited = invite("Mara", "[]").expect(201).json();
        assertThat(outbox.mailTo("Mara@%s.example".formatted(organization.slug())))
                .returns("You are invited to the incident register of " + organization.name(), Mail::subject)
                .satisfies(mail -> assertThat(mail.text())
                        .contains(invited.get("invite_url").textValue()));
        var bob = hire("bob", Role.VIEWER);
        var url = reset(bob).expect(200).json().get("url").textValue();
        assertThat(outbox.mailTo(bob.email()).text()).contains(url, "Your password remains valid.");
    }

    @Test
    void aLinkWorksOnceAndExpires() {
        var bob = hire("bob", Role.VIEWER);
        var used = tokenOfReset(reset(bob));
        use(used, OTHER).expect(200);
        use(used, OTHER).expect(404);
        anyone.get(LINKS + used).expect(404);
        var replaced = tokenOfReset(reset(bob));
        var second = tokenOfReset(reset(bob));
        use(replaced, OTHER).expect(404);
        clock.advance(Duration.ofHours(24).plusSeconds(1));
        use(second, OTHER).expect(404);
        for (var never : List.of(
                "x",
                "blotter_link_1_" + "a".repeat(43),
                "blotter_setup_" + "a".repeat(43),
                "blotter_link_%d_%s".formatted(organization.id(), "a".repeat(43)))) {
            anyone.get(LINKS + never).expect(404);
            use(never, OTHER).expect(404);
        }
    }

    @Test
    void onlyOneOfManyConcurrentUsesOfALinkSucceeds() throws Exception {
        var token = tokenOfReset(reset(hire("bob", Role.VIEWER)));
        var statuses = atOnce(IntStream.range(0, 4)
                .<Callable<Integer>>mapToObj(i -> () -> use(token, OTHER).status())
                .toList());
        assertThat(statuses).containsExactlyInAnyOrder(200, 404, 404, 404);
    }

    private static <T> List<T> atOnce(List<Callable<T>> calls) throws Exception {
        try (var threads = Executors.newFixedThreadPool(calls.size())) {
            return threads.invokeAll(calls).stream()
                    .map(each -> each.resultNow())
                    .toList();
        }
    }

    @Test
    void aRejectedPasswordDoesNotConsumeTheLink() {
        var token = tokenOfReset(reset(hire("bob", Role.VIEWER)));
        assertThat(faults(use(token, "short").expect(400))).containsExactly("/password too_short");
        assertThat(faults(use(token, "password1234").expect(400))).containsExactly("/password too_common");
        assertThat(faults(use(token, "bob@" + organization.slug() + ".example").expect(400)))
                .containsExactly("/password too_common");
        assertThat(faults(page().post(LINKS + token, "{\"email\": \"x\"}").expect(400)))
                .containsExactlyInAnyOrder("/password required", "/email unknown_field");
        use(token, OTHER).expect(200);
    }

    @Test
    void aResetTakesEffectOnlyWhenItsLinkIsUsed() {
        var bob = hire("bob", Role.VIEWER);
        var bobs = signedIn(bob.email(), PASSWORD);
        var token = tokenOfReset(reset(bob));
        bobs.get(SESSION).expect(200);
        signIn(bob, PASSWORD).expect(200);
        use(token, OTHER).expect(200);
        bobs.get(SESSION).expect(401);
        signIn(bob, PASSWORD).expect(401);
        signIn(bob, OTHER).expect(200);
    }

    @Test
    void linksAreStoredAsHashes() {
        var token = tokenOfReset(reset(hire("bob", Role.VIEWER)));
        var rows = database.jdbi()
                .withHandle(handle -> handle.createQuery("select l::text from one_time_link l where org_id = :org")
                        .bind("org", organization.id())
                        .mapTo(String.class)
                        .list());
        assertThat(rows).hasSize(1).noneMatch(row -> row.contains(token.substring(20)));
    }

    @Test
    void anotherSiteCannotUseALink() {
        var token = tokenOfReset(reset(hire("bob", Role.VIEWER)));
        anyone.with("Sec-Fetch-Site", "cross-site")
                .post(LINKS + token, password(OTHER))
                .expect(403);
        anyone.form(LINKS + token, java.util.Map.of("password", OTHER)).expect(415);
        use(token, OTHER).expect(200);
    }

    @Test
    void deactivationEndsSessionsAndAReactivatedPersonCanSignIn() {
        var bob = hire("bob", Role.EDITOR);
        var bobs = signedIn(bob.email(), PASSWORD);
        var id = bobs.post(INCIDENTS, "{\"title\": \"a\"}")
                .expect(201)
                .json()
                .get("id")
                .textValue();
        var token = tokenOfReset(reset(bob));
        adas.patch(USERS + "/" + bob.id(), "{\"active\": false}").expect(200);
        bobs.get(SESSION).expect(401);
        signIn(bob, PASSWORD).expect(401);
        use(token, OTHER).expect(404);
        reset(bob).expect(409);
        assertThat(viewer.get(INCIDENTS + "/" + id)
                        .json()
                        .at("/incident/opened_by/email")
                        .textValue())
                .isEqualTo(bob.email());
        assertThat(faults(editor.patch(INCIDENTS + "/" + id, "{\"assigned_to\": \"%s\"}".formatted(bob.id()))
                        .expect(400)))
                .containsExactly("/assigned_to inactive_assignee");
        adas.patch(USERS + "/" + bob.id(), "{\"active\": true}").expect(200);
        bobs.get(SESSION).expect(401);
        signIn(bob, PASSWORD).expect(200);
    }

    @Test
    void changesNamesAndRoles() {
        var bob = hire("bob", Role.EDITOR);
        var changed = adas.mergePatch(USERS + "/" + bob.id(), """
                {"first_name": "Bo", "last_name": "Bee", "email": "bo@%s", "roles": ["Viewer", "Viewer"]}""".formatted(organization.slug()));
        assertThat(changed.expect(200).json()).isEqualTo(json("""
                {"id": "%s", "email": "bo@%s", "first_name": "Bo", "last_name": "Bee", "icon": null, "active": true,
                 "roles": ["Viewer"], "kind": "person"}""".formatted(bob.id(), organization.slug())));
        assertThat(viewer.get(USERS + "?page_size=200").json().get("results")).contains(changed.json());
        // Null means absent; in a merge patch it would clear the field, which is not permitted.
        adas.patch(USERS + "/" + bob.id(), "{\"first_name\": \"B\", \"roles\": null, \"active\": null}")
                .expect(200);
        assertThat(faults(adas.mergePatch(USERS + "/" + bob.id(), "{\"roles\": null}")
                        .expect(400)))
                .containsExactly("/roles required");
        assertThat(adas.patch(USERS + "/" + bob.id(), "{}")
                        .expect(400)
                        .json()
                        .get("type")
                        .textValue())
                .isEqualTo("/problems/empty-payload");
        assertThat(faults(adas.patch(USERS + "/x?full=true", "{\"active\": 1, \"a\": 1}")
                        .expect(400)))
                .containsExactlyInAnyOrder(
                        "id invalid_format", "full unknown_parameter", "/active wrong_type", "/a unknown_field");
        assertThat(faults(adas.patch(USERS + "/" + bob.id(), """
                        {"email": "a@b\\r\\nBcc: c@d", "roles": ["Emperor"], "active": "no", "id": "x"}""").expect(400)))
                .containsExactlyInAnyOrder(
                        "/email invalid_format", "/roles/0 invalid_value", "/active wrong_type", "/id unknown_field");
    }

    @Test
    void emailsAreUnique() {
        var bob = hire("bob", Role.EDITOR);
        assertThat(faults(invite("BOB", "[]").expect(409))).containsExactly("/email duplicate");
        assertThat(faults(adas.patch(USERS + "/" + bob.id(), "{\"email\": \"%s\"}".formatted(ada.email()))
                        .expect(409)))
                .containsExactly("/email duplicate");
    }

    @Test
    void adminsCannotChangeTheirOwnRolesOrResetTheirOwnPassword() {
        hire("eve", Role.ADMIN);
        var own = USERS + "/" + ada.id();
        for (var change :
                List.of("{\"roles\": [\"Viewer\"]}", "{\"active\": false}", "{\"roles\": [\"Admin\", \"Editor\"]}")) {
            assertThat(faults(adas.patch(own, change).expect(409))).containsExactly("id self");
        }
        assertThat(faults(reset(ada).expect(409))).containsExactly("id self");
        adas.patch(own, "{\"first_name\": \"Augusta\", \"roles\": [\"Admin\"], \"active\": true}")
                .expect(200);
    }

    @Test
    void theLastAdminCannotBeRemoved() {
        // A service account and an invited person without a password do not count as Admins who can sign in.
        invite("Mara", "[\"Admin\"]").expect(201);
        for (var change : List.of("{\"roles\": [\"Viewer\"]}", "{\"active\": false}")) {
            assertThat(faults(admin.patch(USERS + "/" + ada.id(), change).expect(409)))
                    .containsExactly("id last_admin");
        }
        hire("eve", Role.ADMIN);
        admin.patch(USERS + "/" + ada.id(), "{\"active\": false}").expect(200);
    }

    @Test
    void oneOfTwoAdminsWhoDeactivateEachOtherRemains() throws Exception {
        for (int round = 0; round < 5; round++) {
            var x = hire("x" + round, Role.ADMIN);
            var y = hire("y" + round, Role.ADMIN);
            var xs = signedIn(x.email(), PASSWORD);
            var ys = signedIn(y.email(), PASSWORD);
            var statuses = atOnce(List.<Callable<Integer>>of(
                    () -> xs.patch(USERS + "/" + y.id(), "{\"active\": false}").status(),
                    () -> ys.patch(USERS + "/" + x.id(), "{\"active\": false}").status()));
            assertThat(statuses).containsOnlyOnce(200);
            assertThat(statuses.stream().filter(each -> each != 200)).first().isIn(401, 403, 409);
        }
    }

    @Test
    void oneOfTwoAdminsDemotedConcurrentlyRemains() throws Exception {
        var eve = hire("eve", Role.ADMIN);
        var statuses = atOnce(List.<Callable<Integer>>of(
                () -> admin.patch(USERS + "/" + ada.id(), "{\"roles\": []}").status(),
                () -> admin.patch(USERS + "/" + eve.id(), "{\"active\": false}").status()));
        assertThat(statuses).containsExactlyInAnyOrder(200, 409);
    }

    @Test
    void serviceAccountsCannotBeChangedAsPeople() {
        var machine = editor.get(USERS + "/me").json().get("id").textValue();
        assertThat(faults(
                        adas.patch(USERS + "/" + machine, "{\"active\": false}").expect(409)))
                .containsExactly("id service_account");
        adas.send("POST", USERS + "/" + machine + "/password-reset", null, null).expect(409);
    }

    @Test
    void changingThePasswordRequiresTheCurrentOne() {
        var elsewhere = signedIn(ada.email(), PASSWORD);
        var link = tokenOfReset(admin.send("POST", USERS + "/" + ada.id() + "/password-reset", null, null));
        assertThat(faults(changePassword(adas, "not it at all", OTHER).expect(400)))
                .containsExactly("/current_password wrong_password");
        assertThat(faults(changePassword(adas, PASSWORD, "qwerty123456").expect(400)))
                .containsExactly("/password too_common");
        changePassword(adas, PASSWORD, OTHER).expect(204);
        adas.get(SESSION).expect(200);
        elsewhere.get(SESSION).expect(401);
        anyone.get(LINKS + link).expect(404);
        signIn(ada, PASSWORD).expect(401);
        signIn(ada, OTHER).expect(200);
        assertThat(faults(changePassword(editor, PASSWORD, OTHER).expect(409))).containsExactly(" session_required");
    }
}
