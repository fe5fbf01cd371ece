package blotter.people.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import blotter.platform.access.Role;
import blotter.testing.ApiClient;
import blotter.testing.ApiTest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Management of service accounts, and personal tokens.
@QuarkusTest
class MachinesApiTest extends ApiTest {
    private static final String ACCOUNTS = "/api/v1/service-accounts";
    private static final String TOKEN = "/api/v1/oauth/token";
    private static final String ME = "/api/v1/users/me";

    private JsonNode made(String json) {
        return admin.post(ACCOUNTS, json).expect(201).json();
    }

    private JsonNode forwarder() {
        return made("{\"name\": \"Forwarder\", \"roles\": [\"Incident Editor\"]}");
    }

    private static String text(JsonNode node, String name) {
        return node.get(name).textValue();
    }

    private ApiClient.Answer ask(String clientId, String secret) {
        return anyone.form(
                TOKEN, Map.of("grant_type", "client_credentials", "client_id", clientId, "client_secret", secret));
    }

    private ApiClient signedIn(JsonNode account) {
        return anyone.as(anyone.token(text(account, "client_id"), text(account, "client_secret")));
    }

    private static String path(JsonNode account) {
        return ACCOUNTS + "/" + text(account, "id");
    }

    @Test
    void aNewAccountShowsItsSecretOnce() {
        var made = (ObjectNode) forwarder();
        signedIn(made).post(INCIDENTS, "{\"title\": \"a\"}").expect(201);
        var secret = made.remove("client_secret").textValue();
        assertThat(secret).startsWith("blotter_secret_");
        assertThat(Secrets.isWellFormed(secret)).isTrue();
        assertThat(made.at("/secrets/0/hint").textValue())
                .isEqualTo("…" + secret.substring(secret.length() - 10, secret.length() - 6));
        assertThat(made.get("roles")).isEqualTo(json("[\"Incident Editor\"]"));
        assertThat(made.get("ip_allowlist")).isEmpty();
        var read = admin.get(path(made)).expect(200);
        assertThat(read.body()).doesNotContain(secret);
        assertThat(text(read.json(), "last_used_date")).isNotNull();
        assertThat(admin.get(ACCOUNTS).body()).doesNotContain(secret);
        assertThat(admin.get("/api/v1/audit-log/export").body())
                .contains("service_account_created")
                .doesNotContain(secret);
        // It is also a user, and its name is taken.
        assertThat(admin.get("/api/v1/users").body()).contains(text(made, "id"));
        admin.post(ACCOUNTS, "{\"name\": \"Forwarder\", \"roles\": []}").expect(409);
    }

    @Test
    void responsesWithSecretsAreNotStoredForAKey() {
        var client = admin.with("Idempotency-Key", "once");
        var made = client.post(ACCOUNTS, "{\"name\": \"a\", \"roles\": []}").expect(201);
        assertThat(client.post(ACCOUNTS, "{\"name\": \"a\", \"roles\": []}")
                        .expect(409)
                        .body())
                .doesNotContain(text(made.json(), "client_secret"));
    }

    @Test
    void reportsFaults() {
        assertThat(faults(admin.post(ACCOUNTS, """
                {"roles": ["Root", 1], "ip_allowlist": ["10.0.0.1/8", "010.0.0.1", "::1%lo", "a", 3], "expires_date": "2020-01-01T00:00:00Z",
                 "who": 1}""").expect(400)))
                .containsExactlyInAnyOrder(
                        "/name required",
                        "/roles/0 invalid_value",
                        "/roles/1 wrong_type",
                        "/ip_allowlist/0 invalid_format",
                        "/ip_allowlist/1 invalid_format",
                        "/ip_allowlist/2 invalid_format",
                        "/ip_allowlist/3 invalid_format",
                        "/ip_allowlist/4 wrong_type",
                        "/expires_date out_of_range",
                        "/who unknown_field");
        assertThat(faults(admin.mergePatch(path(forwarder()), "{\"name\": null, \"active\": null}")
                        .expect(400)))
                .containsExactlyInAnyOrder("/name required", "/active required");
        for (var bad : List.of("-1", "604801", "\"1\"", "1.5")) {
            admin.post(path(forwarderNamed(bad)) + "/secrets", "{\"overlap_seconds\": %s}".formatted(bad))
                    .expect(400);
        }
        assertThat(faults(admin.get(ACCOUNTS + "/x?full=true").expect(400)))
                .containsExactlyInAnyOrder("id invalid_format", "full unknown_parameter");
        assertThat(faults(admin.post(ACCOUNTS + "/x/secrets?full=true", "{\"overlap_seconds\": -1, \"a\": 1}")
                        .expect(400)))
                .containsExactlyInAnyOrder(
                        "id invalid_format",
                        "full unknown_parameter",
                        "/overlap_seconds out_of_range",
                        "/a unknown_field");
    }

