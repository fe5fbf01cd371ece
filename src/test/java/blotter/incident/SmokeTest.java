package blotter.incident;

import blotter.access.Role;
import blotter.testing.PostgresResource;
import blotter.testing.Tenants;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class SmokeTest {
    @Inject
    Tenants tenants;

    @TestHTTPResource("/")
    URI base;

    String token = "";

    String call(String method, String path, String body, String... headers) throws Exception {
        var b = HttpRequest.newBuilder(base.resolve(path)).method(method, HttpRequest.BodyPublishers.ofString(body));
        if (!token.isEmpty()) b.header("Authorization", "Bearer " + token);
        if (headers.length > 0) b.headers(headers);
        var r = HttpClient.newHttpClient().send(b.build(), HttpResponse.BodyHandlers.ofString());
        System.out.println(method + " " + path + " -> " + r.statusCode() + " "
                + r.headers().map() + "\n" + r.body());
        return r.body();
    }

    @Test
    void smoke() throws Exception {
        var org = tenants.organization();
        var account = tenants.serviceAccount(org, Role.ADMIN);
        var t = call(
                "POST",
                "/api/v1/oauth/token",
                "grant_type=client_credentials&client_id=" + account.clientId() + "&client_secret=" + account.secret(),
                "Content-Type",
                "application/x-www-form-urlencoded");
        token = t.replaceAll(".*access_token\":\"([^\"]+)\".*", "$1");
        var json = new String[] {"Content-Type", "application/json"};
        call("GET", "/api/v1/users/me", "");
        call(
                "POST",
                "/api/v1/incidents",
                "{\"title\":\"Phish\",\"tags\":[\"a\",\"B\"],\"severity\":\"SEV-1\",\"threat_objectives\":[{\"threat_objective\":\"Fraud\",\"relevance\":\"High\"}]}",
                json);
        call(
                "POST",
                "/api/v1/incidents",
                "{\"title\":\"Phish 2\",\"source\":\"SIEM\"}",
                "Content-Type",
                "application/json",
                "Idempotency-Key",
                "k");
        call(
                "POST",
                "/api/v1/incidents",
                "{\"title\":\"Phish 2\",\"source\":\"SIEM\"}",
                "Content-Type",
                "application/json",
                "Idempotency-Key",
                "k");
        call(
                "POST",
                "/api/v1/incidents",
                "{\"title\":\"Phish 3\",\"source\":\"SIEM\"}",
                "Content-Type",
                "application/json",
                "Idempotency-Key",
                "k");
        call(
                "PATCH",
                "/api/v1/incidents",
                "{\"ids\":[\"INC-00001\",\"2\"],\"status\":\"Closed\",\"tags\":[\"á\",\"neu\"]}",
                json);
        call("PATCH", "/api/v1/incidents", "{\"ids\":[\"INC-00001\",\"9\",\"10\"],\"status\":\"Closed\"}", json);
        call(
                "PATCH",
                "/api/v1/incidents",
                "{\"ids\":[\"INC-0001x\",9],\"status\":\"closed\",\"foo\":1,\"source\":\"x\",\"assigned_to\":\"y\",\"title\":\" \",\"detected_date\":\"2026-01-01T00:00:00\"}",
                json);
        call("GET", "/api/v1/incidents", "");
        for (var o : IncidentOrder.NAMES) {
            call("GET", "/api/v1/incidents?page_size=1&order_by=" + o, "");
            var c = call("GET", "/api/v1/incidents?page_size=1&order_by=-" + o, "")
                    .replaceAll(".*next_cursor\":\"([^\"]+)\".*", "$1");
            call("GET", "/api/v1/incidents?page_size=1&cursor=" + c, "");
        }
        call(
                "GET",
                "/api/v1/incidents?id=1&severity=SEV-1&severity=none&status=New&source=none&assigned_to=none&threat_objectives=Fraud&threat_objectives=none&tags=a&tags=none&title_contains=ph&description_contains=x&free_text=ph%20INC&created_date=2026-01-01&updated_date=2026-01-01&updated_date=2030-01-01&occurred_date=2026-01-01",
                "");
        call("GET", "/api/v1/incidents?free_text=phish%201&page_size=3&opened_by=" + account.userId(), "");
        call("GET", "/api/v1/tags", "");
        call("GET", "/api/v1/users", "");
        call(
                "PATCH",
                "/api/v1/incidents/1",
                "{\"status\":\"Review\"}",
                "Content-Type",
                "application/json",
                "If-Match",
                "\"2\"");
        call(
                "PATCH",
                "/api/v1/incidents/1",
                "{\"status\":\"New\"}",
                "Content-Type",
                "application/json",
                "If-Match",
                "\"2\"");
        call(
                "PATCH",
                "/api/v1/incidents/1",
                "{\"severity\":null,\"tags\":null}",
                "Content-Type",
                "application/merge-patch+json");
        call("DELETE", "/api/v1/incidents/1", "");
        call("DELETE", "/api/v1/incidents", "{\"ids\":[\"2\"]}", json);
        call("GET", "/api/v1/incidents/1", "");
        call("GET", "/api/v1/nothing", "");
        call("PUT", "/api/v1/incidents", "");
        call("POST", "/api/v1/incidents", "{\"title\":\"a\",\"title\":\"b\"}", json);
        call("POST", "/api/v1/incidents", "x", "Content-Type", "text/plain");
        call("GET", "/nothing", "");
        call("GET", "/q/health", "");
    }
}
