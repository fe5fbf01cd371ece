package blotter.register.incident;

import static org.assertj.core.api.Assertions.assertThat;

import blotter.testing.ApiTest;
import blotter.testing.OpenApiContract;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/// HTTP: methods, media types, sizes, preconditions.
@QuarkusTest
class WireApiTest extends ApiTest {
    private static final int LIMIT = 4 * 1024 * 1024;

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void unknownPathsAreNotFound() {
        var softly = new SoftAssertions();
        for (var path : List.of(
                "/api/v1/nothing",
                "/api/v1",
                "/api/v2/incidents",
                "/api/v1/incidents/1/2/3",
                "/api/v1/Incidents",
                "/api/v1/users/0199b170-41d7-7aa9-8e21-7b3c5d9f0e64/x",
                "/api/v1/risk",
                "/api/v1/incidents/1/histories",
                "/api/v1/batches/0199b170-41d7-7aa9-8e21-7b3c5d9f0e64/redo")) {
            for (var method : List.of("GET", "POST", "PUT", "PATCH", "DELETE")) {
                for (var client : List.of(admin, anyone)) {
                    var answer = client.send(method, path, "application/json", utf8("{}"));
                    softly.assertThat(answer.status()).as(method + " " + path).isEqualTo(404);
                    softly.assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
                }
            }
        }
        softly.assertAll();
        assertThat(problem(admin.get("/api/v1/nothing"))).isEqualTo(json("""
                {"type": "/problems/not-found", "title": "Not found", "status": 404,
                 "detail": "there is nothing at /api/v1/nothing"}"""));
    }

    @Test
    void missingIncidentsAreNotFoundAndMalformedIdsAreFaults() {
        assertThat(problem(viewer.get(INCIDENTS + "/7").expect(404))).isEqualTo(json("""
                {"type": "/problems/not-found", "title": "Not found", "status": 404,
                 "detail": "INC-00007 does not exist"}"""));
        assertThat(problem(editor.patch(INCIDENTS + "/7", "{\"status\": \"Closed\"}")
                                .expect(404))
                        .get("detail")
                        .textValue())
                .isEqualTo("INC-00007 does not exist");
        editor.delete(INCIDENTS + "/INC-999999999999999999").expect(404);
        var softly = new SoftAssertions();
        for (var id : List.of(
                "0",
                "INC-0",
                "inc-1",
                "INC-1x",
                "%201",
                "1%20",
                "-1",
                "+1",
                "RSK-1",
                "a%2Fb",
                "%F0%9F%98%80",
                "9223372036854775808",
                "1".repeat(300))) {
            softly.assertThat(faults(viewer.get(INCIDENTS + "/" + id)))
                    .as("GET " + id)
                    .containsExactly("id invalid_format");
            softly.assertThat(faults(editor.patch(INCIDENTS + "/" + id, "{\"status\": \"Closed\"}")))
                    .as("PATCH " + id)
                    .containsExactly("id invalid_format");
            softly.assertThat(faults(editor.delete(INCIDENTS + "/" + id)))
                    .as("DELETE " + id)
                    .containsExactly("id invalid_format");
        }
        softly.assertAll();
    }

    @Test
    void rejectsOtherMethodsAndListsTheAllowedOnes() {
        opened("{\"title\": \"a\"}");
        var taken = new TreeMap<String, TreeSet<String>>();
        for (var operation : OpenApiContract.contract().operations()) {
            taken.computeIfAbsent(
                            operation.path().replaceAll("\\{[a-z_]+}", "1"), path -> new TreeSet<>(List.of("OPTIONS")))
                    .add(operation.method());
        }
        taken.values().stream().filter(methods -> methods.contains("GET")).forEach(methods -> methods.add("HEAD"));
        var softly = new SoftAssertions();
        taken.forEach((path, methods) -> {
            for (var method : List.of("GET", "POST", "PUT", "PATCH", "DELETE", "TRACE", "LOCK")) {
                if (!methods.contains(method)) {
                    var answer = admin.send(method, "/api" + path, "application/json", utf8("{}"));
                    softly.assertThat(answer.status()).as(method + " " + path).isEqualTo(405);
                    softly.assertThat(answer.header("Allow"))
                            .as(method + " " + path)
                            .isEqualTo(String.join(", ", methods));
                    softly.assertThat(answer.body()).as(method + " " + path).contains("/problems/method-not-allowed");
                }
            }
        });
        softly.assertAll();
        assertThat(problem(admin.send("PUT", INCIDENTS, "application/json", utf8("{}"))
                        .expect(405)))
                .isEqualTo(json("""
                {"type": "/problems/method-not-allowed", "title": "Method not allowed", "status": 405,
                 "detail": "this address does not take that method"}"""));
    }