    private JsonNode forwarderNamed(String name) {
        return made("{\"name\": \"n%s\", \"roles\": []}".formatted(name.replace("\"", "")));
    }

    @Test
    void deactivationAndRolesTakeEffectWithTheNextRequest() {
        var made = forwarder();
        var client = signedIn(made);
        admin.patch(path(made), "{\"roles\": [\"Incident Viewer\"]}").expect(200);
        client.post(INCIDENTS, "{\"title\": \"a\"}").expect(403);
        client.get(INCIDENTS).expect(200);
        admin.patch(path(made), "{\"active\": false}").expect(200);
        client.get(INCIDENTS).expect(401);
        ask(text(made, "client_id"), text(made, "client_secret")).expect(401);
        admin.patch(path(made), "{\"active\": true}").expect(200);
        client.get(INCIDENTS).expect(200);
        assertThat(admin.get("/api/v1/audit-log?action=service_account_changed&subject=" + text(made, "id"))
                        .json()
                        .get("results"))
                .hasSize(3);
    }

    @Test
    void anAccountExpires() {
        var made = forwarder();
        var client = signedIn(made);
        admin.patch(
                        path(made),
                        "{\"expires_date\": \"%s\"}".formatted(clock.instant().plus(Duration.ofMinutes(5))))
                .expect(200);
        client.get(ME).expect(200);
        clock.advance(Duration.ofMinutes(6));
        client.get(ME).expect(401);
        ask(text(made, "client_id"), text(made, "client_secret")).expect(401);
    }

    @Test
    void callsAreLimitedToTheAllowlist() {
        var made = forwarder();
        var client = signedIn(made);
        admin.patch(path(made), "{\"ip_allowlist\": [\"203.0.113.0/24\", \"2001:db8::/32\"]}")
                .expect(200);
        client.get(ME).expect(401);
        ask(text(made, "client_id"), text(made, "client_secret")).expect(401);
        // Without trusted proxies, forwarding headers are ignored.
        for (var header : List.of("X-Forwarded-For", "Forwarded", "X-Real-IP", "True-Client-IP", "Client-IP")) {
            client.with(header, header.equals("Forwarded") ? "for=203.0.113.9" : "203.0.113.9")
                    .get(ME)
                    .expect(401);
        }
        assertThat(admin.get("/api/v1/audit-log?action=token_refused&subject=" + text(made, "client_id"))
                        .json()
                        .at("/results/0/details/reason")
                        .textValue())
                .isEqualTo("address not allowed");
        admin.patch(path(made), "{\"ip_allowlist\": [\"127.0.0.0/8\", \"::1\"]}")
                .expect(200);
        client.get(ME).expect(200);
        assertThat(admin.mergePatch(path(made), "{\"ip_allowlist\": null}")
                        .expect(200)
                        .json()
                        .get("ip_allowlist"))
                .isEmpty();
    }

    @Test
    void bothSecretsWorkDuringAnOverlap() {
        var made = forwarder();
        var client = signedIn(made);
        var rotated = admin.post(path(made) + "/secrets", "{\"overlap_seconds\": 3600}")
                .expect(201)
                .json();
        assertThat(rotated.get("secrets")).hasSize(2);
        client.get(ME).expect(200);
        ask(text(made, "client_id"), text(made, "client_secret")).expect(200);
        ask(text(made, "client_id"), text(rotated, "client_secret")).expect(200);
        clock.advance(Duration.ofHours(1));
        ask(text(made, "client_id"), text(made, "client_secret")).expect(401);
        ask(text(made, "client_id"), text(rotated, "client_secret")).expect(200);
        // The Admin's own token has expired.
        assertThat(client(organization, Role.ADMIN)
                        .get(path(made))
                        .expect(200)
                        .json()
                        .get("secrets"))
                .hasSize(1);
    }

    @Test
    void withoutAnOverlapTheOldSecretAndItsTokensEndAtOnce() {
        var made = forwarder();
        var tokens = ask(text(made, "client_id"), text(made, "client_secret"))
                .expect(200)
                .json();
        var rotated = admin.post(path(made) + "/secrets", "{}").expect(201).json();
        anyone.as(text(tokens, "access_token")).get(ME).expect(401);
        ask(text(made, "client_id"), text(made, "client_secret")).expect(401);
        anyone.form(
                        TOKEN,
                        Map.of(
                                "grant_type", "refresh_token",
                                "refresh_token", text(tokens, "refresh_token"),
                                "client_id", text(made, "client_id"),
                                "client_secret", text(rotated, "client_secret")))
                .expect(400);
        signedIn(rotated).get(ME).expect(200);
    }

