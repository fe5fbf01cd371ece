package blotter.platform.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import blotter.people.organization.Organization;
import blotter.platform.database.Announcements;
import blotter.platform.database.Database;
import blotter.testing.ApiClient;
import blotter.testing.ApiRegister;
import blotter.testing.ApiTest;
import blotter.testing.OpenApiContract;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Isolation of organizations: the Admin of another one finds nothing, in any operation.
@QuarkusTest
class IsolationApiTest extends ApiTest {
    @Inject
    Database database;

    @Inject
    Announcements announcements;

    private Organization elsewhere = organization;
    private ApiClient outsider = anyone;
    private String user = "";
    private String opener = "";
    private String tag = "";
    private JsonNode before = json("{}");

    @BeforeEach
    void fillOne() {
        elsewhere = tenants.organization();
        outsider = client(elsewhere, Role.ADMIN);
        user = tenants.person(organization, "Ann", true).id().toString();
        database.jdbi().useTransaction(handle -> {
            handle.createUpdate(
                            "insert into source (org_id, register, name, position) values (:org, 'incident', 'Mole', 99)")
                    .bind("org", organization.id())
                    .execute();
            announcements.changed(handle, "organization", organization.id());
        });
        for (int i = 0; i < 3; i++) {
            opened("""
                    {"title": "Secret %d", "description": "hidden", "severity": "SEV-1", "source": "Mole",
                     "assigned_to": "%s", "tags": ["codename"], "threat_objectives": [{"threat_objective": "Fraud"}],
                     "occurred_date": "2026-01-01T00:00:00Z"}""".formatted(i, user));
        }
        var row = viewer.get(INCIDENTS + "/1").expect(200).json();
        tag = row.at("/tags/0/id").textValue();
        opener = row.at("/incident/opened_by/id").textValue();
        before = inside();
    }

    private JsonNode inside() {
        return viewer.get(INCIDENTS).expect(200).json();
    }

    private static List<String> ids(JsonNode list) {
        return list.get("results")
                .valueStream()
                .map(row -> row.findValue("id").textValue())
                .toList();
    }

