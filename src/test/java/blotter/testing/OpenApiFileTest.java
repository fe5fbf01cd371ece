package blotter.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import blotter.register.change.Field;
import blotter.register.risk.Risks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Checks that `api/openapi.yaml` is valid, complete, and follows the original specification.
class OpenApiFileTest {
    private static final OpenApiContract CONTRACT = OpenApiContract.contract();
    private static final JsonNode FILE = CONTRACT.document();

    /// JSON Schema ignores unknown keywords, so a mistyped one would have no effect.
    private static final Set<String> KEYWORDS = Set.of(
            "$ref",
            "type",
            "enum",
            "const",
            "description",
            "default",
            "examples",
            "format",
            "pattern",
            "minLength",
            "maxLength",
            "minimum",
            "maximum",
            "minItems",
            "maxItems",
            "uniqueItems",
            "items",
            "properties",
            "required",
            "additionalProperties",
            "unevaluatedProperties",
            "allOf",
            "anyOf",
            "oneOf");

    /// Their responses contain secrets, and are not stored for an idempotency key.
    private static final Set<String> ANSWER_WITH_A_SECRET = Set.of(
            "POST /v1/oauth/token",
            "POST /v1/session",
            "POST /v1/one-time-links/{token}",
            "POST /v1/users/me/second-factor",
            "POST /v1/users",
            "POST /v1/users/{id}/password-reset");

    @Test
    void theServerServesTheReviewedFile() throws IOException {
        assertThat(OpenApiContract.text()).isEqualTo(Files.readString(Path.of("api/openapi.yaml")));
        assertThat(FILE.required("openapi").stringValue()).isEqualTo("3.1.0");
        assertThat(FILE.at("/servers/0/url").stringValue()).isEqualTo("/api");
    }