    @Test
    void aDeletedAccountRemainsInPastChanges() {
        var made = forwarder();
        var client = signedIn(made);
        var incident = client.post(INCIDENTS, "{\"title\": \"a\"}").expect(201).json();
        admin.delete(path(made)).expect(204);
        client.get(ME).expect(401);
        ask(text(made, "client_id"), text(made, "client_secret")).expect(401);
        admin.get(path(made)).expect(404);
        admin.delete(path(made)).expect(404);
        assertThat(admin.get(INCIDENTS + "/" + text(incident, "id"))
                        .json()
                        .at("/incident/opened_by/first_name")
                        .textValue())
                .isEqualTo("Forwarder");
        assertThat(admin.get("/api/v1/users").json().get("results").valueStream())
                .filteredOn(user -> text(user, "id").equals(text(made, "id")))
                .singleElement()
                .satisfies(user -> assertThat(user.get("active").booleanValue()).isFalse());
        // The name can be used again.
        forwarder();
    }

    @Test
    void callersCannotChangeThemselvesOrGrantWhatTheyLack() {
        var self = ACCOUNTS + "/" + text(admin.get(ME).json(), "id");
        admin.patch(self, "{\"active\": false}").expect(409);
        admin.patch(self, "{\"roles\": []}").expect(409);
        admin.delete(self).expect(409);
        admin.patch(self, "{\"name\": \"Renamed\"}").expect(200);
        // A token that is limited to users:manage cannot create an account with more permissions.
        var person = tenants.person(organization, "Root", true, Role.ADMIN);
        var all = anyone.as(tenants.personalToken(organization, person));
        var some = all.post(
                        "/api/v1/users/me/tokens", """
                        {"name": "some", "scopes": ["users:manage", "users:read", "tags:read"], "expires_date": "%s"}""".formatted(clock.instant().plus(Duration.ofDays(1))))
                .expect(201)
                .json();
        var limited = anyone.as(text(some, "token"));
        limited.post(ACCOUNTS, "{\"name\": \"a\", \"roles\": []}").expect(201);
        assertThat(text(
                        limited.post(ACCOUNTS, "{\"name\": \"b\", \"roles\": [\"Viewer\"]}")
                                .expect(403)
                                .json(),
                        "permission"))
                .isEqualTo("incidents:read");
        var made = forwarder();
        limited.post(path(made) + "/secrets", "{}").expect(403);
        limited.patch(path(made), "{\"roles\": []}").expect(403);
        limited.patch(path(made), "{\"active\": false}").expect(200);
    }

    @Test
    void aPersonalTokenActsForItsOwnerWithinItsScopes() {
        var person = tenants.person(organization, "Mara", true);
        var own = anyone.as(tenants.personalToken(organization, person));
        var expires = clock.instant().plus(Duration.ofDays(10));
        var made = own.post("/api/v1/users/me/tokens", """
                        {"name": "report", "scopes": ["incidents:read"], "expires_date": "%s"}""".formatted(expires))
                .expect(201)
                .json();
        var token = text(made, "token");
        assertThat(token).startsWith("blotter_token_" + organization.id() + "_");
        var client = anyone.as(token);
        assertThat(text(client.get(ME).expect(200).json(), "id"))
                .isEqualTo(person.id().toString());
        client.get(INCIDENTS).expect(200);
        client.get(RISKS).expect(403);
        client.post(INCIDENTS, "{\"title\": \"a\"}").expect(403);
        // It cannot create a token with more permissions …
        var child = client.post(
                        "/api/v1/users/me/tokens", "{\"name\": \"child\", \"expires_date\": \"%s\"}".formatted(expires))
                .expect(201)
                .json();
        assertThat(child.get("scopes")).isEqualTo(json("[\"incidents:read\"]"));
        // … or one that outlives it.
        assertThat(faults(client.post(
                                "/api/v1/users/me/tokens",
                                "{\"name\": \"heir\", \"expires_date\": \"%s\"}".formatted(expires.plusSeconds(1)))
                        .expect(400)))
                .containsExactly("/expires_date out_of_range");
        var listed = own.get("/api/v1/users/me/tokens").expect(200);
        assertThat(listed.json().get("tokens")).hasSize(3);
        assertThat(listed.body()).doesNotContain(token);
        own.delete("/api/v1/users/me/tokens/" + text(made, "id")).expect(204);
        client.get(ME).expect(401);
        assertThat(faults(own.post("/api/v1/users/me/tokens", """
                        {"name": " ", "scopes": ["audit:read", "x", 1], "expires_date": "2099-01-01T00:00:00Z"}""").expect(400)))
                .containsExactlyInAnyOrder(
                        "/name blank",
                        "/scopes/0 invalid_value",
                        "/scopes/1 invalid_value",
                        "/scopes/2 wrong_type",
                        "/expires_date out_of_range");
        clock.advance(Duration.ofDays(11));
        anyone.as(text(child, "token")).get(ME).expect(401);
    }

