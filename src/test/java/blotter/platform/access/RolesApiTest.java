package blotter.platform.access;

import static blotter.platform.access.Role.ADMIN;
import static blotter.platform.access.Role.EDITOR;
import static blotter.platform.access.Role.INCIDENT_EDITOR;
import static blotter.platform.access.Role.INCIDENT_VIEWER;
import static blotter.platform.access.Role.RISK_EDITOR;
import static blotter.platform.access.Role.RISK_VIEWER;
import static blotter.platform.access.Role.VIEWER;
import static org.assertj.core.api.Assertions.assertThat;

import blotter.testing.ApiClient;
import blotter.testing.ApiTest;
import blotter.testing.OpenApiContract;
import blotter.testing.OpenApiContract.Operation;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/// Every role against every operation of the contract.
@QuarkusTest
class RolesApiTest extends ApiTest {
    private static final String NO_BATCH = "0199b170-41d7-7aa9-8e21-7b3c5d9f0e64";
    private static final Set<Role> ALL = EnumSet.allOf(Role.class);
    private static final Set<Role> INCIDENT_READERS =
            EnumSet.of(ADMIN, EDITOR, VIEWER, INCIDENT_EDITOR, INCIDENT_VIEWER);
    private static final Set<Role> INCIDENT_WRITERS = EnumSet.of(ADMIN, EDITOR, INCIDENT_EDITOR);
    private static final Set<Role> RISK_READERS = EnumSet.of(ADMIN, EDITOR, VIEWER, RISK_EDITOR, RISK_VIEWER);
    private static final Set<Role> RISK_WRITERS = EnumSet.of(ADMIN, EDITOR, RISK_EDITOR);

    private static final Set<Role> TAG_WRITERS = EnumSet.of(ADMIN, EDITOR, INCIDENT_EDITOR, RISK_EDITOR);

    /// @param permission as in the contract: permissions, `any` or `public`
    /// @param status the response to callers with the permission
    private record Row(String permission, Set<Role> roles, int status, Function<ApiClient, ApiClient.Answer> call) {}