    @Test
    void hasExactlyTheseOperations() {
        assertThat(CONTRACT.operations().stream()
                        .map(o -> "%s %s %s %s".formatted(o.method(), o.path(), o.operationId(), o.permission())))
                .containsExactlyInAnyOrder(
                        "POST /v1/oauth/token issueToken public",
                        "GET /v1/sign-in getSignIn public",
                        "GET /v1/session getSession any",
                        "POST /v1/session signIn public",
                        "DELETE /v1/session signOut any",
                        "GET /v1/sso/start startSingleSignOn public",
                        "GET /v1/sso/callback finishSingleSignOn public",
                        "GET /v1/one-time-links/{token} getOneTimeLink public",
                        "POST /v1/one-time-links/{token} useOneTimeLink public",
                        "PUT /v1/users/me/password changePassword any",
                        "POST /v1/users inviteUser users:manage",
                        "PATCH /v1/users/{id} patchUser users:manage",
                        "POST /v1/users/{id}/password-reset resetPassword users:manage",
                        "POST /v1/users/me/second-factor startSecondFactor any",
                        "PUT /v1/users/me/second-factor confirmSecondFactor any",
                        "DELETE /v1/users/me/second-factor removeSecondFactor any",
                        "GET /v1/users/me/sessions listSessions any",
                        "DELETE /v1/users/me/sessions endSessions any",
                        "DELETE /v1/users/me/sessions/{id} endSession any",
                        "GET /v1/users/me getCurrentUser any",
                        "GET /v1/users listUsers users:read",
                        "GET /v1/tags listTags tags:read",
                        "POST /v1/tags createTag tags:write",
                        "PATCH /v1/tags/{id} renameTag tags:write",
                        "DELETE /v1/tags/{id} deleteTag tags:write",
                        "POST /v1/tags/{id}/merge mergeTag tags:write",
                        "GET /v1/incidents listIncidents incidents:read",
                        "POST /v1/incidents createIncident incidents:write",
                        "PATCH /v1/incidents patchIncidents incidents:write",
                        "DELETE /v1/incidents deleteIncidents incidents:write",
                        "POST /v1/incidents/batch createIncidents incidents:write",
                        "POST /v1/incidents/import importIncidents incidents:write",
                        "GET /v1/incidents/import/template getImportTemplate incidents:write",
                        "GET /v1/incidents/export exportIncidents incidents:read",
                        "GET /v1/incidents/sources listIncidentSources incidents:read",
                        "PUT /v1/incidents/sources replaceIncidentSources organization:manage",
                        "GET /v1/incidents/metrics getIncidentMetrics incidents:read",
                        "GET /v1/incidents/{id} getIncident incidents:read",
                        "PATCH /v1/incidents/{id} patchIncident incidents:write",
                        "DELETE /v1/incidents/{id} deleteIncident incidents:write",
                        "GET /v1/incidents/{id}/history getIncidentHistory incidents:read",
                        "POST /v1/incidents/{id}/risks createRiskOfIncident risks:write incidents:write",
                        "PUT /v1/incidents/{id}/risks/{risk_id} linkIncidentToRisk incidents:write risks:read",
                        "DELETE /v1/incidents/{id}/risks/{risk_id} unlinkIncidentToRisk incidents:write risks:read",
                        "GET /v1/risks listRisks risks:read",
                        "POST /v1/risks createRisk risks:write",
                        "PATCH /v1/risks patchRisks risks:write",
                        "DELETE /v1/risks deleteRisks risks:write",
                        "POST /v1/risks/batch createRisks risks:write",
                        "GET /v1/risks/sources listRiskSources risks:read",
                        "GET /v1/risks/metrics getRiskMetrics risks:read",
                        "PUT /v1/risks/sources replaceRiskSources organization:manage",
                        "GET /v1/risks/{id} getRisk risks:read",
                        "PATCH /v1/risks/{id} patchRisk risks:write",
                        "DELETE /v1/risks/{id} deleteRisk risks:write",
                        "GET /v1/risks/{id}/history getRiskHistory risks:read",
                        "PUT /v1/risks/{id}/incidents/{incident_id} linkRiskToIncident risks:write incidents:read",
                        "DELETE /v1/risks/{id}/incidents/{incident_id} unlinkRiskToIncident risks:write incidents:read",
                        "GET /v1/events listenToEvents any",
                        "GET /v1/batches listBatches any",
                        "GET /v1/batches/{id} getBatch any",
                        "POST /v1/batches/{id}/undo undoBatch any",
                        "GET /v1/organization getOrganization any",
                        "PATCH /v1/organization patchOrganization organization:manage",
                        "GET /v1/incidents/{id}/comments listIncidentComments incidents:read",
                        "POST /v1/incidents/{id}/comments addIncidentComment incidents:write",
                        "PATCH /v1/incidents/{id}/comments/{comment_id} editIncidentComment incidents:write",
                        "DELETE /v1/incidents/{id}/comments/{comment_id} deleteIncidentComment incidents:write",
                        "GET /v1/incidents/{id}/follow getIncidentFollowers incidents:read",
                        "PUT /v1/incidents/{id}/follow followIncident incidents:read",
                        "DELETE /v1/incidents/{id}/follow unfollowIncident incidents:read",
                        "GET /v1/risks/{id}/comments listRiskComments risks:read",
                        "POST /v1/risks/{id}/comments addRiskComment risks:write",
                        "PATCH /v1/risks/{id}/comments/{comment_id} editRiskComment risks:write",
                        "DELETE /v1/risks/{id}/comments/{comment_id} deleteRiskComment risks:write",
                        "GET /v1/risks/{id}/follow getRiskFollowers risks:read",
                        "PUT /v1/risks/{id}/follow followRisk risks:read",
                        "DELETE /v1/risks/{id}/follow unfollowRisk risks:read",
                        "GET /v1/views listViews any",
                        "POST /v1/views createView any",
                        "PATCH /v1/views/{id} patchView any",
                        "DELETE /v1/views/{id} deleteView any",
                        "GET /v1/service-accounts listServiceAccounts users:manage",
                        "POST /v1/service-accounts createServiceAccount users:manage",
                        "GET /v1/service-accounts/{id} getServiceAccount users:manage",
                        "PATCH /v1/service-accounts/{id} patchServiceAccount users:manage",
                        "DELETE /v1/service-accounts/{id} deleteServiceAccount users:manage",
                        "POST /v1/service-accounts/{id}/secrets rotateSecret users:manage",
                        "GET /v1/users/me/tokens listPersonalTokens any",
                        "POST /v1/users/me/tokens createPersonalToken any",
                        "DELETE /v1/users/me/tokens/{id} revokePersonalToken any",
                        "GET /v1/audit-log listAuditLog audit:read",
                        "GET /v1/audit-log/export exportAuditLog audit:read",
                        "GET /openapi.yaml getContract public");
        assertThat(CONTRACT.operations())
                .extracting(OpenApiContract.Operation::operationId)
                .doesNotHaveDuplicates()
                .doesNotContain("");
    }

