package blotter.register.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Strict and lenient handling (`Prefer`).
@QuarkusTest
class LenientApiTest extends EngineApiTest {
    /// Responded on the fifth, so that a later detection is invalid.
    private String early = "";

    private String good = "";

    @BeforeEach
    void openTwo() {
        early = opened("""
                {"title": "early", "detected_date": "2026-01-03T00:00:00Z", "responded_date": "2026-01-05T00:00:00Z"}""");
        good = opened("{\"title\": \"good\", \"detected_date\": \"2026-01-03T00:00:00Z\"}");
    }

    private static final String LATE = "\"detected_date\": \"2026-01-09T00:00:00Z\"";

    @Test
    void strictIsAllOrNothing() {
        var before = written();
        assertThat(problem(editor.patch(INCIDENTS, body(List.of(good, early), LATE + ", \"tags\": [\"new\"]"))
                        .expect(400)))
                .isEqualTo(json("""
                        {"type": "/problems/validation", "title": "Validation failed", "status": 400,
                         "detail": "/ids/1: INC-00001: detected_date 2026-01-09T00:00:00Z is after responded_date 2026-01-05T00:00:00Z",
                         "errors": [{"pointer": "/ids/1", "code": "date_order", "id": "INC-00001",
                           "detail": "INC-00001: detected_date 2026-01-09T00:00:00Z is after responded_date 2026-01-05T00:00:00Z"}]}"""));
        assertThat(written()).isEqualTo(before);
        editor.with("Prefer", "handling=strict")
                .patch(INCIDENTS, body(List.of(good, early), LATE))
                .expect(400);
        assertThat(written()).isEqualTo(before);
    }

    @Test
    void failuresAreReportedInOrderOfPrecedence() {
        editor.patch(INCIDENTS + "/" + good, "{\"title\": \"moved on\"}").expect(200);
        var before = written();
        for (var client : List.of(editor, lenient())) {
            var all = client.patch(
                            INCIDENTS, body(List.of(early, "98", good, "99"), LATE + ", \"versions\": {\"2\": 1}"))
                    .expect(404);
            assertThat(problem(all)).isEqualTo(json("""
                    {"type": "/problems/not-found", "title": "Not found", "status": 404,
                     "detail": "INC-00098, INC-00099 do not exist",
                     "errors": [
                       {"pointer": "/ids/1", "code": "not_found", "detail": "INC-00098: does not exist", "id": "INC-00098"},
                       {"pointer": "/ids/3", "code": "not_found", "detail": "INC-00099: does not exist", "id": "INC-00099"}]}"""));
            var there = client.patch(INCIDENTS, body(List.of(early, good), LATE + ", \"versions\": {\"2\": 1}"))
                    .expect(409);
            assertThat(problem(there)).isEqualTo(json("""
                    {"type": "/problems/conflict", "title": "Conflict", "status": 409,
                     "detail": "INC-00002 has changed since",
                     "errors": [{"pointer": "/ids/1", "code": "stale", "detail": "INC-00002: version 2 (expected: 1)",
                                 "id": "INC-00002"}]}"""));
            assertThat(faults(
                            client.patch(INCIDENTS, body(List.of(early), LATE)).expect(400)))
                    .containsExactly("/ids/0 date_order");
        }
        assertThat(written()).isEqualTo(before);
    }

    @Test
    void lenientChangesTheValidOnesAndReportsTheOthers() {
        var stale = opened("{\"title\": \"stale\"}");
        var same = opened("{\"title\": \"same\", \"detected_date\": \"2026-01-09T00:00:00Z\"}");
        editor.patch(INCIDENTS + "/" + stale, "{\"title\": \"moved on\"}").expect(200);

        var answer = lenient()
                .patch(
                        INCIDENTS,
                        body(
                                List.of(same, "99", early, good, stale),
                                LATE + ", \"versions\": {\"%s\": 1}".formatted(stale)))
                .expect(207);

        assertThat(answer.header("Preference-Applied")).isEqualTo("handling=lenient");
        assertThat(answer.json().get("failures")).isEqualTo(json("""
                [{"id": "INC-00099", "status": 404, "code": "not_found", "detail": "does not exist"},
                 {"id": "INC-00001", "status": 400, "code": "date_order",
                  "detail": "detected_date 2026-01-09T00:00:00Z is after responded_date 2026-01-05T00:00:00Z"},
                 {"id": "INC-00003", "status": 409, "code": "stale", "detail": "version 2 (expected: 1)"}]"""));
        var rows = answer.json().get("incidents");
        assertThat(ids(rows)).containsExactly(same, good);
        assertThat(rows.get(0)).isEqualTo(read(same));
        assertThat(rows.get(1)).isEqualTo(read(good));
        assertThat(answer.json().at("/batch/updated").intValue()).isEqualTo(1);
        assertThat(answer.json().at("/batch/unchanged").intValue()).isEqualTo(1);
        assertThat(answer.json().propertyStream().map(java.util.Map.Entry::getKey))
                .containsExactly("incidents", "batch", "failures");
        assertThat(lastBatch().get("id").textValue()).isEqualTo(batch(answer));
        assertThat(lastBatch().get("failed").intValue()).isEqualTo(3);
        assertThat(version(good)).isEqualTo(2);
        assertThat(version(early)).isEqualTo(1);
        assertThat(version(stale)).isEqualTo(2);
    }