    @Test
    void theseTestsCoverEveryOperation() {
        var looked = Set.of(
                "listUsers",
                "listTags",
                "createTag",
                "renameTag",
                "deleteTag",
                "mergeTag",
                "listIncidents",
                "createIncident",
                "patchIncidents",
                "deleteIncidents",
                "createIncidents",
                "importIncidents",
                "getImportTemplate",
                "exportIncidents",
                "listIncidentSources",
                "replaceIncidentSources",
                "getIncidentMetrics",
                "getRiskMetrics",
                "getIncident",
                "patchIncident",
                "deleteIncident",
                "getIncidentHistory",
                "listIncidentComments",
                "addIncidentComment",
                "editIncidentComment",
                "deleteIncidentComment",
                "getIncidentFollowers",
                "followIncident",
                "unfollowIncident",
                "listViews",
                "createView",
                "patchView",
                "deleteView",
                "listenToEvents",
                "listBatches",
                "getBatch",
                "undoBatch",
                "getCurrentUser",
                "getSession",
                "changePassword",
                "startSecondFactor",
                "confirmSecondFactor",
                "removeSecondFactor",
                "inviteUser",
                "patchUser",
                "resetPassword",
                "signOut",
                "listSessions",
                "endSessions",
                "endSession",
                "listRisks",
                "createRisk",
                "patchRisks",
                "deleteRisks",
                "createRisks",
                "listRiskSources",
                "replaceRiskSources",
                "getRisk",
                "patchRisk",
                "deleteRisk",
                "getRiskHistory",
                "listRiskComments",
                "addRiskComment",
                "editRiskComment",
                "deleteRiskComment",
                "getRiskFollowers",
                "followRisk",
                "unfollowRisk",
                "createRiskOfIncident",
                "linkIncidentToRisk",
                "unlinkIncidentToRisk",
                "linkRiskToIncident",
                "unlinkRiskToIncident",
                "getOrganization",
                "patchOrganization",
                "listServiceAccounts",
                "createServiceAccount",
                "getServiceAccount",
                "patchServiceAccount",
                "deleteServiceAccount",
                "rotateSecret",
                "listPersonalTokens",
                "createPersonalToken",
                "revokePersonalToken",
                "listAuditLog",
                "exportAuditLog");
        var public_ = Set.of(
                "issueToken",
                "getContract",
                "getSignIn",
                "signIn",
                "startSingleSignOn",
                "finishSingleSignOn",
                "getOneTimeLink",
                "useOneTimeLink");
        assertThat(OpenApiContract.contract().operations().stream().map(OpenApiContract.Operation::operationId))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(looked.stream(), public_.stream()).collect(Collectors.toSet()));
    }

    @Test
    void anIncidentOfAnotherOrganizationIsNotFound() {
        outsider.get(INCIDENTS + "/1").expect(404);
        outsider.patch(INCIDENTS + "/1", "{\"title\": \"x\"}").expect(404);
        outsider.mergePatch(INCIDENTS + "/INC-00002", "{\"severity\": null}").expect(404);
        outsider.delete(INCIDENTS + "/1").expect(404);
        assertThat(problem(outsider.patch(INCIDENTS, "{\"ids\": [\"1\", \"3\", \"99\"], \"status\": \"Closed\"}")
                        .expect(404)))
                .isEqualTo(json("""
                        {"type": "/problems/not-found", "title": "Not found", "status": 404,
                         "detail": "INC-00001, INC-00003, INC-00099 do not exist",
                         "errors": [
                           {"pointer": "/ids/0", "code": "not_found", "detail": "INC-00001: does not exist", "id": "INC-00001"},
                           {"pointer": "/ids/1", "code": "not_found", "detail": "INC-00003: does not exist", "id": "INC-00003"},
                           {"pointer": "/ids/2", "code": "not_found", "detail": "INC-00099: does not exist", "id": "INC-00099"}]}"""));
        outsider.delete(INCIDENTS, "{\"ids\": [\"1\"]}").expect(404);
        assertThat(inside()).isEqualTo(before);
    }

    @Test
    void theEventStreamIsIsolated() {
        var all = "/api/v1/events?follow=false&since=0-0";
        assertThat(outsider.get(all).expect(200).body()).doesNotContain("event:change");
        assertThat(viewer.get(all).expect(200).body()).contains("event:change", "INC-00001");
    }

    @Test
    void historyAndBatchesAreIsolated() {
        outsider.get(INCIDENTS + "/1/history").expect(404);
        assertThat(outsider.get("/api/v1/batches").json().get("results")).isEmpty();
        var batches = viewer.get("/api/v1/batches").expect(200).json().get("results");
        assertThat(batches).hasSize(3);
        var id = batches.get(0).get("id").textValue();
        outsider.get("/api/v1/batches/" + id).expect(404);
        var undo = outsider.send("POST", "/api/v1/batches/" + id + "/undo", null, null);
        assertThat(problem(undo.expect(404))).isEqualTo(json("""
                {"type": "/problems/not-found", "title": "Not found", "status": 404,
                 "detail": "there is no batch %s"}""".formatted(id)));
        var cursor = viewer.get("/api/v1/batches?page_size=1").json().at("/pagination/next_cursor");
        assertThat(outsider.get("/api/v1/batches?cursor=" + cursor.textValue())
                        .expect(200)
                        .json()
                        .get("results"))
                .isEmpty();
        assertThat(inside()).isEqualTo(before);
    }

    @Test
    void importAndExportAreIsolated() {
        var email = "ann@" + organization.slug() + ".example";
        var file = "id,source,assigned_to,tags\n1,Mole,%s,%s".formatted(email, tag);
        assertThat(faults(outsider.send("POST", INCIDENTS + "/import", "text/csv", file.getBytes(UTF_8))
                        .expect(400)))
                .containsExactlyInAnyOrder(
                        "/2/source unknown_source", "/2/assigned_to unknown_user", "/2/tags/0 unknown_tag");
        assertThat(faults(outsider.send("POST", INCIDENTS + "/import", "text/csv", "id,title\n1,x".getBytes(UTF_8))
                        .expect(400)))
                .containsExactly("/2/id not_found");
        assertThat(outsider.get(INCIDENTS + "/import/template").expect(200).body())
                .doesNotContain("Mole", email);
        assertThat(outsider.get(INCIDENTS + "/export").expect(200).body().lines())
                .hasSize(1);
        assertThat(outsider.unchecked()
                        .get(INCIDENTS + "/export?format=jsonl&id=1")
                        .expect(200)
                        .body())
                .isEmpty();
        assertThat(inside()).isEqualTo(before);
    }

    @Test
    void aRiskOfAnotherOrganizationIsNotFound() {
        var risk = risk("""
                {"title": "Secret", "description": "hidden", "likelihood": "Imminent", "impact": "Severe",
                 "assigned_to": "%s", "tags": ["codename"], "threat_objectives": [{"threat_objective": "Fraud"}]}""".formatted(user));
        editor.put(INCIDENTS + "/1/risks/" + risk).expect(204);
        var incidents = inside();
        var risks = viewer.get(RISKS).expect(200).json();
        outsider.get(RISKS + "/1").expect(404);
        outsider.get(RISKS + "/1/history").expect(404);
        outsider.patch(RISKS + "/1", "{\"title\": \"x\"}").expect(404);
        outsider.patch(RISKS, "{\"ids\": [\"1\"], \"title\": \"x\"}").expect(404);
        outsider.patch(RISKS + "?urgency=Critical&expected_total=1", "{\"title\": \"x\"}")
                .expect(409);
        outsider.delete(RISKS + "/1").expect(404);
        outsider.delete(RISKS, "{\"ids\": [\"1\"]}").expect(404);
        outsider.post(INCIDENTS + "/1/risks", "{}").expect(404);
        for (var query :
                List.of("urgency=Critical", "tags=codename", "free_text=secret", "assigned_to=" + user, "id=1")) {
            assertThat(ids(outsider.get(RISKS + "?" + query).expect(200).json()))
                    .isEmpty();
            assertThat(ids(viewer.get(RISKS + "?" + query).expect(200).json())).isNotEmpty();
        }
        // One of the two is theirs.
        outsider.post(INCIDENTS, "{\"title\": \"theirs\"}").expect(201);
        outsider.put(INCIDENTS + "/1/risks/1").expect(404);
        outsider.delete(INCIDENTS + "/1/risks/1").expect(404);
        outsider.put(RISKS + "/1/incidents/1").expect(404);
        outsider.delete(RISKS + "/1/incidents/1").expect(404);
        assertThat(faults(outsider.post(RISKS, "{\"title\": \"a\", \"assigned_to\": \"%s\"}".formatted(user))
                        .expect(400)))
                .containsExactly("/assigned_to unknown_user");
        outsider.post(RISKS + "/batch", "{\"risks\": [{\"title\": \"theirs\"}]}")
                .expect(201);
        assertThat(outsider.get(RISKS + "/sources").body()).doesNotContain("Mole");
        assertThat(inside()).isEqualTo(incidents);
        assertThat(viewer.get(RISKS).json()).isEqualTo(risks);
    }

    @Test
    void settingsAreIsolated() {
        var here = viewer.get("/api/v1/organization").expect(200).json();
        assertThat(here.get("id").textValue()).isEqualTo(organization.publicId().toString());
        outsider.patch("/api/v1/organization", "{\"name\": \"theirs\", \"risk_sla_days\": {\"High\": 1}}")
                .expect(200);
        assertThat(outsider.get("/api/v1/organization").json().get("id").textValue())
                .isEqualTo(elsewhere.publicId().toString());
        assertThat(viewer.get("/api/v1/organization").json()).isEqualTo(here);
    }

    @Test
    void serviceAccountsAreIsolated() {
        var accounts = "/api/v1/service-accounts";
        assertThat(outsider.get(accounts).expect(200).body()).doesNotContain(opener);
        var path = accounts + "/" + opener;
        admin.get(path).expect(200);
        outsider.get(path).expect(404);
        outsider.patch(path, "{\"active\": false}").expect(404);
        outsider.post(path + "/secrets", "{}").expect(404);
        outsider.delete(path).expect(404);
        admin.get(path).expect(200);
        // Another organization can use the same name.
        var name = admin.get(path).json().get("name").textValue();
        outsider.post(accounts, "{\"name\": \"%s\", \"roles\": []}".formatted(name))
                .expect(201);
    }

    @Test
    void personalTokensAreIsolated() {
        var person = tenants.person(organization, "Eva", true);
        var own = anyone.as(tenants.personalToken(organization, person));
        var made = own.get("/api/v1/users/me/tokens")
                .expect(200)
                .json()
                .at("/tokens/0/id")
                .textValue();
        var stranger = anyone.as(tenants.personalToken(elsewhere, tenants.person(elsewhere, "Eva", true)));
        stranger.delete("/api/v1/users/me/tokens/" + made).expect(404);
        // Tokens of a colleague are out of reach as well.
        var colleague = anyone.as(tenants.personalToken(organization, tenants.person(organization, "Ida", true)));
        colleague.delete("/api/v1/users/me/tokens/" + made).expect(404);
        own.get("/api/v1/users/me").expect(200);
    }

    @Test
    void theAuditLogIsIsolated() {
        viewer.get(INCIDENTS + "/export").expect(200);
        var log = "/api/v1/audit-log";
        assertThat(admin.get(log + "?action=exported").json().get("results")).hasSize(1);
        var last = admin.get(log + "?page_size=1").json();
        outsider.get(INCIDENTS).expect(200);
        for (var query : List.of(
                "",
                "?actor=" + opener,
                "?cursor=" + last.at("/pagination/next_cursor").textValue())) {
            assertThat(outsider.get(log + query).expect(200).body()).doesNotContain(opener, "exported");
        }
        assertThat(outsider.get(log + "/export").expect(200).body()).doesNotContain(opener, "incidents");
    }

    @Test
    void commentsAreIsolated() {
        risk("{\"title\": \"Secret\"}");
        for (var register : List.of(ApiRegister.INCIDENTS, ApiRegister.RISKS)) {
            var comments = register.path() + "/1/comments";
            var comment = editor.post(comments, "{\"value\": \"secret\"}")
                    .expect(201)
                    .json()
                    .get("id")
                    .textValue();
            outsider.get(comments).expect(404);
            outsider.post(comments, "{\"value\": \"x\"}").expect(404);
            outsider.patch(comments + "/" + comment, "{\"value\": \"x\"}").expect(404);
            outsider.delete(comments + "/" + comment).expect(404);
            // Nor is it found under an entry of their own that has the same number.
            outsider.post(register.path(), "{\"title\": \"theirs\"}").expect(201);
            assertThat(outsider.get(comments).expect(200).json().get("comments"))
                    .isEmpty();
            outsider.patch(comments + "/" + comment, "{\"value\": \"x\"}").expect(404);
            outsider.delete(comments + "/" + comment).expect(404);
            assertThat(viewer.get(comments).json().at("/comments/0/value").textValue())
                    .isEqualTo("secret");
        }
    }

    @Test
    void followersAreIsolated() {
        risk("{\"title\": \"Secret\"}");
        for (var register : List.of(ApiRegister.INCIDENTS, ApiRegister.RISKS)) {
            var follow = register.path() + "/1/follow";
            viewer.send("PUT", follow, null, null).expect(204);
            outsider.get(follow).expect(404);
            outsider.send("PUT", follow, null, null).expect(404);
            outsider.delete(follow).expect(404);
            outsider.post(register.path(), "{\"title\": \"theirs\"}").expect(201);
            assertThat(outsider.get(follow).expect(200).json().get("followers")).isEmpty();
            outsider.delete(follow).expect(204);
            assertThat(viewer.get(follow).json().get("followers")).hasSize(1);
        }
    }

    @Test
    void sharedViewsAreIsolated() {
        var view = editor.post("/api/v1/views", """
                        {"name": "a", "register": "incidents", "shared": true}""").expect(201).json();
        var path = "/api/v1/views/" + view.get("id").textValue();
        assertThat(outsider.get("/api/v1/views").expect(200).json().get("results"))
                .isEmpty();
        outsider.patch(path, "{\"name\": \"x\"}").expect(404);
        outsider.delete(path).expect(404);
        assertThat(viewer.get("/api/v1/views").json().at("/results/0")).isEqualTo(view);
    }

    @Test
    void aChangeByFilterIsIsolated() {
        outsider.post(INCIDENTS, "{\"title\": \"theirs\"}").expect(201);
        outsider.patch(INCIDENTS + "?source=Mole&expected_total=0", "{\"title\": \"x\"}")
                .expect(200);
        outsider.patch(INCIDENTS + "?severity=SEV-1&expected_total=3", "{\"title\": \"x\"}")
                .expect(409);
        outsider.patch(INCIDENTS + "?status=New&expected_total=1", "{\"title\": \"x\"}")
                .expect(200);
        assertThat(inside()).isEqualTo(before);
    }

    @Test
    void theSameNumbersNameDifferentIncidents() {
        outsider.post(INCIDENTS, "{\"title\": \"theirs\"}").expect(201);
        outsider.patch(INCIDENTS, "{\"ids\": [\"1\"], \"title\": \"changed\", \"tags\": [\"codename\"]}")
                .expect(200);
        var theirs = outsider.get(INCIDENTS + "/1").expect(200).json();
        assertThat(theirs.at("/incident/title").textValue()).isEqualTo("changed");
        // The same label names their own tag.
        assertThat(theirs.at("/tags/0/id").textValue()).isNotEqualTo(tag);
        assertThat(theirs.at("/tags/0/org_id").textValue())
                .isEqualTo(elsewhere.publicId().toString());
        outsider.delete(INCIDENTS, "{\"ids\": [\"1\"]}").expect(200);
        assertThat(inside()).isEqualTo(before);
    }

    @Test
    void everyFilterIsIsolated() {
        outsider.post(INCIDENTS, "{\"title\": \"theirs\"}").expect(201);
        var softly = new SoftAssertions();
        for (var query : List.of(
                "id=2",
                "id=3",
                "severity=SEV-1",
                "source=Mole",
                "assigned_to=" + user,
                "opened_by=" + opener,
                "threat_objectives=Fraud",
                "tags=codename",
                "tags=" + tag,
                "title_contains=secret",
                "description_contains=hidden",
                "free_text=secret",
                "occurred_date=2025-01-01")) {
            softly.assertThat(ids(
                            outsider.get(INCIDENTS + "?" + query).expect(200).json()))
                    .as(query)
                    .isEmpty();
            softly.assertThat(
                            ids(viewer.get(INCIDENTS + "?" + query).expect(200).json()))
                    .as(query)
                    .isNotEmpty();
        }
        softly.assertThat(ids(outsider.get(INCIDENTS).json())).containsExactly("INC-00001");
        for (var order : IncidentOrders.ALL) {
            softly.assertThat(ids(outsider.get(INCIDENTS + "?order_by=" + order).json()))
                    .as(order)
                    .hasSize(1);
        }
        // A cursor is only a position, valid in any list.
        var cursor = viewer.get(INCIDENTS + "?page_size=1&order_by=id")
                .json()
                .at("/pagination/next_cursor")
                .textValue();
        softly.assertThat(ids(outsider.get(INCIDENTS + "?cursor=" + cursor)
                        .expect(200)
                        .json()))
                .isEmpty();
        softly.assertAll();
    }

    private static final class IncidentOrders {
        static final List<String> ALL = List.of(
                "id",
                "title",
                "status",
                "severity",
                "source",
                "created_date",
                "updated_date",
                "detected_date",
                "occurred_date",
                "responded_date",
                "contained_date");
    }

    @Test
    void valuesOfAnotherOrganizationAreUnknown() {
        var values = """
                "source": "Mole", "assigned_to": "%s", "tags": ["%s"]""".formatted(user, tag);
        var expected = new String[] {"/source unknown_source", "/assigned_to unknown_user", "/tags/0 unknown_tag"};
        assertThat(faults(outsider.post(INCIDENTS, "{\"title\": \"a\", %s}".formatted(values))
                        .expect(400)))
                .containsExactlyInAnyOrder(expected);
        assertThat(faults(outsider.post(
                                INCIDENTS + "/batch", "{\"incidents\": [{\"title\": \"a\", %s}]}".formatted(values))
                        .expect(400)))
                .containsExactlyInAnyOrder(
                        Stream.of(expected).map(each -> "/incidents/0" + each).toArray(String[]::new));
        outsider.post(INCIDENTS, "{\"title\": \"theirs\"}").expect(201);
        assertThat(faults(outsider.patch(INCIDENTS, "{\"ids\": [\"1\"], %s}".formatted(values))
                        .expect(400)))
                .containsExactlyInAnyOrder(expected);
        assertThat(faults(outsider.patch(INCIDENTS + "/1", "{%s}".formatted(values))
                        .expect(400)))
                .containsExactlyInAnyOrder(expected);
        assertThat(faults(outsider.mergePatch(
                                INCIDENTS + "/1", "{\"tag_operation\": \"Remove\", \"tags\": [\"%s\"]}".formatted(tag))
                        .expect(400)))
                .containsExactly("/tags/0 unknown_tag");
    }

    @Test
    void peopleTagsAndSourcesAreIsolated() {
        assertThat(outsider.get("/api/v1/users").json().get("results")).hasSize(1);
        assertThat(outsider.get("/api/v1/users").body()).doesNotContain(user, opener);
        assertThat(outsider.get("/api/v1/users/me").body()).doesNotContain(organization.slug());
        assertThat(outsider.get("/api/v1/tags").json().get("results")).isEmpty();
        assertThat(outsider.get("/api/v1/tags?content_contains=code").json().get("results"))
                .isEmpty();
        assertThat(outsider.get(INCIDENTS + "/sources").body()).doesNotContain("Mole");
        outsider.send("PUT", INCIDENTS + "/sources", "application/json", "{\"sources\": []}".getBytes(UTF_8))
                .expect(200);
        assertThat(viewer.get(INCIDENTS + "/sources").body()).contains("Mole");
    }

    @Test
    void aTagOfAnotherOrganizationIsNotFound() {
        var tags = "/api/v1/tags";
        var own = outsider.post(tags, "{\"content\": \"codename\"}").expect(201).json();
        assertThat(own.get("id").textValue()).isNotEqualTo(tag);
        outsider.patch(tags + "/" + tag, "{\"content\": \"x\"}").expect(404);
        outsider.delete(tags + "/" + tag).expect(404);
        var into = "{\"into\": \"%s\"}";
        outsider.post(tags + "/" + tag + "/merge", into.formatted(own.get("id").textValue()))
                .expect(404);
        assertThat(faults(outsider.post(tags + "/" + own.get("id").textValue() + "/merge", into.formatted(tag))
                        .expect(400)))
                .containsExactly("/into unknown_tag");
        outsider.delete(tags + "/" + own.get("id").textValue()).expect(200);
        assertThat(inside()).isEqualTo(before);
    }

    @Test
    void userManagementIsIsolated() {
        var ann = "/api/v1/users/" + user;
        outsider.patch(ann, "{\"active\": false}").expect(404);
        outsider.patch(ann, "{\"roles\": [\"Admin\"]}").expect(404);
        outsider.send("POST", ann + "/password-reset", null, null).expect(404);
        var email = "ann@" + organization.slug() + ".example";
        // There, the same email belongs to another person.
        outsider.post("/api/v1/users", """
                        {"email": "%s", "first_name": "Ann", "last_name": "Muster", "roles": ["Admin"]}""".formatted(email)).expect(201);
        outsider.send("PUT", "/api/v1/users/me/password", "application/json", """
                        {"current_password": "x", "password": "seven lanterns under"}""".getBytes(UTF_8))
                .expect(409);
        assertThat(inside()).isEqualTo(before);
    }

    @Test
    void sessionsAreIsolated() {
        var ann = tenants.member(organization, "eva@" + organization.slug(), "seven lanterns", Role.ADMIN);
        var page = signedIn(ann.email(), "seven lanterns");
        var session = page.get("/api/v1/users/me/sessions").expect(200).json().at("/results/0/id");
        outsider.delete("/api/v1/users/me/sessions/" + session.textValue()).expect(404);
        // Other members of the same organization cannot end it either.
        admin.delete("/api/v1/users/me/sessions/" + session.textValue()).expect(404);
        assertThat(outsider.get("/api/v1/users/me/sessions").expect(200).json().get("results"))
                .isEmpty();
        outsider.delete("/api/v1/users/me/sessions").expect(204);
        outsider.delete("/api/v1/session").expect(204);
        assertThat(page.get("/api/v1/session")
                        .expect(200)
                        .json()
                        .at("/organization/slug")
                        .textValue())
                .isEqualTo(organization.slug());
        assertThat(outsider.get("/api/v1/session")
                        .json()
                        .at("/organization/slug")
                        .textValue())
                .isEqualTo(elsewhere.slug());
    }

    @Test
    void incidentMetricsAreIsolated() {
        var metrics = INCIDENTS + "/metrics";
        editor.patch(INCIDENTS + "/1", "{\"status\": \"Closed\"}").expect(200);
        var nothing = outsider.get(metrics).expect(200).json();
        assertThat(nothing.get("total").intValue()).isZero();
        assertThat(nothing.get("sources")).isEmpty();
        assertThat(nothing.get("tags")).isEmpty();
        assertThat(nothing.get("intervals")).isEmpty();
        outsider.post(INCIDENTS, "{\"title\": \"theirs\"}").expect(201);
        for (var query : List.of("", "?source=Mole", "?tags=" + tag, "?assigned_to=" + user, "?free_text=secret")) {
            assertThat(outsider.get(metrics + query)
                            .expect(200)
                            .json()
                            .get("total")
                            .intValue())
                    .as(query)
                    .isEqualTo(query.isEmpty() ? 1 : 0);
            assertThat(viewer.get(metrics + query)
                            .expect(200)
                            .json()
                            .get("total")
                            .intValue())
                    .as(query)
                    .isEqualTo(3);
        }
    }

    @Test
    void riskMetricsAreIsolated() {
        var metrics = "/api/v1/risks/metrics";
        int before = viewer.get(metrics).expect(200).json().get("total").intValue();
        outsider.post("/api/v1/risks", "{\"title\": \"theirs\", \"tags\": [\"codename\"]}")
                .expect(201);
        var theirs = outsider.get(metrics).expect(200).json();
        assertThat(theirs.get("total").intValue()).isEqualTo(1);
        assertThat(theirs.at("/tags/0/count").intValue()).isEqualTo(1);
        assertThat(viewer.get(metrics).expect(200).json().get("total").intValue())
                .isEqualTo(before);
    }

    @Test
    void tagUsesAreCountedWithinTheOrganization() {
        outsider.post(INCIDENTS, "{\"title\": \"theirs\", \"tags\": [\"codename\"]}")
                .expect(201);
        var counts = Map.of(viewer, 3, outsider, 1);
        counts.forEach((client, count) -> assertThat(client.get("/api/v1/tags")
                        .json()
                        .at("/results/0/incident_count")
                        .intValue())
                .isEqualTo(count));
    }
}