    @Test
    void aScopedTokenCannotCreateAnUnscopedOne() {
        var person = tenants.person(organization, "Mara", true, Role.VIEWER);
        var own = anyone.as(tenants.personalToken(organization, person));
        var expires = clock.instant().plus(Duration.ofDays(10));
        // Scopes that list all permissions of a Viewer.
        var scoped = anyone.as(text(
                own.post("/api/v1/users/me/tokens", """
                                {"name": "all", "expires_date": "%s",
                                 "scopes": ["incidents:read", "risks:read", "tags:read", "users:read"]}""".formatted(expires))
                        .expect(201)
                        .json(),
                "token"));
        var child = scoped.post(
                        "/api/v1/users/me/tokens", "{\"name\": \"child\", \"expires_date\": \"%s\"}".formatted(expires))
                .expect(201)
                .json();
        assertThat(child.get("scopes"))
                .isEqualTo(json("[\"incidents:read\", \"risks:read\", \"tags:read\", \"users:read\"]"));
        admin.patch("/api/v1/users/" + person.id(), "{\"roles\": [\"Admin\"]}").expect(200);
        var grown = anyone.as(text(child, "token"));
        grown.get(INCIDENTS).expect(200);
        grown.post(INCIDENTS, "{\"title\": \"a\"}").expect(403);
        grown.get(ACCOUNTS).expect(403);
        // It cannot request more scopes either.
        assertThat(faults(scoped.post("/api/v1/users/me/tokens", """
                        {"name": "more", "expires_date": "%s", "scopes": ["users:manage"]}""".formatted(expires))
                        .expect(400)))
                .containsExactly("/scopes/0 invalid_value");
    }

    @Test
    void deactivatingAPersonRevokesPersonalTokens() {
        var person = tenants.person(organization, "Mara", true);
        var client = anyone.as(tenants.personalToken(organization, person));
        client.get(ME).expect(200);
        tenants.setActive(organization, person, false);
        client.get(ME).expect(401);
        tenants.setActive(organization, person, true);
        client.get(ME).expect(401);
    }

    @Test
    void rejectsInvalidPersonalTokens() {
        var person = tenants.person(organization, "Mara", true);
        var token = tenants.personalToken(organization, person);
        for (var bad : List.of(
                token + "x",
                token.substring(0, token.length() - 1) + (token.endsWith("a") ? "b" : "a"),
                token.replace("blotter_token_" + organization.id(), "blotter_token_999999999"),
                "blotter_token_",
                "blotter_token_1_" + "a".repeat(49))) {
            anyone.as(bad).get(ME).expect(401);
        }
        anyone.as(token).get(ME).expect(200);
    }

    @Test
    void guessingIsLimitedWithoutLockingOutKnownAddresses() {
        var known = forwarder();
        signedIn(known);
        for (int i = 0; i < 25; i++) {
            ask(text(known, "client_id"), "guessed").expect(401);
        }
        // The address is known, so it has its own, higher limit.
        ask(text(known, "client_id"), text(known, "client_secret")).expect(200);
        var fresh = made("{\"name\": \"Fresh\", \"roles\": []}");
        for (int i = 0; i < 10; i++) {
            ask(text(fresh, "client_id"), "guessed").expect(401);
        }
        var refused =
                ask(text(fresh, "client_id"), text(fresh, "client_secret")).expect(429);
        assertThat(Integer.parseInt(String.valueOf(refused.header("Retry-After"))))
                .isBetween(1, 30);
        assertThat(text(refused.json(), "type")).isEqualTo("/problems/rate-limited");
        tenants.ageAttempts(Duration.ofSeconds(30));
        ask(text(fresh, "client_id"), text(fresh, "client_secret")).expect(200);
    }
}