    private final Map<String, Row> table = Map.ofEntries(
            Map.entry(
                    "issueToken",
                    new Row(
                            "public",
                            ALL,
                            401,
                            c -> anyone.form(
                                    "/api/v1/oauth/token",
                                    Map.of(
                                            "grant_type",
                                            "client_credentials",
                                            "client_id",
                                            "x",
                                            "client_secret",
                                            "x")))),
            Map.entry("getContract", new Row("public", ALL, 200, c -> c.get("/api/openapi.yaml"))),
            Map.entry("getSignIn", new Row("public", ALL, 200, c -> c.get("/api/v1/sign-in"))),
            Map.entry("signIn", new Row("public", ALL, 400, c -> c.post("/api/v1/session", "{}"))),
            Map.entry("getSession", new Row("any", ALL, 200, c -> c.get("/api/v1/session"))),
            Map.entry("signOut", new Row("any", ALL, 204, c -> c.delete("/api/v1/session"))),
            Map.entry("startSingleSignOn", new Row("public", ALL, 404, c -> c.get("/api/v1/sso/start"))),
            Map.entry("finishSingleSignOn", new Row("public", ALL, 404, c -> c.get("/api/v1/sso/callback"))),
            Map.entry("getOneTimeLink", new Row("public", ALL, 404, c -> c.get("/api/v1/one-time-links/x"))),
            Map.entry("useOneTimeLink", new Row("public", ALL, 404, c -> c.post("/api/v1/one-time-links/x", "{}"))),
            Map.entry(
                    "changePassword",
                    new Row(
                            "any",
                            ALL,
                            409,
                            c -> c.send(
                                    "PUT",
                                    "/api/v1/users/me/password",
                                    "application/json",
                                    "{}".getBytes(StandardCharsets.UTF_8)))),
            Map.entry(
                    "inviteUser", new Row("users:manage", EnumSet.of(ADMIN), 400, c -> c.post("/api/v1/users", "{}"))),
            Map.entry(
                    "patchUser",
                    new Row(
                            "users:manage",
                            EnumSet.of(ADMIN),
                            404,
                            c -> c.patch("/api/v1/users/" + NO_BATCH, "{\"active\": true}"))),
            Map.entry(
                    "resetPassword",
                    new Row(
                            "users:manage",
                            EnumSet.of(ADMIN),
                            404,
                            c -> c.send("POST", "/api/v1/users/" + NO_BATCH + "/password-reset", null, null))),
            Map.entry(
                    "startSecondFactor",
                    new Row("any", ALL, 409, c -> c.send("POST", "/api/v1/users/me/second-factor", null, null))),
            Map.entry(
                    "confirmSecondFactor",
                    new Row(
                            "any",
                            ALL,
                            409,
                            c -> c.send(
                                    "PUT",
                                    "/api/v1/users/me/second-factor",
                                    "application/json",
                                    "{}".getBytes(StandardCharsets.UTF_8)))),
            Map.entry(
                    "removeSecondFactor",
                    new Row("any", ALL, 409, c -> c.delete("/api/v1/users/me/second-factor", "{}"))),
            Map.entry("listSessions", new Row("any", ALL, 200, c -> c.get("/api/v1/users/me/sessions"))),
            Map.entry("endSessions", new Row("any", ALL, 204, c -> c.delete("/api/v1/users/me/sessions"))),
            Map.entry("endSession", new Row("any", ALL, 404, c -> c.delete("/api/v1/users/me/sessions/" + NO_BATCH))),
            Map.entry("getCurrentUser", new Row("any", ALL, 200, c -> c.get("/api/v1/users/me"))),
            Map.entry("listViews", new Row("any", ALL, 200, c -> c.get("/api/v1/views"))),
            // The required permission depends on the register, which is missing here.
            Map.entry("createView", new Row("any", ALL, 400, c -> c.post("/api/v1/views", "{}"))),
            Map.entry(
                    "patchView",
                    new Row("any", ALL, 404, c -> c.patch("/api/v1/views/" + NO_BATCH, "{\"name\": \"a\"}"))),
            Map.entry("deleteView", new Row("any", ALL, 404, c -> c.delete("/api/v1/views/" + NO_BATCH))),
            Map.entry("listUsers", new Row("users:read", ALL, 200, c -> c.get("/api/v1/users"))),
            Map.entry("listTags", new Row("tags:read", ALL, 200, c -> c.get("/api/v1/tags"))),
            Map.entry(
                    "createTag",
                    new Row(
                            "tags:write",
                            TAG_WRITERS,
                            201,
                            c -> c.post("/api/v1/tags", "{\"content\": \"t%s\"}".formatted(UUID.randomUUID())))),
            Map.entry(
                    "renameTag",
                    new Row(
                            "tags:write",
                            TAG_WRITERS,
                            404,
                            c -> c.patch("/api/v1/tags/" + NO_BATCH, "{\"content\": \"a\"}"))),
            Map.entry("deleteTag", new Row("tags:write", TAG_WRITERS, 404, c -> c.delete("/api/v1/tags/" + NO_BATCH))),
            Map.entry(
                    "mergeTag",
                    new Row(
                            "tags:write",
                            TAG_WRITERS,
                            404,
                            c -> c.post(
                                    "/api/v1/tags/" + NO_BATCH + "/merge",
                                    "{\"into\": \"%s\"}".formatted(UUID.randomUUID())))),
            Map.entry("listIncidents", new Row("incidents:read", INCIDENT_READERS, 200, c -> c.get(INCIDENTS))),
            Map.entry(
                    "importIncidents",
                    new Row(
                            "incidents:write",
                            INCIDENT_WRITERS,
                            200,
                            c -> c.send(
                                    "POST",
                                    INCIDENTS + "/import",
                                    "text/csv",
                                    "title\na".getBytes(StandardCharsets.UTF_8)))),
            Map.entry(
                    "getImportTemplate",
                    new Row("incidents:write", INCIDENT_WRITERS, 200, c -> c.get(INCIDENTS + "/import/template"))),
            Map.entry(
                    "exportIncidents",
                    new Row("incidents:read", INCIDENT_READERS, 200, c -> c.get(INCIDENTS + "/export"))),
            Map.entry(
                    "listIncidentSources",
                    new Row("incidents:read", INCIDENT_READERS, 200, c -> c.get(INCIDENTS + "/sources"))),
            Map.entry(
                    "replaceIncidentSources",
                    new Row(
                            "organization:manage",
                            EnumSet.of(ADMIN),
                            200,
                            c -> c.send(
                                    "PUT",
                                    INCIDENTS + "/sources",
                                    "application/json",
                                    "{\"sources\": []}".getBytes(StandardCharsets.UTF_8)))),
            Map.entry(
                    "getIncidentMetrics",
                    new Row("incidents:read", INCIDENT_READERS, 200, c -> c.get(INCIDENTS + "/metrics"))),
            Map.entry("getIncident", new Row("incidents:read", INCIDENT_READERS, 200, c -> c.get(INCIDENTS + "/1"))),
            Map.entry(
                    "getIncidentHistory",
                    new Row("incidents:read", INCIDENT_READERS, 200, c -> c.get(INCIDENTS + "/1/history"))),
            Map.entry(
                    "listIncidentComments",
                    new Row("incidents:read", INCIDENT_READERS, 200, c -> c.get(INCIDENTS + "/1/comments"))),
            Map.entry(
                    "addIncidentComment",
                    new Row(
                            "incidents:write",
                            INCIDENT_WRITERS,
                            201,
                            c -> c.post(INCIDENTS + "/1/comments", "{\"value\": \"a\"}"))),
            Map.entry(
                    "editIncidentComment",
                    new Row(
                            "incidents:write",
                            INCIDENT_WRITERS,
                            404,
                            c -> c.patch(INCIDENTS + "/1/comments/" + NO_BATCH, "{\"value\": \"a\"}"))),
            Map.entry(
                    "deleteIncidentComment",
                    new Row(
                            "incidents:write",
                            INCIDENT_WRITERS,
                            404,
                            c -> c.delete(INCIDENTS + "/1/comments/" + NO_BATCH))),
            Map.entry(
                    "getIncidentFollowers",
                    new Row("incidents:read", INCIDENT_READERS, 200, c -> c.get(INCIDENTS + "/1/follow"))),
            Map.entry(
                    "followIncident",
                    new Row(
                            "incidents:read",
                            INCIDENT_READERS,
                            204,
                            c -> c.send("PUT", INCIDENTS + "/1/follow", null, null))),
            Map.entry(
                    "unfollowIncident",
                    new Row("incidents:read", INCIDENT_READERS, 204, c -> c.delete(INCIDENTS + "/1/follow"))),
            Map.entry("listenToEvents", new Row("any", ALL, 200, c -> c.get("/api/v1/events?follow=false"))),
            Map.entry("listBatches", new Row("any", ALL, 200, c -> c.get("/api/v1/batches"))),
            Map.entry("getBatch", new Row("any", ALL, 404, c -> c.get("/api/v1/batches/" + NO_BATCH))),
            Map.entry(
                    "undoBatch",
                    new Row("any", ALL, 404, c -> c.send("POST", "/api/v1/batches/" + NO_BATCH + "/undo", null, null))),
            Map.entry("getOrganization", new Row("any", ALL, 200, c -> c.get("/api/v1/organization"))),
            Map.entry(
                    "patchOrganization",
                    new Row(
                            "organization:manage",
                            EnumSet.of(ADMIN),
                            200,
                            c -> c.patch("/api/v1/organization", "{\"name\": \"a\"}"))),
            Map.entry(
                    "listServiceAccounts",
                    new Row("users:manage", EnumSet.of(ADMIN), 200, c -> c.get("/api/v1/service-accounts"))),
            Map.entry(
                    "createServiceAccount",
                    new Row(
                            "users:manage",
                            EnumSet.of(ADMIN),
                            201,
                            c -> c.post(
                                    "/api/v1/service-accounts",
                                    "{\"name\": \"n%s\", \"roles\": []}".formatted(UUID.randomUUID())))),
            Map.entry(
                    "getServiceAccount",
                    new Row(
                            "users:manage",
                            EnumSet.of(ADMIN),
                            404,
                            c -> c.get("/api/v1/service-accounts/" + NO_BATCH))),
            Map.entry(
                    "patchServiceAccount",
                    new Row(
                            "users:manage",
                            EnumSet.of(ADMIN),
                            404,
                            c -> c.patch("/api/v1/service-accounts/" + NO_BATCH, "{\"active\": false}"))),
            Map.entry(
                    "deleteServiceAccount",
                    new Row(
                            "users:manage",
                            EnumSet.of(ADMIN),
                            404,
                            c -> c.delete("/api/v1/service-accounts/" + NO_BATCH))),
            Map.entry(
                    "rotateSecret",
                    new Row(
                            "users:manage",
                            EnumSet.of(ADMIN),
                            404,
                            c -> c.post("/api/v1/service-accounts/" + NO_BATCH + "/secrets", "{}"))),
            // The callers here are service accounts, which have no personal tokens.
            Map.entry("listPersonalTokens", new Row("any", ALL, 404, c -> c.get("/api/v1/users/me/tokens"))),
            Map.entry(
                    "createPersonalToken",
                    new Row("any", ALL, 404, c -> c.post("/api/v1/users/me/tokens", "{\"name\": \"a\"}"))),
            Map.entry(
                    "revokePersonalToken",
                    new Row("any", ALL, 404, c -> c.delete("/api/v1/users/me/tokens/" + NO_BATCH))),
            Map.entry("listAuditLog", new Row("audit:read", EnumSet.of(ADMIN), 200, c -> c.get("/api/v1/audit-log"))),
            Map.entry(
                    "exportAuditLog",
                    new Row("audit:read", EnumSet.of(ADMIN), 200, c -> c.get("/api/v1/audit-log/export"))),
            Map.entry("listRisks", new Row("risks:read", RISK_READERS, 200, c -> c.get(RISKS))),
            Map.entry("getRiskMetrics", new Row("risks:read", RISK_READERS, 200, c -> c.get(RISKS + "/metrics"))),
            Map.entry("listRiskSources", new Row("risks:read", RISK_READERS, 200, c -> c.get(RISKS + "/sources"))),
            Map.entry(
                    "replaceRiskSources",
                    new Row(
                            "organization:manage",
                            EnumSet.of(ADMIN),
                            200,
                            c -> c.send(
                                    "PUT",
                                    RISKS + "/sources",
                                    "application/json",
                                    "{\"sources\": []}".getBytes(StandardCharsets.UTF_8)))),
            Map.entry("getRisk", new Row("risks:read", RISK_READERS, 200, c -> c.get(RISKS + "/1"))),
            Map.entry("getRiskHistory", new Row("risks:read", RISK_READERS, 200, c -> c.get(RISKS + "/1/history"))),
            Map.entry(
                    "createRisk", new Row("risks:write", RISK_WRITERS, 201, c -> c.post(RISKS, "{\"title\": \"a\"}"))),
            Map.entry(
                    "createRisks",
                    new Row(
                            "risks:write",
                            RISK_WRITERS,
                            201,
                            c -> c.post(RISKS + "/batch", "{\"risks\": [{\"title\": \"a\"}]}"))),
            Map.entry(
                    "patchRisks",
                    new Row(
                            "risks:write",
                            RISK_WRITERS,
                            200,
                            c -> c.patch(RISKS, "{\"ids\": [\"1\"], \"title\": \"b\"}"))),
            Map.entry(
                    "patchRisk",
                    new Row("risks:write", RISK_WRITERS, 200, c -> c.patch(RISKS + "/1", "{\"title\": \"c\"}"))),
            Map.entry(
                    "deleteRisks",
                    new Row(
                            "risks:write",
                            RISK_WRITERS,
                            200,
                            c -> c.delete(RISKS, "{\"ids\": [\"%s\"]}".formatted(risk("{\"title\": \"d\"}"))))),
            Map.entry(
                    "deleteRisk",
                    new Row("risks:write", RISK_WRITERS, 204, c -> c.delete(RISKS + "/" + risk("{\"title\": \"d\"}")))),
            Map.entry("listRiskComments", new Row("risks:read", RISK_READERS, 200, c -> c.get(RISKS + "/1/comments"))),
            Map.entry(
                    "addRiskComment",
                    new Row(
                            "risks:write",
                            RISK_WRITERS,
                            201,
                            c -> c.post(RISKS + "/1/comments", "{\"value\": \"a\"}"))),
            Map.entry(
                    "editRiskComment",
                    new Row(
                            "risks:write",
                            RISK_WRITERS,
                            404,
                            c -> c.patch(RISKS + "/1/comments/" + NO_BATCH, "{\"value\": \"a\"}"))),
            Map.entry(
                    "deleteRiskComment",
                    new Row("risks:write", RISK_WRITERS, 404, c -> c.delete(RISKS + "/1/comments/" + NO_BATCH))),
            Map.entry("getRiskFollowers", new Row("risks:read", RISK_READERS, 200, c -> c.get(RISKS + "/1/follow"))),
            Map.entry(
                    "followRisk",
                    new Row("risks:read", RISK_READERS, 204, c -> c.send("PUT", RISKS + "/1/follow", null, null))),
            Map.entry("unfollowRisk", new Row("risks:read", RISK_READERS, 204, c -> c.delete(RISKS + "/1/follow"))),
            Map.entry(
                    "createRiskOfIncident",
                    new Row(
                            "risks:write incidents:write",
                            EnumSet.of(ADMIN, EDITOR),
                            201,
                            c -> c.post(INCIDENTS + "/1/risks", "{}"))),
            Map.entry(
                    "linkIncidentToRisk",
                    new Row(
                            "incidents:write risks:read",
                            EnumSet.of(ADMIN, EDITOR),
                            204,
                            c -> c.put(INCIDENTS + "/1/risks/1"))),
            Map.entry(
                    "unlinkIncidentToRisk",
                    new Row(
                            "incidents:write risks:read",
                            EnumSet.of(ADMIN, EDITOR),
                            204,
                            c -> c.delete(INCIDENTS + "/1/risks/1"))),
            Map.entry(
                    "linkRiskToIncident",
                    new Row(
                            "risks:write incidents:read",
                            EnumSet.of(ADMIN, EDITOR),
                            204,
                            c -> c.put(RISKS + "/1/incidents/1"))),
            Map.entry(
                    "unlinkRiskToIncident",
                    new Row(
                            "risks:write incidents:read",
                            EnumSet.of(ADMIN, EDITOR),
                            204,
                            c -> c.delete(RISKS + "/1/incidents/1"))),
            Map.entry(
                    "createIncident",
                    new Row("incidents:write", INCIDENT_WRITERS, 201, c -> c.post(INCIDENTS, "{\"title\": \"a\"}"))),
            Map.entry(
                    "createIncidents",
                    new Row(
                            "incidents:write",
                            INCIDENT_WRITERS,
                            201,
                            c -> c.post(INCIDENTS + "/batch", "{\"incidents\": [{\"title\": \"a\"}]}"))),
            Map.entry(
                    "patchIncidents",
                    new Row(
                            "incidents:write",
                            INCIDENT_WRITERS,
                            200,
                            c -> c.patch(INCIDENTS, "{\"ids\": [\"1\"], \"title\": \"b\"}"))),
            Map.entry(
                    "patchIncident",
                    new Row(
                            "incidents:write",
                            INCIDENT_WRITERS,
                            200,
                            c -> c.patch(INCIDENTS + "/1", "{\"title\": \"c\"}"))),
            Map.entry(
                    "deleteIncidents",
                    new Row(
                            "incidents:write",
                            INCIDENT_WRITERS,
                            200,
                            c -> c.delete(INCIDENTS, "{\"ids\": [\"%s\"]}".formatted(opened("{\"title\": \"d\"}"))))),
            Map.entry(
                    "deleteIncident",
                    new Row(
                            "incidents:write",
                            INCIDENT_WRITERS,
                            204,
                            c -> c.delete(INCIDENTS + "/" + opened("{\"title\": \"d\"}")))));

