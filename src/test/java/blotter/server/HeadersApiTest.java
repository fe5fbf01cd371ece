package blotter.server;

import static org.assertj.core.api.Assertions.assertThat;

import blotter.testing.ApiClient;
import blotter.testing.ApiTest;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What every answer tells browsers and caches.
@QuarkusTest
class HeadersApiTest extends ApiTest {
    private static void isSafe(ApiClient.Answer answer) {
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
        // Not by TLS.
        assertThat(answer.header("Strict-Transport-Security")).isNull();
    }

    @Test
    void noCacheKeepsWhatTheApiAnswers() {
        for (var answer : List.of(
                editor.get(INCIDENTS),
                anyone.get(INCIDENTS),
                anyone.get("/api/v1/nothing"),
                editor.get("/api/v1/incidents/batch"),
                anyone.get("/api/openapi.yaml"))) {
            isSafe(answer);
            assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
            assertThat(answer.header("Content-Security-Policy"))
                    .isEqualTo("default-src 'none'; frame-ancestors 'none'; sandbox");
        }
    }

    @Test
    void aPageRunsWhatIsThisServersAndIsAskedForAgain() {
        for (var path : List.of("/", "/index.js", "/index.css", "/icon.svg")) {
            var answer = anyone.get(path).expect(200);
            isSafe(answer);
            assertThat(answer.header("Cache-Control")).isEqualTo("no-cache");
            assertThat(answer.header("Content-Security-Policy"))
                    .isEqualTo("default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self';"
                            + " connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'");
        }
    }
}