    @Test
    void everyReferenceResolvesAndEveryComponentIsUsed() {
        var used = new HashSet<String>();
        var broken = new ArrayList<String>();
        walk(FILE, "", (pointer, node) -> {
            if (node.path("$ref").isString()) {
                var target = node.required("$ref").stringValue();
                used.add(target);
                if (!target.startsWith("#/") || FILE.at(target.substring(1)).isMissingNode()) {
                    broken.add(pointer + " -> " + target);
                }
            }
        });
        assertThat(broken).isEmpty();
        // Not referenced by operations: the responses to undeclared methods and to unknown hosts.
        used.add("#/components/responses/MisdirectedRequest");
        used.add("#/components/responses/MethodNotAllowed");
        for (var kind : FILE.required("components").properties()) {
            if (!kind.getKey().equals("securitySchemes")) {
                assertThat(used)
                        .containsAll(kind.getValue()
                                .propertyStream()
                                .map(each -> "#/components/%s/%s".formatted(kind.getKey(), each.getKey()))
                                .toList());
            }
        }
    }

    @Test
    void everyOperationIsDescribedAndHasAPermission() {
        var permissions = FILE.at("/components/securitySchemes/oauth2/flows/clientCredentials/scopes")
                .propertyNames();
        forEachOperation((name, operation) -> {
            assertThat(operation.path("summary").asString("")).as(name).isNotBlank();
            assertThat(operation.path("tags").size()).as(name).isEqualTo(1);
            assertThat(values(FILE.required("tags"), "/name"))
                    .as(name)
                    .contains(operation.at("/tags/0").asString(""));
            var permission = operation.path("x-permission").asString("");
            var responses = operation.required("responses").propertyNames();
            assertThat(responses).as(name).contains("406", "429", "500");
            switch (permission) {
                case "public" ->
                    assertThat(operation.required("security").toString())
                            .as(name)
                            .doesNotContain("bearer");
                case "any" -> assertThat(responses).as(name).contains("401", "503");
                default -> {
                    var needed = List.of(permission.split(" "));
                    assertThat(permissions).as(name).containsAll(needed);
                    assertThat(responses).as(name).contains("400", "401", "403", "503");
                    assertThat(operation.required("security").toString())
                            .as(name)
                            .isEqualTo(
                                    "[{\"bearer\":[]},{\"oauth2\":[\"%s\"]}]".formatted(String.join("\",\"", needed)));
                }
            }
            if (operation.has("requestBody")) {
                assertThat(responses).as(name).contains("400", "413");
                // RFC 6749 defines its own error for malformed bodies.
                assertThat(responses.contains("415")).as(name).isEqualTo(!name.endsWith("/token"));
            }
            if (values(operation.path("parameters"), "/$ref").contains("#/components/parameters/IdempotencyKey")) {
                assertThat(responses).as(name).contains("409", "422");
            }
            if (values(operation.path("parameters"), "/$ref").contains("#/components/parameters/IfMatch")) {
                assertThat(responses).as(name).contains("412");
            }
            for (var response : operation.required("responses").properties()) {
                assertThat(response.getKey()).as(name).matches("302|[245][0-9]{2}");
                assertThat(CONTRACT.deref(response.getValue())
                                .path("description")
                                .asString(""))
                        .as(name)
                        .isNotBlank();
            }
        });
    }

    @Test
    void registerWritesAcceptAnIdempotencyKey() {
        forEachOperation((name, operation) -> {
            boolean writes =
                    (name.startsWith("POST") || name.startsWith("PATCH")) && !ANSWER_WITH_A_SECRET.contains(name);
            assertThat(values(operation.path("parameters"), "/$ref").contains("#/components/parameters/IdempotencyKey"))
                    .as(name)
                    .isEqualTo(writes);
        });
    }

