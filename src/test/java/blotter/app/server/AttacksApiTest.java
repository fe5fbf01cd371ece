package blotter.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import blotter.testing.ApiTest;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/// Attacks with ambiguous URLs, header injection and malformed HTTP.
@QuarkusTest
class AttacksApiTest extends ApiTest {
    private static final List<String> TRICKS = List.of(
            "/api/v1/../v1/incidents",
            "/api/../api/v1/incidents",
            "/q/../api/v1/incidents",
            "/q/health/../../api/v1/incidents",
            "/api/v1/oauth/token/../../incidents",
            "/api/openapi.yaml/../v1/incidents",
            "/api/v1/%2e%2e/v1/incidents",
            "/api/v1/oauth/%2e%2e/incidents",
            "/api/v1/oauth/..%2fincidents",
            "/api/v1/oauth/%2e%2e%2fincidents",
            "/api/v1/oauth/%252e%252e/incidents",
            "/api/v1/oauth/..;/incidents",
            "/api/v1/oauth;/../incidents",
            "/api/v1/incidents;a=b",
            "/api/v1/incidents;.yaml",
            "/api/v1/incidents;/openapi.yaml",
            "/api/openapi.yaml;/v1/incidents",
            "//api/v1/incidents",
            "/api//v1/incidents",
            "/api/v1//incidents",
            "/api/v1/incidents//",
            "/./api/./v1/./incidents",
            "/api/v1/incidents/.",
            "/api/v1/incidents/..",
            "/api/v1%2fincidents",
            "/api%2fv1%2fincidents",
            "/api/v1/incidents%2f1",
            "/api/v1/incidents/1%2fhistory",
            "/api/v1/%69ncidents",
            "/%61pi/v1/incidents",
            "/API/v1/incidents",
            "/api/V1/incidents",
            "/api/v1/incidents%00",
            "/api/v1/incidents%00.yaml",
            "/api/v1/incidents%0a",
            "/api/v1/incidents%20",
            "/api/v1/incidents%09",
            "/api/v1/incidents%5c..%5copenapi.yaml",
            "/api\\v1\\incidents",
            "/api/v1/incidents?/openapi.yaml",
            "/api/v1/incidents#/openapi.yaml",
            "/api/v1/incidents%3f",
            "/api/v1/incidents%23",
            "/api/v1/incidents%c0%ae%c0%ae/users",
            "/api/v1/%u0069ncidents",
            "/api/v1/incidents%",
            "/api/v1/incidents%4",
            "/api/v1/incidents%zz",
            "/api/v1/{id}",
            "/api/v1/|",
            "http://127.0.0.1/api/v1/incidents",
            "http://elsewhere.example/api/v1/incidents",
            "http://elsewhere.example:80@127.0.0.1/api/v1/incidents",
            "*",
            "api/v1/incidents",
            "?",
            "/..",
            "/../../../../etc/passwd",
            "/%2e%2e/%2e%2e/etc/passwd",
            "/index.html/..%2f..%2fapplication.properties",
            "/META-INF/resources/../../application.properties",
            "/../application.properties");

    @Test
    void noUrlTrickBypassesAuthentication() {
        opened("{\"title\": \"hidden treasure\"}");
        var softly = new SoftAssertions();
        for (var trick : TRICKS) {
            for (var method : List.of("GET", "DELETE", "POST")) {
                var answer = raw().send(method + " " + trick + " HTTP/1.1");
                softly.assertThat(answer.body()).as(trick).doesNotContain("hidden treasure", "root:", "quarkus.");
                softly.assertThat(answer.status()).as(method + " " + trick).isBetween(200, 499);
                boolean page = !trick.contains("v1") && !trick.contains("%");
                if (!page) {
                    softly.assertThat(answer.status()).as(method + " " + trick).isBetween(400, 499);
                }
            }
        }
        softly.assertAll();
    }

    @Test
    void noUrlTrickBypassesPermissions() {
        opened("{\"title\": \"a\"}");
        var softly = new SoftAssertions();
        for (var trick : TRICKS) {
            var answer = raw().send("GET " + trick + " HTTP/1.1\r\n" + bearer(viewer));
            softly.assertThat(answer.status()).as(trick).isBetween(200, 499);
            // A Viewer cannot write, however the URL is spelled.
            var write = raw().send(
                            "DELETE " + trick.replace("incidents", "incidents/1") + " HTTP/1.1\r\n" + bearer(viewer));
            softly.assertThat(write.status()).as(trick).isBetween(400, 499);
        }
        softly.assertAll();
        viewer.get(INCIDENTS + "/1").expect(200);
    }

    @Test
    void invalidUrlsGetAProblemDocument() {
        for (var bad : List.of(
                "/api/v1/incidents%", "/api/v1/incidents?title=%zz", "/api/v1/%4", "/api/v1/|", "/api/v1/%c0%ae")) {
            var answer = raw().send("GET " + bad + " HTTP/1.1\r\n" + bearer(viewer));
            assertThat(answer.status()).as(bad).isEqualTo(400);
            assertThat(answer.headers().get("content-type")).as(bad).isEqualTo("application/problem+json");
            assertThat(answer.headers()).as(bad).containsKeys("x-request-id", "x-content-type-options");
            assertThat(json(answer.body()).get("type").textValue()).isEqualTo("/problems/validation");
        }
    }

