package blotter.register.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Versions prevent overwriting changes that the client has not seen.
@QuarkusTest
class VersionsApiTest extends EngineApiTest {
    @Test
    void anOutdatedVersionIsAConflict() {
        var ids = cases(3);
        editor.patch(INCIDENTS, body(ids.subList(0, 2), "\"status\": \"Review\""))
                .expect(200);
        var before = written();
        var answer = editor.patch(INCIDENTS, body(ids, """
                "status": "Closed", "versions": {"INC-00001": 1, "INC-2": 3, "3": 1}"""));
        assertThat(problem(answer.expect(409))).isEqualTo(json("""
                {"type": "/problems/conflict", "title": "Conflict", "status": 409,
                 "detail": "INC-00001, INC-00002 have changed since",
                 "errors": [
                   {"pointer": "/ids/0", "code": "stale", "detail": "INC-00001: version 2 (expected: 1)", "id": "INC-00001"},
                   {"pointer": "/ids/1", "code": "stale", "detail": "INC-00002: version 2 (expected: 3)", "id": "INC-00002"}]}"""));
        assertThat(written()).isEqualTo(before);
        editor.patch(INCIDENTS, body(ids, "\"status\": \"Closed\", \"versions\": {\"1\": 2, \"2\": 2}"))
                .expect(200);
        assertThat(version(ids.get(2))).isEqualTo(2);
    }

    @Test
    void versionsAreCheckedEvenWithoutAChange() {
        var ids = cases(1);
        editor.patch(INCIDENTS, body(ids, "\"status\": \"Review\", \"versions\": {\"1\": 7}"))
                .expect(409);
    }

    @Test
    void requiresIdsAndVersions() {
        var ids = cases(2);
        var before = written();
        assertThat(faults(editor.patch(INCIDENTS, body(ids, """
                        "status": "Closed", "versions": {"inc-1": 1, "0": 1, "1": "1", "2": 0, "INC-00002": 1.5, "3": 1}""")).expect(400)))
                .containsExactlyInAnyOrder(
                        "/versions/inc-1 invalid_format",
                        "/versions/0 invalid_format",
                        "/versions/1 wrong_type",
                        "/versions/2 out_of_range",
                        "/versions/INC-00002 wrong_type",
                        "/versions/3 invalid_value");
        assertThat(faults(editor.patch(INCIDENTS, body(ids, """
                        "status": "Closed", "versions": {"1": 1, "INC-00001": 1}""")).expect(400)))
                .containsExactly("/versions/INC-00001 duplicate_key");
        for (var wrong : List.of("[]", "7", "\"7\"", "true")) {
            assertThat(faults(editor.patch(INCIDENTS, body(ids, "\"status\": \"Closed\", \"versions\": " + wrong))
                            .expect(400)))
                    .containsExactly("/versions wrong_type");
        }
        assertThat(faults(editor.patch(INCIDENTS + "/1", "{\"title\": \"x\", \"versions\": {\"1\": 1}}")
                        .expect(400)))
                .containsExactly("/versions unknown_field");
        assertThat(written()).isEqualTo(before);
    }

    @Test
    void emptyAndNullVersionsAreNotChecked() {
        var ids = cases(2);
        editor.patch(INCIDENTS, body(ids, "\"status\": \"Closed\", \"versions\": {}"))
                .expect(200);
        editor.patch(INCIDENTS, body(ids, "\"status\": \"New\", \"versions\": null"))
                .expect(200);
        editor.mergePatch(INCIDENTS, body(ids, "\"status\": \"Closed\", \"versions\": null"))
                .expect(200);
        // Versions without changes are an empty patch.
        editor.patch(INCIDENTS, body(ids, "\"versions\": {\"1\": 1}")).expect(400);
    }

    @Test
    void versionsWorkWithFilters() {
        cases(3);
        editor.patch(INCIDENTS + "/2", "{\"title\": \"moved on\"}").expect(200);
        var filter = INCIDENTS + "?status=New&expected_total=3";
        assertThat(problem(editor.patch(filter, "{\"severity\": \"SEV-2\", \"versions\": {\"1\": 1, \"2\": 1}}")
                                .expect(409))
                        .get("detail")
                        .textValue())
                .isEqualTo("INC-00002 has changed since");
        var answer = lenient()
                .patch(filter, "{\"severity\": \"SEV-2\", \"versions\": {\"1\": 1, \"2\": 1}}")
                .expect(207);
        assertThat(failures(answer)).containsExactly("INC-00002 409 stale");
        assertThat(ids(answer.json().get("incidents"))).containsExactly("INC-00001", "INC-00003");
    }
}