    @Test
    void pathParametersAreDeclared() {
        for (var path : FILE.required("paths").properties()) {
            var declared = path.getValue()
                    .path("parameters")
                    .valueStream()
                    .map(CONTRACT::deref)
                    .toList();
            var names = declared.stream()
                    .map(parameter -> parameter.required("name").stringValue())
                    .toList();
            assertThat(path.getKey().replaceAll("[^{}]*\\{([^}]+)}[^{]*", "$1 ").split(" "))
                    .as(path.getKey())
                    .satisfies(inPath -> {
                        if (path.getKey().contains("{")) {
                            assertThat(names).containsExactly(inPath);
                        } else {
                            assertThat(names).isEmpty();
                        }
                    });
        }
    }

    @Test
    void jsonBodiesAndSuccessfulResponsesHaveExamples() {
        forEachOperation((name, operation) -> {
            var bodies = new ArrayList<JsonNode>();
            if (operation.has("requestBody")) {
                bodies.add(CONTRACT.deref(operation.required("requestBody")));
            }
            operation.required("responses").properties().stream()
                    .filter(response -> response.getKey().startsWith("2"))
                    .forEach(response -> bodies.add(CONTRACT.deref(response.getValue())));
            for (var body : bodies) {
                for (var media : body.path("content").properties()) {
                    if (media.getKey().contains("json")) {
                        assertThat(media.getValue().path("examples").size())
                                .as(name + " " + media.getKey())
                                .isPositive();
                    }
                }
            }
        });
    }

    @Test
    void examplesMatchTheirSchemas() {
        var faults = new ArrayList<String>();
        var seen = new ArrayList<String>();
        walk(FILE, "", (pointer, node) -> {
            var schema = node.has("schema") ? node.required("schema") : node;
            for (var example : examples(node)) {
                seen.add(pointer);
                CONTRACT.schemas().faults(schema, example).forEach(fault -> faults.add(pointer + ": " + fault));
            }
        });
        assertThat(faults).isEmpty();
        assertThat(seen).hasSizeGreaterThan(60);
    }

    @Test
    void schemasUseOnlyKnownKeywords() {
        var unknown = new ArrayList<String>();
        forEachSchema((pointer, schema) -> schema.propertyNames().stream()
                .filter(keyword -> !KEYWORDS.contains(keyword))
                .forEach(keyword -> unknown.add(pointer + "/" + keyword)));
        assertThat(unknown).isEmpty();
    }

    @Test
    void responseObjectsAreClosedAndComplete() {
        for (var name : List.of(
                "User",
                "UserAccount",
                "SignInWays",
                "SingleSignOn",
                "Session",
                "OwnSession",
                "OneTimeLink",
                "Invited",
                "MadeLink",
                "SecondFactorSecret",
                "RecoveryCodes",
                "Incident",
                "Tag",
                "TagUse",
                "ThreatObjectiveRelation",
                "RegisterRow",
                "BulkAnswer",
                "Risk",
                "RiskRow",
                "RiskBulkAnswer",
                "Organization",
                "SlaDays",
                "Batch",
                "BatchRecord",
                "Event",
                "Failure",
                "FieldChange",
                "Comment",
                "View",
                "Following",
                "HistoryEntry",
                "ImportCounts",
                "RowFault",
                "Source",
                "Metrics",
                "RiskMetrics",
                "Durations",
                "Duration",
                "Pagination",
                "Tokens")) {
            var schema = schema(name);
            assertThat(schema.path("additionalProperties").asBoolean(true))
                    .as(name)
                    .isFalse();
            assertThat(texts(schema.required("required")))
                    .as(name)
                    .containsExactlyElementsOf(schema.required("properties").propertyNames());
        }
        forEachSchema((pointer, schema) -> {
            if (schema.has("properties") && pointer.startsWith("/paths")) {
                boolean narrows = schema.has("$ref");
                assertThat(narrows || schema.has("additionalProperties"))
                        .as(pointer)
                        .isTrue();
            }
        });
    }

    // The original specification
    // ---------------------------------------------------------------------------------------

