package blotter.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import blotter.testing.ApiClient;
import blotter.testing.ApiTest;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Security and caching headers.
@QuarkusTest
class HeadersApiTest extends ApiTest {
    private static void isSafe(ApiClient.Answer answer) {
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
        // HSTS is for TLS only.
        assertThat(answer.header("Strict-Transport-Security")).isNull();
    }

    @Test
    void apiResponsesAreNotCached() {
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
    void pagesHaveAStrictCspAndAreRevalidated() {
        for (var path : List.of("/", "/index.html", "/icon.svg")) {
            var answer = anyone.get(path).expect(200);
            isSafe(answer);
            assertThat(answer.header("Cache-Control")).isEqualTo("no-cache");
            assertThat(answer.header("Content-Security-Policy"))
                    .isEqualTo(
                            "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; style-src-attr 'none';"
                                    + " object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'");
        }
    }

    @Test
    void hashedFilesAreCachedPermanently() {
        assertThat(anyone.get("/assets/page-0a1b2c3d.js").expect(200).header("Cache-Control"))
                .isEqualTo("public, max-age=31536000, immutable");
        assertThat(anyone.get("/assets/page-ffffffff.js").expect(404).header("Cache-Control"))
                .isEqualTo("no-cache");
    }

    @Test
    void filesAreSentPrecompressedIfAccepted() {
        var file = "/assets/page-0a1b2c3d.js";
        for (var taken : List.of("gzip", "br, gzip;q=0.5", "deflate,gzip")) {
            var answer = anyone.with("Accept-Encoding", taken).get(file).expect(200);
            assertThat(answer.header("Content-Encoding")).isEqualTo("gzip");
            assertThat(answer.header("Content-Type")).isEqualTo("text/javascript;charset=UTF-8");
            assertThat(answer.header("Vary")).containsIgnoringCase("accept-encoding");
            assertThat(answer.header("Cache-Control")).contains("immutable");
        }
        for (var taken : List.of("identity", "br;q=1")) {
            var answer = anyone.with("Accept-Encoding", taken).get(file).expect(200);
            assertThat(answer.header("Content-Encoding")).isNull();
            assertThat(answer.body()).startsWith("// A file of the page");
        }
        var missing = anyone.with("Accept-Encoding", "gzip")
                .get("/assets/page-ffffffff.js")
                .expect(404);
        assertThat(missing.header("Content-Type")).startsWith("application/problem+json");
        assertThat(missing.header("Cache-Control")).isEqualTo("no-cache");
    }

    @Test
    void onlyPageRoutesReturnThePage() {
        var page = anyone.get("/").expect(200).body();
        for (var path : List.of(
                "/incidents",
                "/incidents/",
                "/incidents/INC-00007",
                "/incidents?status=New",
                "/risks/RSK-00003",
                "/settings/tags",
                "/sign-in",
                "/link/abc_-1")) {
            assertThat(anyone.get(path).expect(200).body()).isEqualTo(page);
        }
        for (var path : List.of("/nothing", "/incidents/INC-00007/more", "/incidents/page.js", "/api/incidents")) {
            anyone.get(path).expect(404);
        }
    }
}