    @Test
    void optionsListsTheMethods() {
        var softly = new SoftAssertions();
        for (var path : Map.of(
                        INCIDENTS,
                        "DELETE, GET, HEAD, OPTIONS, PATCH, POST",
                        INCIDENTS + "/1",
                        "DELETE, GET, HEAD, OPTIONS, PATCH",
                        "/api/v1/users/me",
                        "GET, HEAD, OPTIONS",
                        "/api/openapi.yaml",
                        "GET, HEAD, OPTIONS")
                .entrySet()) {
            var answer = anyone.unchecked().send("OPTIONS", path.getKey(), null, null);
            softly.assertThat(answer.status()).as(path.getKey()).isBetween(200, 204);
            softly.assertThat(
                            Arrays.stream(String.valueOf(answer.header("Allow")).split(", ?"))
                                    .sorted())
                    .as(path.getKey())
                    .containsExactly(path.getValue().split(", "));
        }
        softly.assertAll();
    }

    @Test
    void headIsGetWithoutABody() {
        opened("{\"title\": \"a\"}");
        for (var path : List.of(INCIDENTS, INCIDENTS + "/1", "/api/v1/users/me", "/api/v1/tags")) {
            var head = viewer.unchecked().send("HEAD", path, null, null).expect(200);
            var get = viewer.get(path);
            assertThat(head.body()).isEmpty();
            assertThat(head.header("Content-Type")).isEqualTo("application/json");
            assertThat(head.header("ETag")).isEqualTo(get.header("ETag"));
        }
        viewer.unchecked().send("HEAD", INCIDENTS + "/7", null, null).expect(404);
        anyone.unchecked().send("HEAD", INCIDENTS, null, null).expect(401);
    }

    @Test
    void ignoresMethodOverrides() {
        opened("{\"title\": \"a\"}");
        for (var name : List.of("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override")) {
            admin.with(name, "DELETE").get(INCIDENTS + "/1").expect(200);
            admin.with(name, "DELETE")
                    .patch(INCIDENTS + "/1", "{\"title\": \"b\"}")
                    .expect(200);
        }
        admin.get(INCIDENTS + "/1").expect(200);
    }

    @Test
    void rejectsClientsThatDoNotAcceptJson() {
        var softly = new SoftAssertions();
        for (var accept : List.of("text/html", "image/png, text/*", "application/xml")) {
            for (var path : List.of(INCIDENTS, "/api/v1/users/me", "/api/v1/tags", INCIDENTS + "/sources")) {
                var answer = viewer.with("Accept", accept).get(path);
                softly.assertThat(answer.status()).as(accept + " " + path).isEqualTo(406);
                softly.assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
            }
        }
        for (var accept : List.of(
                "*/*",
                "application/*",
                "application/json",
                "text/html, application/json;q=0.1",
                "text/html, */*;q=0.1",
                "application/problem+json, application/json")) {
            softly.assertThat(viewer.with("Accept", accept).get(INCIDENTS).status())
                    .as(accept)
                    .isEqualTo(200);
        }
        softly.assertAll();
        assertThat(problem(viewer.with("Accept", "text/html").get(INCIDENTS))).isEqualTo(json("""
                {"type": "/problems/not-acceptable", "title": "Not acceptable", "status": 406,
                 "detail": "Not acceptable"}"""));
    }