    @Test
    void theBulkPatchAcceptsTheFieldsOfTheSpecification() {
        assertThat(forms("EditableFields"))
                .containsOnly(
                        entry("assigned_to", "string | null format: uuid"),
                        entry("contained_date", "string | null format: date-time"),
                        entry("description", "string | null"),
                        entry("detected_date", "string | null format: date-time"),
                        entry("occurred_date", "string | null format: date-time"),
                        entry("responded_date", "string | null format: date-time"),
                        entry("severity", "One of: Severity | null"),
                        entry("severity_reasoning", "string | null"),
                        entry("source", "string | null"),
                        entry("status", "One of: Status | null"),
                        entry("tags", "array | null"),
                        entry("threat_objectives", "array | null"),
                        entry("title", "string | null"));
        assertThat(forms("Tagging"))
                .containsOnly(
                        entry("tag_operation", "One of: TagOperation | null"),
                        entry("tags_add", "array | null"),
                        entry("tags_remove", "array | null"));
        assertThat(forms("ThreatObjectiveSetting"))
                .containsOnly(
                        entry("threat_objective", "ThreatObjective"),
                        entry("relevance", "One of: Relevance | null"),
                        entry("created_date", "string | null format: date-time"));
        assertThat(texts(schema("ThreatObjectiveSetting").required("required"))).containsExactly("threat_objective");
        assertThat(schema("EditableFields")
                        .at("/properties/threat_objectives/items/$ref")
                        .stringValue())
                .endsWith("/ThreatObjectiveSetting");
        assertThat(schema("BulkIncidentPatch").at("/properties").propertyNames())
                .containsExactly("ids", "versions");
        assertThat(schema("BulkIncidentPatch").required("allOf").toString())
                .isEqualTo(
                        "[{\"$ref\":\"#/components/schemas/EditableFields\"},{\"$ref\":\"#/components/schemas/Tagging\"}]");
        assertThat(schema("BulkIncidentPatch").has("required")).isFalse();
        assertThat(schema("Ids").required("type").stringValue()).isEqualTo("array");
        assertThat(schema("Ids").required("default").toString()).isEqualTo("[]");
        assertThat(schema("Ids").at("/examples/0/0").stringValue()).isEqualTo("INC-00001");
    }

    @Test
    void theBulkPatchReturnsTheFieldsOfTheSpecification() {
        assertThat(FILE.requiredAt("/paths/~1v1~1incidents/patch/responses").propertyNames())
                .contains("200", "400", "404");
        assertThat(FILE.at("/paths/~1v1~1incidents/patch/responses/200/content/application~1json/schema/$ref")
                        .stringValue())
                .endsWith("/ChangeAnswer");
        assertThat(schema("ChangeAnswer").at("/properties/incidents/items/$ref").stringValue())
                .endsWith("/ChangedRow");
        assertThat(forms("ChangedRow")).containsAllEntriesOf(forms("RegisterRow"));
        assertThat(schema("ChangedRow").required("required"))
                .isEqualTo(schema("RegisterRow").required("required"));
        assertThat(forms("RegisterRow"))
                .containsOnly(
                        entry("comment_count", "integer format: int64"),
                        entry("incident", "Incident"),
                        entry("risk_associations", "array"),
                        entry("tags", "array"),
                        entry("threat_objectives", "array"));
        assertThat(forms("Incident"))
                .contains(
                        entry("assigned_to", "One of: User | null"),
                        entry("contained_date", "One of: Timestamp | null"),
                        entry("created_date", "Timestamp"),
                        entry("description", "string"),
                        entry("detected_date", "Timestamp"),
                        entry("id", "IncidentId"),
                        entry("occurred_date", "One of: Timestamp | null"),
                        entry("opened_by", "One of: User | null"),
                        entry("responded_date", "One of: Timestamp | null"),
                        entry("severity", "One of: Severity | null"),
                        entry("severity_reasoning", "string | null"),
                        entry("source", "string | null"),
                        entry("status", "Status"),
                        entry("title", "string"),
                        entry("updated_date", "Timestamp"));
        assertThat(forms("Incident")).containsKeys("updated_by", "version").hasSize(17);
        assertThat(forms("Tag"))
                .containsOnly(
                        entry("content", "string"),
                        entry("creator_id", "string format: uuid"),
                        entry("id", "string format: uuid"),
                        entry("org_id", "string | null format: uuid"));
        assertThat(forms("ThreatObjectiveRelation"))
                .containsOnly(
                        entry("created_date", "Timestamp"),
                        entry("relevance", "One of: Relevance | null"),
                        entry("threat_objective", "ThreatObjective"));
        assertThat(form(schema("Timestamp"))).isEqualTo("string format: date-time");
    }