    @Test
    void lenientWithoutFailuresReturns200AndNoFailures() {
        var answer = lenient().patch(INCIDENTS, body(List.of(good), LATE)).expect(200);
        assertThat(answer.json().get("failures")).isEqualTo(json("[]"));
        assertThat(answer.header("Preference-Applied")).isEqualTo("handling=lenient");
    }

    @Test
    void strictResponsesHaveNoFailuresOrPreferences() {
        var answer = editor.patch(INCIDENTS, body(List.of(good), LATE)).expect(200);
        assertThat(answer.json().has("failures")).isFalse();
        assertThat(answer.header("Preference-Applied")).isNull();
        var strict = editor.with("Prefer", "handling=strict, return=representation")
                .patch(INCIDENTS, body(List.of(good), LATE))
                .expect(200);
        assertThat(strict.json().has("failures")).isFalse();
        assertThat(strict.header("Preference-Applied")).isEqualTo("handling=strict, return=representation");
    }

    @Test
    void unchangedIncidentsAreNoFailures() {
        var before = written();
        var answer = lenient()
                .patch(INCIDENTS, body(List.of(good, "99"), "\"title\": \"good\""))
                .expect(207);
        assertThat(answer.json().get("batch")).isEqualTo(json("{\"id\": null, \"updated\": 0, \"unchanged\": 1}"));
        assertThat(failures(answer)).containsExactly("INC-00099 404 not_found");
        assertThat(written()).isEqualTo(before);
    }

    @Test
    void anInvalidPatchFailsInBothModes() {
        var before = written();
        for (var client : List.of(editor, lenient())) {
            for (var wrong : List.of(
                    "\"source\": \"Nobody\"",
                    "\"severity\": \"SEV-9\"",
                    "\"assigned_to\": \"0199b170-41d7-7aa9-8e21-7b3c5d9f0e64\"",
                    "\"titel\": \"x\"",
                    "\"title\": \" \"",
                    "\"tag_operation\": \"Add\"",
                    "\"tags\": [\"0199b170-41d7-7aa9-8e21-7b3c5d9f0e64\"]")) {
                client.patch(INCIDENTS, body(List.of(good, "99"), wrong)).expect(400);
            }
            client.patch(INCIDENTS, body(List.of(good, "INC-x"), LATE)).expect(400);
        }
        assertThat(written()).isEqualTo(before);
    }

    @Test
    void tooManyTagsFailOnlyTheirIncident() {
        var hundred = IntStream.range(0, 100).mapToObj("\"t%d\""::formatted).collect(Collectors.joining(","));
        editor.patch(INCIDENTS, body(List.of(early), "\"tags\": [%s]".formatted(hundred)))
                .expect(200);
        var answer = lenient()
                .patch(INCIDENTS, body(List.of(early, good), "\"tags\": [\"one more\"]"))
                .expect(207);
        assertThat(answer.json().get("failures")).isEqualTo(json("""
                [{"id": "INC-00001", "status": 400, "code": "too_many", "detail": "101 tags (expected: 100 at most)"}]"""));
        assertThat(tags(good)).containsExactly("one more");
        assertThat(tags(early)).hasSize(100);
    }

    @Test
    void theMinimalResponseHasOnlyBatchAndFailures() {
        var minimal = editor.with("Prefer", "return=minimal")
                .patch(INCIDENTS, body(List.of(good), LATE))
                .expect(200);
        assertThat(minimal.header("Preference-Applied")).isEqualTo("return=minimal");
        assertThat(minimal.json()).isEqualTo(json("""
                {"batch": {"id": "%s", "updated": 1, "unchanged": 0}}""".formatted(batch(minimal))));
        assertThat(lastBatch().get("id").textValue()).isEqualTo(batch(minimal));

        var both = editor.with("Prefer", "return=minimal, handling=lenient")
                .patch(INCIDENTS, body(List.of(good, early), LATE))
                .expect(207);
        assertThat(both.header("Preference-Applied")).isEqualTo("handling=lenient, return=minimal");
        assertThat(both.json().propertyStream().map(java.util.Map.Entry::getKey))
                .containsExactly("batch", "failures");
        assertThat(failures(both)).containsExactly("INC-00001 400 date_order");
    }

    @Test
    void unknownPreferencesAreIgnored() {
        var answer = editor.with("Prefer", "respond-async, wait=10, handling=whatever, return=none")
                .patch(INCIDENTS, body(List.of(good), LATE))
                .expect(200);
        assertThat(answer.header("Preference-Applied")).isNull();
        assertThat(answer.json().has("incidents")).isTrue();
        assertThat(answer.json().has("failures")).isFalse();
    }

    @Test
    void aRetryOfALenientCallGetsTheStoredResponse() {
        var once = lenient().with("Idempotency-Key", "k");
        var first = once.patch(INCIDENTS, body(List.of(good, early), LATE)).expect(207);
        var after = written();
        var again = once.patch(INCIDENTS, body(List.of(good, early), LATE)).expect(207);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.header("Preference-Applied")).isEqualTo("handling=lenient");
        assertThat(written()).isEqualTo(after);
        // The preference is part of the request.
        editor.with("Idempotency-Key", "k")
                .patch(INCIDENTS, body(List.of(good, early), LATE))
                .expect(422);
    }
}