    @Test
    void bodiesAreDeclaredAsJson() {
        opened("{\"title\": \"first\"}");
        var bodies = Map.of(
                "POST " + INCIDENTS, "{\"title\": \"a\"}",
                "POST " + INCIDENTS + "/batch", "{\"incidents\": [{\"title\": \"a\"}]}",
                "PATCH " + INCIDENTS, "{\"ids\": [\"1\"], \"title\": \"a\"}",
                "PATCH " + INCIDENTS + "/1", "{\"title\": \"a\"}",
                "DELETE " + INCIDENTS, "{\"ids\": [\"1\"]}");
        var softly = new SoftAssertions();
        bodies.forEach((operation, body) -> {
            var parts = operation.split(" ");
            for (var type : Arrays.asList(
                    null,
                    "",
                    "text/plain",
                    "text/json",
                    "application/jsonx",
                    "application/x-www-form-urlencoded",
                    "application/json; charset=latin1",
                    "application/json; charset=\"utf-16\"",
                    "application/json-patch+json",
                    "application/xml",
                    "*/*")) {
                var answer = editor.unchecked().send(parts[0], parts[1], type, utf8(body));
                softly.assertThat(answer.status()).as(operation + " as " + type).isEqualTo(415);
                softly.assertThat(answer.json().path("type").asText()).isEqualTo("/problems/unsupported-media-type");
                var names = parts[0].equals("PATCH") ? answer.header("Accept-Patch") : answer.header("Accept");
                softly.assertThat(names)
                        .as(operation)
                        .isEqualTo(
                                parts[0].equals("PATCH")
                                        ? "application/json, application/merge-patch+json"
                                        : "application/json");
            }
            if (!parts[0].equals("PATCH")) {
                var answer = editor.unchecked().send(parts[0], parts[1], "application/merge-patch+json", utf8(body));
                softly.assertThat(answer.status())
                        .as(operation + " as merge patch")
                        .isEqualTo(415);
            }
        });
        for (var type : List.of(
                "APPLICATION/JSON",
                "application/json;charset=utf-8",
                "application/json; charset=\"UTF-8\"",
                "Application/Json ; Charset=utf-8",
                "application/json;x=y")) {
            softly.assertThat(editor.unchecked()
                            .send("POST", INCIDENTS, type, utf8("{\"title\": \"ä\"}"))
                            .status())
                    .as(type)
                    .isEqualTo(201);
        }
        softly.assertAll();
        assertThat(problem(editor.unchecked().send("PATCH", INCIDENTS, "text/plain", utf8("x"))))
                .isEqualTo(json("""
                {"type": "/problems/unsupported-media-type", "title": "Unsupported media type", "status": 415,
                 "detail": "Content-Type: text/plain (expected: application/json or application/merge-patch+json)"}"""));
    }

    private static byte[] padded(String json, int length) {
        var body = new byte[length];
        Arrays.fill(body, (byte) ' ');
        System.arraycopy(utf8(json), 0, body, 0, json.length());
        return body;
    }

    private static byte[] chunked(byte[] body) {
        var head = utf8(Integer.toHexString(body.length) + "\r\n");
        var tail = utf8("\r\n0\r\n\r\n");
        var all = Arrays.copyOf(head, head.length + body.length + tail.length);
        System.arraycopy(body, 0, all, head.length, body.length);
        System.arraycopy(tail, 0, all, head.length + body.length, tail.length);
        return all;
    }

    @Test
    void bodiesAreLimitedToFourMebibytes() {
        var first = opened("{\"title\": \"first\"}");
        var bodies = new LinkedHashMap<String, String>();
        bodies.put("POST " + INCIDENTS, "{\"title\": \"a\"}");
        bodies.put("POST " + INCIDENTS + "/batch", "{\"incidents\": [{\"title\": \"a\"}]}");
        bodies.put("PATCH " + INCIDENTS, "{\"ids\": [\"1\"], \"title\": \"a\"}");
        bodies.put("PATCH " + INCIDENTS + "/1", "{\"title\": \"b\"}");
        bodies.put("DELETE " + INCIDENTS, "{\"ids\": [\"1\"]}");
        var softly = new SoftAssertions();
        bodies.forEach((operation, json) -> {
            var head = operation + " HTTP/1.1\r\nContent-Type: application/json\r\n" + bearer(editor);
            var large = padded(json, LIMIT + 1);
            var refused = raw().send(head + "Content-Length: " + large.length, large);
            softly.assertThat(refused.status()).as(operation).isEqualTo(413);
            softly.assertThat(refused.body()).as(operation).contains("\"/problems/too-large\"", "larger than 4 MiB");
            var alsoRefused = raw().send(head + "Transfer-Encoding: chunked", chunked(large));
            softly.assertThat(alsoRefused.status()).as(operation + " chunked").isEqualTo(413);
            softly.assertThat(alsoRefused.body()).as(operation + " chunked").contains("\"/problems/too-large\"");
        });
        softly.assertThat(viewer.get(INCIDENTS + "/" + first)
                        .json()
                        .at("/incident/version")
                        .intValue())
                .isEqualTo(1);
        bodies.forEach((operation, json) -> {
            var head = operation + " HTTP/1.1\r\nContent-Type: application/json\r\n" + bearer(editor);
            var fits = padded(json, LIMIT);
            softly.assertThat(raw().send(head + "Content-Length: " + fits.length, fits)
                            .status())
                    .as(operation)
                    .isBetween(200, 201);
            if (operation.startsWith("POST")) {
                softly.assertThat(raw().send(head + "Transfer-Encoding: chunked", chunked(fits))
                                .status())
                        .as(operation + " chunked")
                        .isEqualTo(201);
            }
        });
        softly.assertAll();
    }