    @Test
    void enumsHaveExactlyTheseValues() {
        assertThat(texts(schema("Status").required("enum"))).containsExactly("New", "In Progress", "Review", "Closed");
        assertThat(texts(schema("Severity").required("enum")))
                .containsExactly("SEV-1", "SEV-2", "SEV-3", "SEV-4", "SEV-5");
        assertThat(texts(schema("ThreatObjective").required("enum")))
                .containsExactly(
                        "Sabotage",
                        "Data Disclosure",
                        "Extortion",
                        "Customer Targeting",
                        "Resource Hijacking",
                        "Fraud");
        assertThat(texts(schema("Relevance").required("enum"))).containsExactly("High", "Medium", "Low");
        assertThat(texts(schema("TagOperation").required("enum"))).containsExactly("Add", "Remove", "Replace");
        assertThat(texts(schema("Role").required("enum")))
                .containsExactly(
                        "Admin",
                        "Editor",
                        "Viewer",
                        "Incident Editor",
                        "Incident Viewer",
                        "Risk Editor",
                        "Risk Viewer");
    }

    private static List<String> parameters(String method) {
        return parameters("incidents", method);
    }

    private static List<String> parameters(String register, String method) {
        return FILE.requiredAt("/paths/~1v1~1%s/%s/parameters".formatted(register, method))
                .valueStream()
                .map(parameter -> CONTRACT.deref(parameter).required("name").stringValue())
                .toList();
    }

    @Test
    void changesAcceptTheFiltersOfTheList() {
        for (var register : List.of("incidents", "risks")) {
            var filters = new ArrayList<>(parameters(register, "get"));
            filters.removeAll(List.of("page", "page_size", "order_by", "cursor"));
            filters.addAll(List.of("dry_run", "expected_total", "Prefer", "Idempotency-Key"));
            assertThat(parameters(register, "patch")).containsExactlyInAnyOrderElementsOf(filters);
        }
    }

    @Test
    void metricsAcceptTheFiltersOfTheList() {
        var filters = new ArrayList<>(parameters("incidents", "get"));
        filters.removeAll(List.of("page", "page_size", "order_by", "cursor"));
        filters.addAll(List.of("from", "to", "interval", "tz"));
        assertThat(parameters("incidents~1metrics", "get")).containsExactlyInAnyOrderElementsOf(filters);
        var ofRisks = new ArrayList<>(parameters("risks", "get"));
        ofRisks.removeAll(List.of("page", "page_size", "order_by", "cursor"));
        assertThat(parameters("risks~1metrics", "get")).containsExactlyInAnyOrderElementsOf(ofRisks);
    }

    @Test
    void risksHaveTheDeclaredFieldsAndChangesAcceptThoseNotDerived() {
        var declared = Risks.REGISTER.fields();
        assertThat(forms("Risk").keySet())
                .containsExactlyInAnyOrderElementsOf(Stream.concat(
                                Stream.of("id", "opened_by", "updated_by", "created_date", "updated_date", "version"),
                                declared.stream().map(Field::name))
                        .toList());
        for (var field : declared) {
            var form = forms("EditableRiskFields").get(field.name());
            assertThat("null".equals(form)).as(field.name()).isEqualTo(field.derivedFrom() != null);
        }
        assertThat(parameters("risks", "get"))
                .containsAll(Risks.KIND.filters().dates().stream()
                        .map(date -> date.name())
                        .toList());
    }

