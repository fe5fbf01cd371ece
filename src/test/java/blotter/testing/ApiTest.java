package blotter.testing;

import blotter.people.organization.Organization;
import blotter.platform.access.Role;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// The base class of API tests: `@QuarkusTest final class … extends ApiTest`. They share one server, and each test
/// has its own organization.
@QuarkusTestResource(PostgresResource.class)
public abstract class ApiTest {
    protected static final String INCIDENTS = ApiRegister.INCIDENTS.path();
    protected static final String RISKS = ApiRegister.RISKS.path();
    private static final ObjectMapper JSON = new ObjectMapper();

    @Inject
    protected Tenants tenants;

    @Inject
    protected TestClock clock;

    @TestHTTPResource("/")
    URI base;

    protected Organization organization = new Organization(0, new java.util.UUID(0, 0), "", "");
    protected ApiClient anyone = new ApiClient("");
    protected ApiClient admin = anyone;
    protected ApiClient editor = anyone;
    protected ApiClient viewer = anyone;

    @BeforeEach
    final void createTenant() {
        anyone = new ApiClient(base.toString());
        organization = tenants.organization();
        admin = client(organization, Role.ADMIN);
        editor = client(organization, Role.EDITOR);
        viewer = client(organization, Role.VIEWER);
    }

    @AfterEach
    final void resetClock() {
        clock.reset();
    }

    /// A client with a token of a new service account.
    protected final ApiClient client(Organization of, Role... roles) {
        var account = tenants.serviceAccount(of, roles);
        return anyone.as(anyone.token(account.clientId(), account.secret()));
    }

    /// Signs in, and returns a client that sends the session's cookie and the page's headers.
    protected final ApiClient signedIn(String email, String password) {
        var answer = page().post("/api/v1/session", """
                {"email": "%s", "password": "%s", "organization": "%s"}""".formatted(email, password, organization.slug()));
        return withSessionOf(answer.expect(200));
    }

    /// A client with the session's cookie from this response.
    protected final ApiClient withSessionOf(ApiClient.Answer answer) {
        var cookie = java.util.Objects.requireNonNull(answer.header("Set-Cookie"));
        return page().with("Cookie", cookie.substring(0, cookie.indexOf(';')));
    }

    /// A client like the page before a sign-in.
    protected final ApiClient page() {
        return anyone.with("X-Blotter-Page", "1").with("Sec-Fetch-Site", "same-origin");
    }

    /// A client that sends raw bytes, for malformed requests.
    protected final RawClient raw() {
        return new RawClient(base.getHost(), base.getPort());
    }

    /// The client's access token.
    protected static String bearer(ApiClient client) {
        return "Authorization: " + client.header("Authorization") + "\r\n";
    }

    /// Opens an incident, and returns its id.
    protected final String opened(String json) {
        return editor.post(INCIDENTS, json).expect(201).json().get("id").textValue();
    }

    /// Opens an entry of the register, and returns its id.
    protected final String open(ApiRegister register, String json) {
        return register.equals(ApiRegister.RISKS) ? risk(json) : opened(json);
    }

    /// Opens a risk, and returns its id.
    protected final String risk(String json) {
        return editor.post(RISKS, json).expect(201).json().at("/risk/id").textValue();
    }

    protected static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }

    /// A problem document without its request_id.
    protected static JsonNode problem(ApiClient.Answer answer) {
        var document = (ObjectNode) answer.json();
        document.remove("request_id");
        return document;
    }

    /// The faults of a problem as `pointer code` lines.
    protected static List<String> faults(ApiClient.Answer answer) {
        return answer.json()
                .path("errors")
                .valueStream()
                .map(fault -> fault.get("pointer").textValue() + " "
                        + fault.get("code").textValue())
                .toList();
    }

    /// Encodes a text for a query.
    protected static String q(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
