package blotter.people.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blotter.platform.access.Role;
import blotter.platform.database.Database;
import blotter.testing.ApiTest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
class AuditLogApiTest extends ApiTest {
    private static final String LOG = "/api/v1/audit-log";

    @Inject
    Database database;

    private List<JsonNode> entries(String query) {
        return admin.get(LOG + query)
                .expect(200)
                .json()
                .get("results")
                .valueStream()
                .toList();
    }

    private JsonNode last(String action) {
        return entries("?page_size=1&action=" + action).getFirst();
    }

    @Test
    void anEntryHasActorActionTimeAddressAndChannel() {
        var before = clock.instant();
        editor.with("X-Request-Id", "ticket-4711")
                .get(INCIDENTS + "/export?status=New")
                .expect(200);
        var entry = (ObjectNode) last("exported");
        assertThat(java.time.Instant.parse(entry.remove("at").textValue())).isBetween(before, clock.instant());
        assertThat(entry.remove("id").longValue()).isPositive();
        assertThat(entry.remove("actor"))
                .isEqualTo(((ObjectNode) editor.get("/api/v1/users/me").json())
                        .remove(List.of("active", "roles", "kind")));
        assertThat(entry).isEqualTo(json("""
                {"address": "127.0.0.1", "via": "api", "action": "exported", "subject": "incidents",
                 "details": {"query": "status=New"}, "request_id": "ticket-4711"}"""));
    }

    @Test
    void issuedAndRefusedTokensAreLoggedWithoutSecrets() {
        var account = tenants.serviceAccount(organization, Role.VIEWER);
        anyone.token(account.clientId(), account.secret());
        anyone.form(
                "/api/v1/oauth/token",
                Map.of(
                        "grant_type", "client_credentials",
                        "client_id", account.clientId(),
                        "client_secret", "guessed"));
        var kept = entries("?subject=" + account.clientId());
        assertThat(kept)
                .extracting(each -> each.get("action").textValue())
                .containsExactly("token_refused", "token_issued");
        assertThat(kept.getFirst().get("actor").isNull()).isTrue();
        assertThat(kept.getFirst().get("details")).isEqualTo(json("{\"reason\": \"wrong secret\"}"));
        assertThat(kept.getLast().at("/actor/id").textValue())
                .isEqualTo(account.userId().toString());
        assertThat(kept.toString()).doesNotContain("guessed", account.secret());
    }

    @Test
    void settingsSourcesAndDeletionsAreLogged() {
        admin.patch("/api/v1/organization", "{\"name\": \"Renamed\"}").expect(200);
        assertThat(last("organization_changed").get("details")).isEqualTo(json("{\"name\": \"Renamed\"}"));
        admin.send(
                        "PUT",
                        INCIDENTS + "/sources",
                        "application/json",
                        "{\"sources\": [{\"name\": \"a\"}]}".getBytes(StandardCharsets.UTF_8))
                .expect(200);
        assertThat(last("sources_changed").get("details")).isEqualTo(json("{\"active\": [\"a\"], \"inactive\": []}"));
        var one = opened("{\"title\": \"a\"}");
        var two = opened("{\"title\": \"b\"}");
        editor.delete(INCIDENTS + "/" + one).expect(204);
        assertThat(last("deleted").get("subject").textValue()).isEqualTo(one);
        editor.delete(INCIDENTS, "{\"ids\": [\"%s\"]}".formatted(two)).expect(200);
        assertThat(last("deleted").get("details")).isEqualTo(json("{\"ids\": [\"%s\"]}".formatted(two)));
        // Refused deletions are not logged.
        editor.delete(INCIDENTS + "/" + one).expect(404);
        assertThat(entries("?action=deleted")).hasSize(2);
    }

    @Test
    void filtersByActorActionSubjectAndTime() {
        editor.get(INCIDENTS + "/export").expect(200);
        var id = editor.get("/api/v1/users/me").json().get("id").textValue();
        assertThat(entries("?actor=" + id))
                .isNotEmpty()
                .allSatisfy(each -> assertThat(each.at("/actor/id").textValue()).isEqualTo(id));
        assertThat(entries("?action=exported&action=deleted&actor=" + id)).hasSize(1);
        assertThat(entries("?subject=incidents")).hasSize(1);
        var at = last("exported").get("at").textValue();
        assertThat(entries("?action=exported&from=" + at)).hasSize(1);
        assertThat(entries("?action=exported&to=" + at)).isEmpty();
        var first = entries("?order_by=id&page_size=1").getFirst();
        assertThat(entries("").getLast()).isEqualTo(first);
        for (var bad : List.of("actor=x", "action=x", "from=x", "order_by=at", "who=x", "cursor=x", "to=1&to=2")) {
            admin.get(LOG + "?" + bad).expect(400);
        }
        assertThat(faults(admin.get(LOG + "?action=x").expect(400))).containsExactly("action invalid_value");
    }

    @Test
    void theExportHasEveryEntryAndIsLogged() {
        var lines = admin.get(LOG + "/export?format=jsonl")
                .expect(200)
                .body()
                .lines()
                .toList();
        var listed = entries("?order_by=id&page_size=200");
        assertThat(lines).hasSize(listed.size());
        for (int i = 0; i < lines.size(); i++) {
            assertThat(json(lines.get(i))).isEqualTo(listed.get(i));
        }
        assertThat(json(lines.getLast()).get("subject").textValue()).isEqualTo("audit-log");
        admin.get(LOG + "/export?format=csv").expect(400);
    }

    @Test
    void entriesCannotBeChanged() {
        opened("{\"title\": \"a\"}");
        risk("{\"title\": \"a\"}");
        for (var table : List.of("audit_log", "audit_seal", "incident_history", "risk_history")) {
            for (var sql : List.of(
                    "update %s set org_id = org_id", "delete from %s", "delete from %s where false", "truncate %s")) {
                assertThatThrownBy(() -> database.jdbi().useHandle(handle -> handle.execute(sql.formatted(table))))
                        .as(sql)
                        .hasMessageContaining(table + " is append-only");
            }
        }
    }

    @Test
    void acceptsAWellFormedRequestIdFromTheClient() {
        var answer = anyone.with("X-Request-Id", "abc-1.2_3").get(INCIDENTS).expect(401);
        assertThat(answer.header("X-Request-Id")).isEqualTo("abc-1.2_3");
        assertThat(answer.json().get("request_id").textValue()).isEqualTo("abc-1.2_3");
        for (var bad : List.of("", " ", "a b", "a".repeat(65), "-a", "ä", "a\"b", "<b>")) {
            var other = anyone.with("X-Request-Id", bad).get(INCIDENTS).expect(401);
            assertThat(other.header("X-Request-Id")).as(bad).matches("[0-9a-f]{16}");
            assertThat(other.json().get("request_id").textValue()).isEqualTo(other.header("X-Request-Id"));
        }
        assertThat(editor.get(INCIDENTS).expect(200).header("X-Request-Id")).matches("[0-9a-f]{16}");
    }
}