    @Test
    void dotSegmentsReachNoOtherPath() {
        for (var path : List.of(
                "/assets/../api/v1/users/me",
                "/assets/%2e%2e/api/v1/users/me",
                "/assets/%2E./api/v1/users/me",
                "/assets/..%2fapi/v1/users/me",
                "/assets/..%5capi/v1/users/me",
                "/assets/./../api/v1/users/me",
                "/assets/..;/api/v1/users/me",
                "/api/%2e%2e/x",
                "/incidents/../api/v1/users/me")) {
            var answer = raw().send("GET " + path + " HTTP/1.1\r\n" + bearer(viewer));
            assertThat(answer.status()).as(path).isEqualTo(400);
            assertThat(answer.body()).as(path).doesNotContain("first_name").contains(". or .. segment");
            assertThat(answer.headers().get("cache-control")).as(path).doesNotContain("public");
        }
        viewer.get(INCIDENTS + "?title_contains=" + q("/../")).expect(200);
    }

    /// Routing would find the operation, and checks by the path as it was sent would miss it: the early limits of
    /// public bodies, and the query behind a segment's parameter, in which `dry_run` was.
    @Test
    void ambiguousPathsReachNoOperation() {
        for (var path : List.of(
                "/api/v1/session/",
                "/api/v1/session;x",
                "/api/v1/sess%69on",
                "/api//v1/session",
                "/api/v1/oauth/token/",
                "/api/v1/oauth/token;x",
                "/api/v1/one-time-links/abc/",
                "/api/v1/incidents;a?dry_run=true",
                "/api/v1/incidents;?dry_run=true",
                "/%61pi/v1/users/me")) {
            for (var method : List.of("GET", "POST", "PATCH", "DELETE")) {
                var answer = raw().send(method + " " + path + " HTTP/1.1\r\n" + bearer(editor));
                assertThat(answer.status()).as(method + " " + path).isEqualTo(400);
                assertThat(answer.body()).as(path).contains("expected: the path as the API's documentation has it");
            }
        }
        viewer.get(INCIDENTS + "?title_contains=" + q(";//%41")).expect(200);
    }

    @Test
    void aBodyThatIsWaitedForHasNoOtherPath() {
        var head = "POST /api/v1/session/ HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 100";
        assertThat(raw().send(head, "{".getBytes(StandardCharsets.UTF_8)).status())
                .isEqualTo(400);
    }

    @Test
    void rejectsEncodedBodiesAndTwoKeys() {
        editor.with("Content-Encoding", "gzip")
                .post(INCIDENTS, "{\"title\": \"x\"}")
                .expect(415);
        var twice = "POST " + INCIDENTS
                + " HTTP/1.1\r\nIdempotency-Key: a\r\nIdempotency-Key: b\r\nContent-Length: 0\r\n" + bearer(editor);
        var answer = raw().send(twice);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(json(answer.body()).at("/errors/0/pointer").textValue()).isEqualTo("Idempotency-Key");
    }

    @Test
    void rejectsTwoHostHeaders() {
        var answer =
                raw().send("GET /api/v1/users/me HTTP/1.1\r\nHost: localhost\r\nHost: 127.0.0.1\r\n" + bearer(viewer));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(json(answer.body()).at("/errors/0/pointer").textValue()).isEqualTo("Host");
    }

    @Test
    void headersCannotBeSplit() {
        for (var line : List.of("%0d%0aInjected:%201", "%0aInjected:1", "%E5%98%8A%E5%98%8DInjected:1")) {
            for (var path : List.of(
                    INCIDENTS + "?title_contains=" + line,
                    INCIDENTS + "/" + line,
                    INCIDENTS + "/export?format=" + line,
                    "/api/v1/audit-log/export?subject=" + line,
                    "/" + line)) {
                var answer = raw().send("GET " + path + " HTTP/1.1\r\n" + bearer(admin) + "X-Request-Id: a" + line);
                assertThat(answer.headers()).as(path).doesNotContainKey("injected");
                assertThat(answer.status()).isBetween(200, 499);
            }
        }
    }

    @Test
    void rejectsMalformedHttp() {
        for (var head : List.of(
                "GET /api/v1/incidents HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2",
                "GET /api/v1/incidents HTTP/1.1\r\nContent-Length: -1",
                "POST /api/v1/incidents HTTP/1.1\r\nContent-Length: 4\r\nTransfer-Encoding: chunked",
                "GET /api/v1/incidents HTTP/9.9",
                "GET /api/v1/incidents HTTP/1.1\r\nA: " + "a".repeat(30_000),
                "GET /api/v1/incidents?a=" + "a".repeat(70_000) + " HTTP/1.1",
                "GET /api/v1/incidents HTTP/1.1\r\n: a",
                "GET /api/v1/incidents HTTP/1.1\r\nA B: c")) {
            var answer = raw().send(head, "a".getBytes(StandardCharsets.UTF_8));
            assertThat(answer.status())
                    .as(head.substring(0, Math.min(80, head.length())))
                    .isBetween(400, 505);
            assertThat(answer.status()).isNotEqualTo(500);
        }
    }

    @Test
    void ignoresForwardingHeadersWithoutATrustedProxy() {
        editor.with("X-Forwarded-For", "203.0.113.9").get(INCIDENTS + "/export").expect(200);
        assertThat(admin.get("/api/v1/audit-log?action=exported")
                        .json()
                        .at("/results/0/address")
                        .textValue())
                .isEqualTo("127.0.0.1");
        var answer = editor.with("X-Forwarded-Proto", "https").get(INCIDENTS).expect(200);
        assertThat(answer.header("Strict-Transport-Security")).isNull();
    }
}
