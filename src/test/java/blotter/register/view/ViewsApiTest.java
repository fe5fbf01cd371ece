package blotter.register.view;

import static org.assertj.core.api.Assertions.assertThat;

import blotter.platform.access.Role;
import blotter.testing.ApiClient;
import blotter.testing.ApiTest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ViewsApiTest extends ApiTest {
    private static final String VIEWS = "/api/v1/views";

    private static JsonNode saved(ApiClient client, String name, boolean shared) {
        return client.post(VIEWS, """
                        {"name": "%s", "register": "incidents", "query": "status=New", "shared": %s}""".formatted(name, shared)).expect(201).json();
    }

    private static String at(JsonNode view) {
        return VIEWS + "/" + view.get("id").textValue();
    }

    private static List<String> names(ApiClient client) {
        return client.get(VIEWS)
                .expect(200)
                .json()
                .get("results")
                .valueStream()
                .map(view -> view.get("name").textValue())
                .toList();
    }

    @Test
    void longQueriesAreChecked() {
        assertThat(queryFaults("a".repeat(3_999))).isNotEmpty();
        assertThat(queryFaults("status=%2")).isNotEmpty();
    }

    private List<String> queryFaults(String query) {
        var answer = editor.post(VIEWS, """
                        {"name": "a", "register": "incidents", "query": "%s"}""".formatted(query)).expect(400);
        assertThat(answer.json().get("errors"))
                .allSatisfy(
                        fault -> assertThat(fault.get("pointer").textValue()).isEqualTo("/query"));
        return answer.json()
                .get("errors")
                .valueStream()
                .map(fault -> fault.get("code").textValue() + " "
                        + fault.get("detail").textValue())
                .toList();
    }

    @Test
    void aViewIsSavedAndListed() {
        var view = editor.post(VIEWS, """
                        {"name": " Critical ", "register": "incidents",
                         "query": "status=In%20Progress&severity=SEV-1&severity=none&order_by=-detected_date&page_size=100",
                         "columns": ["id", "title", "tags"]}""").expect(201).json();
        var me = (ObjectNode) editor.get("/api/v1/users/me").json();
        me.remove(List.of("active", "roles", "kind"));
        assertThat(view).isEqualTo(json("""
                {"id": "%s", "name": "Critical", "register": "incidents",
                 "query": "status=In%%20Progress&severity=SEV-1&severity=none&order_by=-detected_date&page_size=100",
                 "columns": ["id", "title", "tags"], "shared": false, "owner": %s, "created_date": "%s",
                 "updated_date": "%s"}""".formatted(
                        view.get("id").textValue(),
                        me,
                        view.get("created_date").textValue(),
                        view.get("created_date").textValue())));
        assertThat(editor.get(VIEWS).expect(200).json().at("/results/0")).isEqualTo(view);
        editor.get(INCIDENTS + "?" + view.get("query").textValue()).expect(200);
        assertThat(editor.get(VIEWS + "?register=incidents").json().get("results"))
                .hasSize(1);
        assertThat(faults(editor.get(VIEWS + "?register=x&page=0&a=b").expect(400)))
                .containsExactlyInAnyOrder("register invalid_value", "page out_of_range", "a unknown_parameter");
    }

    @Test
    void privateViewsAreHiddenAndSharedOnesVisible() {
        var mine = saved(editor, "mine", false);
        var ours = saved(editor, "Ours", true);
        assertThat(names(editor)).containsExactly("mine", "Ours");
        assertThat(names(viewer)).containsExactly("Ours");
        for (var other : List.of(viewer, admin)) {
            assertThat(problem(other.patch(at(mine), "{\"name\": \"x\"}").expect(404)))
                    .isEqualTo(json("""
                            {"type": "/problems/not-found", "title": "Not found", "status": 404,
                             "detail": "there is no view %s"}""".formatted(mine.get("id").textValue())));
            other.delete(at(mine)).expect(404);
        }
        assertThat(problem(viewer.patch(at(ours), "{\"name\": \"x\"}").expect(403)))
                .isEqualTo(json("""
                        {"type": "/problems/forbidden", "title": "Forbidden", "status": 403,
                         "detail": "a view is its owner's to change; for others this needs the permission organization:manage",
                         "permission": "organization:manage"}"""));
        viewer.delete(at(ours)).expect(403);
        var renamed = admin.patch(at(ours), "{\"name\": \"All's\"}").expect(200).json();
        assertThat(renamed.get("owner")).isEqualTo(ours.get("owner"));
        editor.patch(at(ours), "{\"shared\": false}").expect(200);
        assertThat(names(viewer)).isEmpty();
        editor.patch(at(ours), "{\"shared\": true}").expect(200);
        admin.delete(at(ours)).expect(204);
        editor.delete(at(mine)).expect(204);
        editor.delete(at(mine)).expect(404);
        assertThat(names(editor)).isEmpty();
    }

    @Test
    void ownersCanChangeTheirViews() {
        var view = saved(editor, "a", false);
        clock.advance(Duration.ofMinutes(1));
        assertThat(editor.patch(at(view), "{\"name\": \"a\", \"query\": null}")
                        .expect(200)
                        .json())
                .isEqualTo(view);
        var changed = editor.patch(at(view), """
                        {"query": "tags=x&order_by=title", "columns": ["title"], "shared": true}""").expect(200).json();
        assertThat(changed.get("query").textValue()).isEqualTo("tags=x&order_by=title");
        assertThat(changed.get("columns")).isEqualTo(json("[\"title\"]"));
        assertThat(changed.get("updated_date").textValue())
                .isGreaterThan(view.get("updated_date").textValue());
        assertThat(editor.get(VIEWS).json().at("/results/0")).isEqualTo(changed);
        var cleared = editor.mergePatch(at(view), "{\"query\": null, \"columns\": null}")
                .expect(200)
                .json();
        assertThat(cleared.get("query").textValue()).isEmpty();
        assertThat(cleared.get("columns")).isEmpty();
        assertThat(faults(editor.mergePatch(at(view), "{\"name\": null, \"shared\": null}")
                        .expect(400)))
                .containsExactlyInAnyOrder("/name required", "/shared required");
        assertThat(faults(editor.patch(at(view), "{\"name\": null}").expect(400)))
                .containsExactly(" empty_payload");
        assertThat(faults(
                        editor.patch(at(view), "{\"register\": \"incidents\"}").expect(400)))
                .containsExactly("/register unknown_field");
    }

    @Test
    void rejectsQueriesThatTheListRejects() {
        assertThat(queryFaults("status=Neww&severity=none&from=x&order_by=age"))
                .containsExactlyInAnyOrder(
                        "invalid_value status: Neww (expected: New, In Progress, Review, Closed)",
                        "unknown_parameter from: from is not a parameter of this operation",
                        "invalid_value order_by: age (expected: id, title, status, severity, source, created_date,"
                                + " updated_date, detected_date, occurred_date, responded_date, contained_date, with - in"
                                + " front for descending)");
        assertThat(queryFaults("page=2&page_size=500"))
                .containsExactlyInAnyOrder(
                        "unknown_parameter page: is a position in a list, not part of a view",
                        "out_of_range page_size: 500 (expected: 1 to 200)");
        assertThat(queryFaults("?status=New")).hasSize(1);
        for (var bad : List.of("title_contains=a b", "title_contains=%zz", "title_contains=\u00e9", "a#b")) {
            assertThat(queryFaults(bad))
                    .containsExactly(
                            "invalid_format %s (expected: a query string, percent-encoded (RFC 3986))".formatted(bad));
        }
        assertThat(queryFaults("title_contains=%00")).hasSize(1);
    }

    @Test
    void reportsInvalidViews() {
        assertThat(faults(editor.post(VIEWS, "{}").expect(400)))
                .containsExactlyInAnyOrder("/name required", "/register required");
        assertThat(faults(editor.post(VIEWS, "{\"name\": \"a\", \"register\": \"cats\"}")
                        .expect(400)))
                .containsExactly("/register invalid_value");
        assertThat(faults(editor.post(VIEWS, """
                        {"name": " ", "register": "incidents", "columns": ["id", "id", "x", 1], "shared": "yes", "owner": 1}""").expect(400)))
                .containsExactlyInAnyOrder(
                        "/name blank",
                        "/columns/1 duplicate",
                        "/columns/2 invalid_value",
                        "/columns/3 wrong_type",
                        "/shared wrong_type",
                        "/owner unknown_field");
        assertThat(faults(editor.delete(VIEWS + "/x").expect(400))).containsExactly("id invalid_format");
    }

    @Test
    void viewsRequireReadPermissionOnTheirRegister() {
        var shared = saved(editor, "a", true);
        var risks = client(organization, Role.RISK_EDITOR);
        assertThat(names(risks)).isEmpty();
        risks.patch(at(shared), "{\"name\": \"x\"}").expect(404);
        assertThat(risks.post(VIEWS, "{\"name\": \"a\", \"register\": \"incidents\"}")
                        .expect(403)
                        .json()
                        .get("permission")
                        .textValue())
                .isEqualTo("incidents:read");
    }

    @Test
    void aRetryWithTheSameKeySavesOnce() {
        var keyed = editor.with("Idempotency-Key", "k");
        var first = saved(keyed, "a", false);
        assertThat(saved(keyed, "a", false)).isEqualTo(first);
        assertThat(names(editor)).containsExactly("a");
    }

    @Test
    void responsesToUnchangedRequestsAreNotStored() {
        var view = saved(editor, "a", false);
        var keyed = editor.with("Idempotency-Key", "k");
        keyed.patch(at(view), "{\"name\": \"a\"}").expect(200);
        keyed.patch(at(view), "{\"name\": \"b\"}").expect(200);
        keyed.patch(at(view), "{\"name\": \"c\"}").expect(422);
        assertThat(names(editor)).containsExactly("b");
    }

    @Test
    void viewsOfRisksAcceptTheParametersOfTheirList() {
        var view = editor.post(VIEWS, """
                        {"name": "Urgent", "register": "risks", "query": "urgency=Critical&order_by=due_date",
                         "columns": ["id", "urgency", "due_date", "comments", "incident_associations"]}""").expect(201).json();
        editor.get(RISKS + "?" + view.get("query").textValue()).expect(200);
        assertThat(editor.get(VIEWS + "?register=risks").json().get("results")).containsExactly(view);
        assertThat(editor.get(VIEWS + "?register=incidents").json().get("results"))
                .isEmpty();
        assertThat(faults(editor.post(VIEWS, """
                        {"name": "a", "register": "risks", "query": "severity=SEV-1", "columns": ["comment_count"]}""").expect(400)))
                .containsExactlyInAnyOrder("/query unknown_parameter", "/columns/0 invalid_value");
        var incidents = client(organization, Role.INCIDENT_EDITOR);
        assertThat(incidents
                        .post(VIEWS, "{\"name\": \"a\", \"register\": \"risks\"}")
                        .expect(403)
                        .json()
                        .get("permission")
                        .textValue())
                .isEqualTo("risks:read");
    }
}