    @Test
    void exportsAcceptTheFiltersAndOrderOfTheList() {
        var expected = new ArrayList<>(parameters("get"));
        expected.removeAll(List.of("page", "page_size", "cursor"));
        expected.add("format");
        var export = FILE.requiredAt("/paths/~1v1~1incidents~1export/get/parameters")
                .valueStream()
                .map(parameter -> CONTRACT.deref(parameter).required("name").stringValue())
                .toList();
        assertThat(export).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void theListAcceptsEveryFilter() {
        assertThat(parameters("get"))
                .containsExactlyInAnyOrder(
                        "id",
                        "severity",
                        "status",
                        "source",
                        "assigned_to",
                        "opened_by",
                        "threat_objectives",
                        "tags",
                        "title_contains",
                        "description_contains",
                        "free_text",
                        "created_date",
                        "updated_date",
                        "detected_date",
                        "occurred_date",
                        "responded_date",
                        "contained_date",
                        "page",
                        "page_size",
                        "order_by",
                        "cursor");
    }

    /// The properties of a schema in the notation of the original specification.
    private static Map<String, String> forms(String schema) {
        var forms = new TreeMap<String, String>();
        schema(schema)
                .required("properties")
                .properties()
                .forEach(each -> forms.put(each.getKey(), form(each.getValue())));
        return forms;
    }

    private static String form(JsonNode schema) {
        if (schema.has("oneOf")) {
            return "One of: "
                    + String.join(
                            " | ",
                            schema.required("oneOf")
                                    .valueStream()
                                    .map(OpenApiFileTest::form)
                                    .toList());
        }
        if (schema.has("$ref")) {
            return schema.required("$ref").stringValue().replaceAll(".*/", "");
        }
        var type = schema.required("type");
        var form = type.isString() ? type.stringValue() : String.join(" | ", texts(type));
        return schema.has("format")
                ? form + " format: " + schema.required("format").stringValue()
                : form;
    }

    private static JsonNode schema(String name) {
        return FILE.required("components").required("schemas").required(name);
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::stringValue).toList();
    }

    private static Set<String> values(JsonNode array, String pointer) {
        return new TreeSet<>(
                array.valueStream().map(each -> each.at(pointer).asString("")).toList());
    }

    private static List<JsonNode> examples(JsonNode node) {
        var examples = node.path("examples");
        var one = node.has("schema") ? Stream.ofNullable(node.get("example")) : Stream.<JsonNode>empty();
        var several = examples.isArray()
                ? examples.valueStream()
                : node.has("schema")
                        ? examples.valueStream()
                                .map(each -> CONTRACT.deref(each).required("value"))
                        : Stream.<JsonNode>empty();
        return Stream.concat(one, several).toList();
    }

    private static void forEachOperation(BiConsumer<String, JsonNode> check) {
        for (var operation : CONTRACT.operations()) {
            var node = FILE.required("paths")
                    .required(operation.path())
                    .required(operation.method().toLowerCase(Locale.ROOT));
            check.accept(operation.method() + " " + operation.path(), node);
        }
    }

    private static void forEachSchema(BiConsumer<String, JsonNode> check) {
        walk(FILE, "", (pointer, node) -> {
            if (node.has("schema")) {
                eachSchemaIn(pointer + "/schema", node.required("schema"), check);
            }
        });
        for (var schema : FILE.requiredAt("/components/schemas").properties()) {
            eachSchemaIn("/components/schemas/" + schema.getKey(), schema.getValue(), check);
        }
    }

    private static void eachSchemaIn(String pointer, JsonNode schema, BiConsumer<String, JsonNode> check) {
        check.accept(pointer, schema);
        schema.path("properties")
                .properties()
                .forEach(each -> eachSchemaIn(pointer + "/properties/" + each.getKey(), each.getValue(), check));
        if (schema.has("items")) {
            eachSchemaIn(pointer + "/items", schema.required("items"), check);
        }
        for (var several : List.of("allOf", "anyOf", "oneOf")) {
            schema.path(several).forEach(each -> eachSchemaIn(pointer + "/" + several, each, check));
        }
    }

    /// Visits every object of the document except the values of examples.
    private static void walk(JsonNode node, String pointer, BiConsumer<String, JsonNode> visitor) {
        if (node.isObject()) {
            visitor.accept(pointer, node);
        }
        for (var each : node.properties()) {
            if (!each.getKey().equals("value") && !each.getKey().equals("example")) {
                walk(
                        each.getValue(),
                        pointer + "/" + each.getKey().replace("~", "~0").replace("/", "~1"),
                        visitor);
            }
        }
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                walk(node.required(i), pointer + "/" + i, visitor);
            }
        }
    }
}
