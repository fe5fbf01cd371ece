package blotter.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OpenApiContractTest {
    private static final OpenApiContract CONTRACT = OpenApiContract.contract();
    private static final String ROW = CONTRACT.document()
            .requiredAt("/components/examples/Ransomware/value")
            .toString();
    private static final Map<String, List<String>> ETAG = Map.of("etag", List.of("\"7\""));
    private static final String NOT_FOUND = """
            {"type": "/problems/not-found", "title": "Not found", "status": 404, "detail": "no such address", "request_id": "1"}""";

    @Test
    void acceptsAValidResponse() {
        assertThatCode(() -> CONTRACT.checkAnswer(
                        "GET", "/api/v1/incidents/7", 200, "application/json;charset=UTF-8", ETAG, ROW))
                .doesNotThrowAnyException();
    }

    @Test
    void aFaultNamesOperationStatusPointerAndMessage() {
        answered(200, ETAG, ROW.replace("\"Review\"", "\"Reviewed\""))
                .hasMessageStartingWith("GET /v1/incidents/{id} (getIncident) answered 200")
                .hasMessageContaining("/incident/status: ")
                .hasMessageContaining("In Progress")
                .hasMessageContaining("The body: {\"incident\"");
    }

    @Test
    void rejectsMissingAndUndeclaredFields() {
        answered(200, ETAG, ROW.replace("\"version\":7", "\"versions\":7"))
                .hasMessageContaining("'version'")
                .hasMessageContaining("'versions'");
    }

    @Test
    void formatsAreChecked() {
        answered(200, ETAG, ROW.replace("2026-01-19T01:12:00Z", "2026-01-19T01:12:00"))
                .hasMessageContaining("/incident/occurred_date");
        answered(200, ETAG, ROW.replace("2026-01-19T01:12:00Z", "2026-01-19T02:12:00+01:00"))
                .hasMessageContaining("/incident/occurred_date");
        answered(200, ETAG, ROW.replace("2026-01-19T01:12:00Z", "2026-02-30T01:12:00Z"))
                .hasMessageContaining("/incident/occurred_date");
        answered(200, ETAG, ROW.replace("0199b16f-0c52-7d18-8b6a-1f7f2f3c9a10\",\"email", "0199b16f\",\"email"))
                .hasMessageContaining("/incident/assigned_to/id");
        answered(200, ETAG, ROW.replace("INC-00007", "INC-7")).hasMessageContaining("/incident/id");
    }

    @Test
    void rejectsDuplicateKeysAndMalformedJson() {
        answered(200, ETAG, ROW.replace("\"version\":7", "\"version\":7,\"version\":7"))
                .hasMessageContaining("is not JSON");
        answered(200, ETAG, ROW + "}").hasMessageContaining("is not JSON");
        answered(200, ETAG, "").hasMessageContaining("it has no body (expected: application/json)");
    }

    @Test
    void requiresHeadersIgnoringCase() {
        answered(200, Map.of(), ROW).hasMessageContaining("the header ETag is missing");
        answered(200, Map.of("ETAG", List.of("7")), ROW).hasMessageContaining("the header ETag: 7: ");
    }

    @Test
    void theMediaTypeMustBeDeclared() {
        assertThatThrownBy(() -> CONTRACT.checkAnswer("GET", "/api/v1/incidents/7", 200, "text/plain", ETAG, ROW))
                .hasMessageContaining("its media type is text/plain (expected: application/json)");
        assertThatThrownBy(() -> CONTRACT.checkAnswer("GET", "/api/v1/incidents/7", 200, null, ETAG, ROW))
                .hasMessageContaining("its media type is none");
    }

    @Test
    void theStatusMustBeDeclared() {
        answered(202, ETAG, ROW)
                .hasMessageContaining("answered 202")
                .hasMessageContaining("the status is not declared");
    }

    @Test
    void anEmptyAnswerHasNoBody() {
        assertThatCode(() -> CONTRACT.checkAnswer("DELETE", "/api/v1/incidents/7", 204, null, Map.of(), ""))
                .doesNotThrowAnyException();
        assertThatThrownBy(() ->
                        CONTRACT.checkAnswer("DELETE", "/api/v1/incidents/7", 204, "application/json", Map.of(), "{}"))
                .hasMessageContaining("it has a body (expected: none)");
    }

    @Test
    void aProblemMustMatchItsStatus() {
        var problem = NOT_FOUND.replace("not-found", "forbidden");
        assertThatThrownBy(() -> CONTRACT.checkAnswer(
                        "GET", "/api/v1/incidents/7", 403, "application/problem+json", Map.of(), problem))
                .hasMessageContaining("/status: ")
                .hasMessageContaining("'permission'");
    }

    @Test
    void undeclaredPathsMayReturnOnlyProblems404And405() {
        var allow = Map.of("Allow", List.of("GET, HEAD"));
        var notAllowed = NOT_FOUND.replace("not-found", "method-not-allowed").replace("404", "405");
        assertThatCode(() -> {
                    CONTRACT.checkAnswer(
                            "GET", "/api/v1/nothing?a=b", 404, "application/problem+json", Map.of(), NOT_FOUND);
                    CONTRACT.checkAnswer("PUT", "/api/v1/tags", 405, "application/problem+json", allow, notAllowed);
                    CONTRACT.checkAnswer("GET", "/q/health", 200, "application/json", Map.of(), "{}");
                })
                .doesNotThrowAnyException();
        assertThatThrownBy(
                        () -> CONTRACT.checkAnswer("GET", "/api/v1/nothing", 200, "application/json", Map.of(), "{}"))
                .hasMessageContaining("GET /api/v1/nothing answered 200")
                .hasMessageContaining("it is not in the file (expected: 404 or 405)");
        assertThatThrownBy(() -> CONTRACT.checkAnswer("GET", "/api/v1/nothing", 404, "text/html", Map.of(), "<html>"))
                .hasMessageContaining("its media type is text/html (expected: application/problem+json)");
        assertThatThrownBy(() -> CONTRACT.checkAnswer(
                        "PUT", "/api/v1/tags", 405, "application/problem+json", Map.of(), notAllowed))
                .hasMessageContaining("the header Allow is missing");
    }

    @Test
    void acceptsAValidRequest() {
        assertThatCode(() -> {
                    CONTRACT.checkRequest(
                            "PATCH", "/api/v1/incidents", "application/json", "{\"ids\": [\"7\"], \"title\": null}");
                    CONTRACT.checkRequest(
                            "GET",
                            "/api/v1/incidents?page=2&severity=SEV-1&severity=none&detected_date=2026-01-31&free_text=a%20b",
                            null,
                            null);
                    CONTRACT.checkRequest(
                            "POST",
                            "/api/v1/oauth/token",
                            "application/x-www-form-urlencoded",
                            "grant_type=client_credentials&client_id=a%2Bb");
                })
                .doesNotThrowAnyException();
    }

    @Test
    void nullIsValidInJsonButNotForRequiredFieldsOfAMergePatch() {
        requested("PATCH", "/api/v1/incidents", "application/merge-patch+json", "{\"ids\": [\"7\"], \"title\": null}")
                .hasMessageContaining("/title: ");
    }

    @Test
    void rejectsUnknownFieldsAndParameters() {
        requested("PATCH", "/api/v1/incidents", "application/json", "{\"ids\": [\"7\"], \"titel\": \"x\"}")
                .hasMessageContaining("'titel'");
        requested("PATCH", "/api/v1/incidents/7", "application/json", "{\"ids\": [\"7\"]}")
                .hasMessageContaining("'ids'");
        requested("GET", "/api/v1/incidents?sevrity=SEV-1", null, null)
                .hasMessageContaining("sevrity is not a parameter of this operation");
        requested("GET", "/api/v1/incidents?page=1&page=2", null, null)
                .hasMessageContaining("page: given 2 times (expected: once)");
        requested("GET", "/api/v1/incidents?page=x", null, null).hasMessageContaining("page: ");
        requested("GET", "/api/v1/incidents/inc-7", null, null).hasMessageContaining("id: ");
        requested("GET", "/api/v1/nothing", null, null).hasMessageContaining("it is not in the file");
    }

    @Test
    void listsOperations() {
        assertThat(CONTRACT.operations())
                .contains(
                        new OpenApiContract.Operation("PATCH", "/v1/incidents", "patchIncidents", "incidents:write"),
                        new OpenApiContract.Operation("GET", "/openapi.yaml", "getContract", "public"));
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> answered(
            int status, Map<String, List<String>> headers, String body) {
        return assertThatThrownBy(() ->
                        CONTRACT.checkAnswer("GET", "/api/v1/incidents/7", status, "application/json", headers, body))
                .isInstanceOf(AssertionError.class);
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> requested(
            String method, String path, @Nullable String contentType, @Nullable String body) {
        return assertThatThrownBy(() -> CONTRACT.checkRequest(method, path, contentType, body))
                .isInstanceOf(AssertionError.class);
    }
}