    @Test
    void rejectsFarTooLargeBodies() {
        var answer = raw().send("POST " + INCIDENTS
                + " HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 99999999999\r\n" + bearer(editor));
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.headers()).containsEntry("connection", "close");
        assertThat(answer.body()).contains("\"/problems/too-large\"");
    }

    @Test
    void rejectsEndlessBodies() {
        var answer = raw().send(
                        "POST " + INCIDENTS + " HTTP/1.1\r\nContent-Type: application/json\r\n" + bearer(editor)
                                + "Transfer-Encoding: chunked",
                        chunked(new byte[70 << 20]));
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.headers()).containsEntry("connection", "close");
        assertThat(answer.body()).contains("\"/problems/too-large\"");
    }

    @Test
    void ifMatchAppliesAChangeToThatVersionOnly() {
        opened("{\"title\": \"a\"}");
        var path = INCIDENTS + "/1";
        var first = editor.with("If-Match", "\"1\"")
                .patch(path, "{\"title\": \"b\"}")
                .expect(200);
        assertThat(first.header("ETag")).isEqualTo("\"2\"");
        assertThat(viewer.get(path).header("ETag")).isEqualTo("\"2\"");
        for (var stale : List.of("\"1\"", "W/\"2\"", "\"3\", \"4\"", "\"\"", "\"02\"")) {
            var answer = editor.with("If-Match", stale)
                    .patch(path, "{\"title\": \"c\"}")
                    .expect(412);
            assertThat(answer.header("ETag")).isEqualTo("\"2\"");
            assertThat(problem(answer)).isEqualTo(json("""
                    {"type": "/problems/stale", "title": "Stale version", "status": 412,
                     "detail": "INC-00001 is at version 2"}"""));
            editor.with("If-Match", stale).delete(path).expect(412);
        }
        for (var malformed : List.of("2", "\"2", "'2'", "*, \"2\"", "\"2\" \"3\"")) {
            assertThat(faults(editor.with("If-Match", malformed)
                            .patch(path, "{\"title\": \"c\"}")
                            .expect(400)))
                    .containsExactly("If-Match invalid_format");
            assertThat(faults(editor.with("If-Match", malformed).delete(path).expect(400)))
                    .containsExactly("If-Match invalid_format");
        }
        assertThat(viewer.get(path).json().at("/incident/version").intValue()).isEqualTo(2);
        // The patch has no effect, so the version stays.
        assertThat(editor.with("If-Match", "\"2\"")
                        .patch(path, "{\"title\": \"b\"}")
                        .expect(200)
                        .header("ETag"))
                .isEqualTo("\"2\"");
        editor.with("If-Match", "\"1\", \"2\"")
                .patch(path, "{\"title\": \"d\"}")
                .expect(200);
        editor.with("If-Match", "*").patch(path, "{\"title\": \"e\"}").expect(200);
        editor.with("If-Match", "\"9\"")
                .patch(INCIDENTS + "/2", "{\"title\": \"e\"}")
                .expect(404);
        editor.with("If-Match", "\"4\"").delete(path).expect(204);
        viewer.get(path).expect(404);
    }

    @Test
    void reportsFaultsOfHeaderAndBodyTogether() {
        opened("{\"title\": \"a\"}");
        var answer = editor.with("If-Match", "7")
                .patch(INCIDENTS + "/1?x=1", "{\"title\": 1}")
                .expect(400);
        assertThat(faults(answer))
                .containsExactlyInAnyOrder("/title wrong_type", "If-Match invalid_format", "x unknown_parameter");
    }

    @Test
    void rejectsRequestsThatViolateHttp() {
        var softly = new SoftAssertions();
        for (var head : List.of(
                "GET " + INCIDENTS + " HTTP/1.1\r\nContent-Length: x",
                "GET " + INCIDENTS + " HTTP/1.1\r\nContent-Length: -1",
                "GET  HTTP/1.1",
                "GET " + INCIDENTS + " HTTP/1.1\r\nBad Header: x",
                "GET " + INCIDENTS + " HTTP/1.1\r\nX: " + "a".repeat(70_000),
                "GET " + INCIDENTS + "?id=" + "1".repeat(70_000) + " HTTP/1.1")) {
            softly.assertThat(raw().send(head + "\r\n" + bearer(viewer)).status())
                    .as(head.substring(0, Math.min(80, head.length())))
                    .isBetween(400, 499);
        }
        softly.assertAll();
    }
}
