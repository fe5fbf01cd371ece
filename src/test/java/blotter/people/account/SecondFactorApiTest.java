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
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SecondFactorApiTest extends ApiTest {
    private static final String FACTOR = "/api/v1/users/me/second-factor";
    private static final String SESSION = "/api/v1/session";
    private static final String PASSWORD = "seven lanterns under the bridge";

    @Inject
    Database database;

    @Inject
    SecretBox box;

    private User ada = new User(new UUID(0, 0), "", "", "", null);
    private ApiClient adas = anyone;

    @BeforeEach
    void createAda() {
        ada = tenants.member(organization, "ada@" + organization.slug() + ".example", PASSWORD, Role.ADMIN);
        adas = signedIn(ada.email(), PASSWORD);
    }

    private byte[] secret() {
        var factor = database.jdbi()
                .withHandle(handle -> new SecondFactorStore(box).find(handle, organization.id(), ada.id()));
        return Objects.requireNonNull(factor).secret();
    }

    /// The code of the current time step plus `steps`.
    private String code(int steps) {
        return Totp.code(secret(), clock.instant().getEpochSecond() / 30 + steps);
    }

    private ApiClient.Answer confirm(String code) {
        return adas.send(
                "PUT",
                FACTOR,
                "application/json",
                "{\"code\": \"%s\"}".formatted(code).getBytes(UTF_8));
    }

    private List<String> turnOn() {
        adas.send("POST", FACTOR, null, null).expect(200);
        var codes = confirm(code(0))
                .expect(200)
                .json()
                .get("recovery_codes")
                .valueStream()
                .map(each -> each.textValue())
                .toList();
        clock.advance(Duration.ofSeconds(90));
        return codes;
    }

    private ApiClient.Answer signIn(String password, String code) {
        return page().post(SESSION, """
                {"email": "%s", "password": "%s", "code": "%s"}""".formatted(ada.email(), password, code));
    }

    private ApiClient.Answer signIn() {
        return page().post(SESSION, "{\"email\": \"%s\", \"password\": \"%s\"}".formatted(ada.email(), PASSWORD));
    }

    @Test
    void setupRequiresACodeAndThenSignInDoesToo() {
        var begun = adas.send("POST", FACTOR, null, null).expect(200).json();
        assertThat(begun.get("secret").textValue()).isEqualTo(Totp.base32(secret()));
        assertThat(begun.get("otpauth_uri").textValue())
                .startsWith("otpauth://totp/Blotter%20Organization%20" + organization.slug() + ":ada%40")
                .contains("secret=" + begun.get("secret").textValue());
        // Not yet enabled.
        signIn().expect(200);
        assertThat(faults(confirm("000000x").expect(400))).containsExactly("/code wrong_code");
        signIn().expect(200);
        assertThat(confirm(code(0)).expect(200).json().get("recovery_codes")).hasSize(10);
        assertThat(problem(signIn().expect(401))).isEqualTo(json("""
                {"type": "/problems/second-factor-required", "title": "Second factor required", "status": 401,
                 "detail": "this account has a second factor (expected: code)"}"""));
        clock.advance(Duration.ofSeconds(90));
        assertThat(signIn(PASSWORD, code(0))
                        .expect(200)
                        .json()
                        .get("second_factor")
                        .booleanValue())
                .isTrue();
        adas.send("POST", FACTOR, null, null).expect(409);
        confirm(code(1)).expect(409);
    }

    @Test
    void aWrongPasswordDoesNotRevealASecondFactor() {
        turnOn();
        var answer = signIn("a wrong one altogether", code(0)).expect(401).json();
        assertThat(answer.get("type").textValue()).isEqualTo("/problems/invalid-credentials");
        assertThat(answer.get("detail").textValue()).isEqualTo("the email or the password is wrong");
    }

    @Test
    void aCodeWorksOnceAndInvalidatesEarlierOnes() {
        turnOn();
        var before = code(-1);
        var now = code(0);
        signIn(PASSWORD, now.substring(0, 3) + " " + now.substring(3)).expect(200);
        assertThat(problem(signIn(PASSWORD, now).expect(401)).get("detail").textValue())
                .isEqualTo("the code is wrong, or was used before");
        signIn(PASSWORD, before).expect(401);
        signIn(PASSWORD, code(1)).expect(200);
        clock.advance(Duration.ofSeconds(120));
        signIn(PASSWORD, code(-2)).expect(401);
        signIn(PASSWORD, code(0)).expect(200);
    }

    @Test
    void theSetupCodeCannotBeReusedForSignIn() {
        adas.send("POST", FACTOR, null, null).expect(200);
        var code = code(0);
        confirm(code).expect(200);
        signIn(PASSWORD, code).expect(401);
    }

    @Test
    void aRecoveryCodeWorksOnce() {
        var codes = turnOn();
        assertThat(codes)
                .hasSize(10)
                .doesNotHaveDuplicates()
                .allMatch(each -> each.matches("([a-z2-9]{4}-){3}[a-z2-9]{4}"));
        signIn(PASSWORD, codes.get(3).toUpperCase(java.util.Locale.ROOT)).expect(200);
        signIn(PASSWORD, codes.get(3)).expect(401);
        signIn(PASSWORD, codes.get(4).replace("-", "")).expect(200);
        var rows = database.jdbi()
                .withHandle(handle -> handle.createQuery("select r::text from recovery_code r where org_id = :org")
                        .bind("org", organization.id())
                        .mapTo(String.class)
                        .list());
        assertThat(rows).hasSize(8).noneMatch(row -> row.contains(codes.get(5).replace("-", "")));
    }

    @Test
    void disablingRequiresThePassword() {
        turnOn();
        assertThat(faults(adas.delete(FACTOR, "{\"password\": \"a wrong one\"}").expect(400)))
                .containsExactly("/password wrong_password");
        assertThat(faults(adas.delete(FACTOR, "{}").expect(400))).containsExactly("/password required");
        adas.delete(FACTOR, "{\"password\": \"%s\"}".formatted(PASSWORD)).expect(204);
        signIn().expect(200);
        adas.delete(FACTOR, "{\"password\": \"%s\"}".formatted(PASSWORD)).expect(409);
    }

    @Test
    void aPasswordResetDoesNotBypassTheSecondFactor() {
        var codes = turnOn();
        var url = admin.send("POST", "/api/v1/users/" + ada.id() + "/password-reset", null, null)
                .expect(200)
                .json()
                .get("url")
                .textValue();
        var link = "/api/v1/one-time-links/" + url.substring(url.lastIndexOf('/') + 1);
        var body = "{\"password\": \"nine swans upon the lake\"}";
        assertThat(page().post(link, body).expect(401).json().get("type").textValue())
                .isEqualTo("/problems/second-factor-required");
        page().post(link, "{\"password\": \"nine swans upon the lake\", \"code\": \"000000\"}")
                .expect(401);
        // The link is still valid, and the password unchanged.
        signIn(PASSWORD, codes.get(0)).expect(200);
        page().post(link, "{\"password\": \"nine swans upon the lake\", \"code\": \"%s\"}".formatted(codes.get(1)))
                .expect(200);
        signIn("nine swans upon the lake", codes.get(2)).expect(200);
    }

    @Test
    void anotherAdminCanRemoveALostSecondFactor() {
        turnOn();
        var own = "/api/v1/users/" + ada.id();
        assertThat(faults(adas.patch(own, "{\"second_factor\": false}").expect(409)))
                .containsExactly("id self");
        assertThat(faults(admin.patch(own, "{\"second_factor\": true}").expect(400)))
                .containsExactly("/second_factor invalid_value");
        admin.patch(own, "{\"second_factor\": false}").expect(200);
        signIn().expect(200);
    }
}