    private static List<Operation> operations() {
        return OpenApiContract.contract().operations();
    }

    @Test
    void everyOperationIsTestedAndDeclaresItsPermission() {
        var inContract = operations().stream().collect(Collectors.toMap(Operation::operationId, Operation::permission));
        var inTable = table.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, each -> each.getValue().permission));
        assertThat(inTable).isEqualTo(inContract);
    }

    @Test
    void eachRoleIsLimitedToItsPermissions() {
        opened("{\"title\": \"first\"}");
        risk("{\"title\": \"first\"}");
        var clients = new EnumMap<Role, ApiClient>(Role.class);
        ALL.forEach(role -> clients.put(role, client(organization, role)));
        var softly = new SoftAssertions();
        table.forEach((operation, row) -> clients.forEach((role, client) -> {
            var answer = row.call.apply(client);
            if (row.roles.contains(role)) {
                softly.assertThat(answer.status()).as(operation + " as " + role).isEqualTo(row.status);
            } else {
                softly.assertThat(answer.status()).as(operation + " as " + role).isEqualTo(403);
                softly.assertThat(problem(answer)).as(operation + " as " + role).isEqualTo(json("""
                        {"type": "/problems/forbidden", "title": "Forbidden", "status": 403,
                         "detail": "this needs the permission %1$s", "permission": "%1$s"}""".formatted(
                                lacking(role, row))));
            }
        }));
        softly.assertAll();
    }

    /// The first permission that the role lacks.
    private static String lacking(Role role, Row row) {
        var has =
                Role.permissions(List.of(role)).stream().map(Permission::label).toList();
        return Stream.of(row.permission.split(" "))
                .filter(each -> !has.contains(each))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void onlyPublicOperationsWorkWithoutAToken() {
        var softly = new SoftAssertions();
        table.forEach((operation, row) -> {
            var answer = row.call.apply(anyone);
            if (row.permission.equals("public")) {
                softly.assertThat(answer.status()).as(operation).isEqualTo(row.status);
            } else {
                softly.assertThat(answer.status()).as(operation).isEqualTo(401);
                softly.assertThat(answer.header("WWW-Authenticate"))
                        .as(operation)
                        .isEqualTo("Bearer realm=\"blotter\"");
            }
        });
        softly.assertAll();
    }

    @Test
    void malformedAndExpiredTokensAreRejected() {
        var expired = client(organization, Role.ADMIN);
        clock.advance(Duration.ofMinutes(15));
        // Some rows create data first, which needs a valid token.
        editor = client(organization, Role.EDITOR);
        var token = String.valueOf(client(organization, Role.ADMIN).header("Authorization"))
                .substring(7);
        var broken = anyone.as(token.substring(0, token.length() - 2) + "AA");
        var softly = new SoftAssertions();
        for (var client : List.of(expired, broken)) {
            table.forEach((operation, row) -> {
                var answer = row.call.apply(client);
                boolean open = row.permission.equals("public");
                softly.assertThat(answer.status()).as(operation).isEqualTo(open ? row.status : 401);
                if (!open) {
                    softly.assertThat(answer.header("WWW-Authenticate"))
                            .as(operation)
                            .isEqualTo("Bearer realm=\"blotter\", error=\"invalid_token\"");
                }
            });
        }
        softly.assertAll();
    }

    @Test
    void aCallerWithoutRolesCanOnlyReadItself() {
        var nobody = client(organization);
        var softly = new SoftAssertions();
        table.forEach((operation, row) -> {
            boolean open = List.of("public", "any").contains(row.permission);
            softly.assertThat(row.call.apply(nobody).status()).as(operation).isEqualTo(open ? row.status : 403);
        });
        softly.assertAll();
        assertThat(nobody.get("/api/v1/users/me").json().get("roles")).isEmpty();
    }

    @Test
    void rolesAddUp() {
        var both = client(organization, Role.RISK_EDITOR, Role.INCIDENT_VIEWER);
        both.get(INCIDENTS).expect(200);
        both.post(INCIDENTS, "{\"title\": \"a\"}").expect(403);
        client(organization, Role.VIEWER, Role.INCIDENT_EDITOR)
                .post(INCIDENTS, "{\"title\": \"a\"}")
                .expect(201);
    }

    @Test
    void batchesRequireReadPermissionOnTheirRegister() {
        opened("{\"title\": \"a\"}");
        risk("{\"title\": \"a\"}");
        var incidents = client(organization, Role.INCIDENT_EDITOR);
        var risks = client(organization, Role.RISK_EDITOR);
        var ofRisk = registers(risks);
        assertThat(ofRisk.values()).containsExactly("risk");
        var ofIncident = registers(incidents);
        assertThat(ofIncident.values()).containsExactly("incident");
        assertThat(registers(viewer).values()).containsExactlyInAnyOrder("risk", "incident");
        assertThat(registers(client(organization))).isEmpty();
        var id = ofRisk.keySet().iterator().next();
        risks.get("/api/v1/batches/" + id).expect(200);
        incidents.get("/api/v1/batches/" + id).expect(404);
        incidents.send("POST", "/api/v1/batches/" + id + "/undo", null, null).expect(404);
        var refused = problem(viewer.send("POST", "/api/v1/batches/" + id + "/undo", null, null)
                .expect(403));
        assertThat(refused.get("permission").textValue()).isEqualTo("risks:write");
        risks.send("POST", "/api/v1/batches/" + id + "/undo", null, null).expect(200);
    }

    private static Map<String, String> registers(ApiClient client) {
        return client.get("/api/v1/batches")
                .expect(200)
                .json()
                .get("results")
                .valueStream()
                .collect(Collectors.toMap(
                        batch -> batch.get("id").textValue(),
                        batch -> batch.get("register").textValue()));
    }

    @Test
    void readersOfOneRegisterSeeOnlyIdsOfTheOther() {
        var incident = opened("{\"title\": \"a\"}");
        var risk = risk("{\"title\": \"a\"}");
        editor.put(INCIDENTS + "/" + incident + "/risks/" + risk).expect(204);
        assertThat(client(organization, Role.INCIDENT_VIEWER)
                        .get(INCIDENTS + "/" + incident)
                        .json()
                        .get("risk_associations"))
                .isEqualTo(json("[\"%s\"]".formatted(risk)));
        assertThat(client(organization, Role.RISK_VIEWER)
                        .get(RISKS + "/" + risk)
                        .json()
                        .get("incident_associations"))
                .isEqualTo(json("[\"%s\"]".formatted(incident)));
        client(organization, Role.INCIDENT_EDITOR, Role.RISK_VIEWER)
                .delete(INCIDENTS + "/" + incident + "/risks/" + risk)
                .expect(204);
    }

    @Test
    void permissionsAreCheckedBeforeTheBodyIsParsed() {
        assertThat(viewer.post(INCIDENTS, "not even JSON").status()).isEqualTo(403);
        assertThat(viewer.patch(INCIDENTS + "/0?x=1", "{}").status()).isEqualTo(403);
        assertThat(anyone.post(INCIDENTS, "not even JSON").status()).isEqualTo(401);
        assertThat(viewer.delete(INCIDENTS + "/999").status()).isEqualTo(403);
    }
}
