package blotter.people.account;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import blotter.platform.access.Role;
import blotter.testing.ApiClient;
import blotter.testing.ApiTest;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Audit log entries about accounts, and limits of guessing.
@QuarkusTest
class AccountAuditApiTest extends ApiTest {
    private static final String SESSION = "/api/v1/session";
    private static final String USERS = "/api/v1/users";
    private static final String PASSWORD = "seven lanterns under the bridge";

    private ApiClient.Answer signIn(String email, String password) {
        return page().post(SESSION, "{\"email\": \"%s\", \"password\": \"%s\"}".formatted(email, password));
    }

    private List<JsonNode> log() {
        return admin.get("/api/v1/audit-log?page_size=200&order_by=id")
                .expect(200)
                .json()
                .get("results")
                .valueStream()
                .filter(entry -> !entry.get("action").textValue().startsWith("token_"))
                .toList();
    }

    private static List<String> actions(List<JsonNode> log) {
        return log.stream().map(entry -> entry.get("action").textValue()).toList();
    }

    @Test
    void changesOfAnAccountAreLogged() {
        var email = "ada@" + organization.slug();
        var ada = tenants.member(organization, email, PASSWORD, Role.ADMIN);
        var adas = signedIn(email, PASSWORD);
        signIn(email, "a wrong one altogether").expect(401);
        var invited =
                adas.post(USERS, """
                        {"email": "bob@%s", "first_name": "Bob", "last_name": "B", "roles": ["Viewer"]}""".formatted(organization.slug())).expect(201).json();
        var bob = USERS + "/" + invited.at("/user/id").textValue();
        var url = invited.get("invite_url").textValue();
        page().post(
                        "/api/v1/one-time-links/" + url.substring(url.lastIndexOf('/') + 1),
                        "{\"password\": \"nine swans upon the lake\"}")
                .expect(200);
        adas.patch(bob, "{\"roles\": [\"Editor\"], \"first_name\": \"Bobby\"}").expect(200);
        adas.send("POST", bob + "/password-reset", null, null).expect(200);
        adas.patch(bob, "{\"active\": false}").expect(200);
        adas.patch(bob, "{\"active\": true}").expect(200);
        adas.send("PUT", USERS + "/me/password", "application/json", """
                {"current_password": "%s", "password": "two geese in a garden"}""".formatted(PASSWORD)
                        .getBytes(UTF_8))
                .expect(204);
        adas.delete(SESSION).expect(204);
        assertThat(actions(log()))
                .containsExactlyInAnyOrder(
                        "sign_in",
                        "sign_in_failed",
                        "user_created",
                        "invite_made",
                        "invite_accepted",
                        "sign_in",
                        "roles_changed",
                        "user_changed",
                        "password_reset_made",
                        "user_deactivated",
                        "user_activated",
                        "password_changed",
                        "sign_out");
        var first = log().getFirst();
        assertThat(first.at("/actor/id").textValue()).isEqualTo(ada.id().toString());
        assertThat(first.get("via").textValue()).isEqualTo("page");
        assertThat(first.get("address").textValue()).isEqualTo("127.0.0.1");
        assertThat(first.at("/details/way").textValue()).isEqualTo("password");
        var failed = log().stream()
                .filter(entry -> entry.get("action").textValue().equals("sign_in_failed"))
                .findFirst()
                .orElseThrow();
        assertThat(failed.get("actor").isNull()).isTrue();
        assertThat(failed.get("subject").textValue()).isEqualTo(email);
        assertThat(log().toString()).doesNotContain("lanterns", "swans", "geese", "wrong one", "blotter_link_");
    }

    @Test
    void guessingIsLimitedWhetherOrNotTheAccountExists() {
        var email = "eve@" + organization.slug();
        tenants.member(organization, email, PASSWORD, Role.VIEWER);
        for (var who : List.of(email, "nobody@" + organization.slug())) {
            for (int i = 0; i < 10; i++) {
                signIn(who, "guess number " + i).expect(401);
            }
            var answer = signIn(who, PASSWORD).expect(429);
            assertThat(Integer.parseInt(String.valueOf(answer.header("Retry-After"))))
                    .isBetween(1, 30);
        }
        tenants.ageAttempts(Duration.ofSeconds(31));
        signIn(email, PASSWORD).expect(200);
        // From a known address, failures do not block the account.
        for (int i = 0; i < 15; i++) {
            signIn(email, "guess number " + i).expect(401);
        }
        signIn(email, PASSWORD).expect(200);
    }
}
