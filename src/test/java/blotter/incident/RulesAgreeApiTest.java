package blotter.incident;

import static org.assertj.core.api.Assertions.assertThat;

import blotter.testing.ApiClient;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/// One source of truth for rules: whichever way a change comes, the same becomes of an incident.
@QuarkusTest
class RulesAgreeApiTest extends EngineApiTest {
    private static final String DATED = """
            {"title": "a", "occurred_date": "2026-01-02T00:00:00Z", "detected_date": "2026-01-04T00:00:00Z",
             "responded_date": "2026-01-06T00:00:00Z"}""";
    private static final String TAGGED = "{\"title\": \"a\", \"tags\": [\"a\", \"b\"]}";
    private static final String FRAUD =
            "{\"title\": \"a\", \"threat_objectives\": [{\"threat_objective\": \"Fraud\", \"relevance\": \"High\"}]}";
    private static final String FULL = "{\"title\": \"a\", \"tags\": [%s]}"
            .formatted(IntStream.range(0, 100).mapToObj("\"t%d\""::formatted).collect(Collectors.joining(",")));

    /// @param status the answer to a single patch
    private record Case(String incident, String patch, boolean merge, int status) {}

    private static Case json(String incident, String patch, int status) {
        return new Case(incident, patch, false, status);
    }

    private static Case merge(String incident, String patch, int status) {
        return new Case(incident, patch, true, status);
    }

    private static final List<Case> CASES = List.of(
            // No effect.
            json(TAGGED, "\"title\": \"a\"", 200),
            json(DATED, "\"detected_date\": \"2026-01-04T01:00:00+01:00\"", 200),
            merge(TAGGED, "\"assigned_to\": null", 200),
            json(TAGGED, "\"title\": null, \"status\": \"New\"", 200),
            json(TAGGED, "\"tag_operation\": \"Add\", \"tags\": [\"A\"]", 200),
            json(TAGGED, "\"tag_operation\": \"Remove\", \"tags\": [\"b\", \"b\"], \"title\": \"a\"", 200),
            json(TAGGED, "\"tag_operation\": \"Replace\", \"tags\": [\"b\", \"a\"]", 200),
            json(FRAUD, "\"threat_objectives\": [{\"threat_objective\": \"Fraud\", \"relevance\": \"High\"}]", 200),
            // An effect.
            json(
                    TAGGED,
                    "\"title\": \" new \", \"description\": \" kept \", \"severity\": \"SEV-1\", \"source\": \"SIEM\"",
                    200),
            json(TAGGED, "\"tag_operation\": \"Add\", \"tags\": [\"c\", \"C\"]", 200),
            json(TAGGED, "\"tag_operation\": \"Remove\", \"tags\": [\"a\"]", 200),
            json(TAGGED, "\"tag_operation\": \"Replace\", \"tags\": [\"c\"]", 200),
            json(TAGGED, "\"tag_operation\": \"Replace\", \"tags\": []", 200),
            json(FRAUD, "\"threat_objectives\": [{\"threat_objective\": \"Fraud\", \"relevance\": \"Low\"}]", 200),
            json(FRAUD, "\"threat_objectives\": [{\"threat_objective\": \"Sabotage\"}]", 200),
            json(FRAUD, "\"threat_objectives\": []", 200),
            merge(FRAUD, "\"threat_objectives\": null", 200),
            merge(TAGGED, "\"tag_operation\": \"Replace\", \"tags\": null", 200),
            // Dates.
            json(DATED, "\"occurred_date\": \"2026-01-04T00:00:00Z\"", 200),
            json(DATED, "\"contained_date\": \"2026-01-02T00:00:00Z\"", 200),
            merge(DATED, "\"occurred_date\": null, \"contained_date\": \"2026-01-01T00:00:00Z\"", 200),
            merge(DATED, "\"responded_date\": null, \"detected_date\": \"2026-01-30T00:00:00Z\"", 200),
            json(DATED, "\"occurred_date\": \"2026-01-05T00:00:00Z\"", 400),
            json(DATED, "\"detected_date\": \"2026-01-07T00:00:00Z\"", 400),
            json(DATED, "\"responded_date\": \"2026-01-03T00:00:00Z\"", 400),
            json(DATED, "\"contained_date\": \"2026-01-01T00:00:00Z\", \"title\": \"not this either\"", 400),
            // Too many.
            json(FULL, "\"tag_operation\": \"Add\", \"tags\": [\"one more\"]", 400),
            json(FULL, "\"tag_operation\": \"Replace\", \"tags\": [\"one\"]", 200),
            // The patch itself.
            json(TAGGED, "\"title\": \" \"", 400),
            merge(TAGGED, "\"title\": null, \"status\": null", 400),
            json(TAGGED, "\"source\": \"Nobody\", \"severity\": \"SEV-0\", \"x\": 1", 400),
            json(TAGGED, "\"assigned_to\": \"0199b170-41d7-7aa9-8e21-7b3c5d9f0e64\"", 400),
            json(TAGGED, "\"tag_operation\": \"Add\"", 400),
            json(TAGGED, "\"title\": null", 400));

    private ApiClient.Answer send(Case each, String path, String body) {
        return each.merge ? editor.mergePatch(path, body) : editor.patch(path, body);
    }

    /// What a row says whichever incident it is, and whenever it was changed.
    private static JsonNode content(JsonNode row) {
        var copy = (ObjectNode) row.deepCopy();
        ((ObjectNode) copy.get("incident")).remove(List.of("id", "created_date", "updated_date"));
        copy.get("threat_objectives").forEach(each -> ((ObjectNode) each).remove("created_date"));
        if (!copy.at("/incident/detected_date").asText("").startsWith("2026-01")) {
            ((ObjectNode) copy.get("incident")).remove("detected_date");
        }
        return copy;
    }

    /// What a problem says whichever incident it is, and wherever it was named.
    private static List<String> content(ApiClient.Answer problem) {
        return problem.json()
                .get("errors")
                .valueStream()
                .map(fault -> fault.get("code").textValue() + " "
                        + fault.get("detail").textValue().replaceAll("INC-[0-9]+", "INC"))
                .sorted()
                .toList();
    }

    private void agree(SoftAssertions softly, String way, BiFunction<Case, String, ApiClient.Answer> other) {
        for (var each : CASES) {
            var alone = opened(each.incident);
            var twin = opened(each.incident);
            var single = send(each, INCIDENTS + "/" + alone, "{%s}".formatted(each.patch));
            var many = other.apply(each, twin);
            var name = "%s: %s".formatted(way, each.patch);
            softly.assertThat(single.status()).as(name).isEqualTo(each.status);
            softly.assertThat(many.status()).as(name + many.body()).isEqualTo(each.status);
            if (single.status() == 200 && many.status() == 200) {
                softly.assertThat(content(many.json().at("/incidents/0")))
                        .as(name)
                        .isEqualTo(content(single.json()));
            } else if (single.status() == 400 && many.status() == 400) {
                softly.assertThat(content(many)).as(name).isEqualTo(content(single));
            }
            softly.assertThat(content(read(twin))).as(name).isEqualTo(content(read(alone)));
            var changes = history(alone).get(0).get("changes");
            softly.assertThat(history(twin)).as(name).hasSize(history(alone).size());
            softly.assertThat(
                            history(twin).get(0).get("changes").propertyStream().map(java.util.Map.Entry::getKey))
                    .as(name)
                    .containsExactlyElementsOf(() -> changes.fieldNames());
        }
    }

    @Test
    void aBulkPatchDoesAsASinglePatch() {
        var softly = new SoftAssertions();
        agree(softly, "bulk", (each, twin) -> send(each, INCIDENTS, body(List.of(twin), each.patch)));
        softly.assertAll();
    }

    @Test
    void aChangeByFilterDoesAsASinglePatch() {
        var softly = new SoftAssertions();
        agree(
                softly,
                "filter",
                (each, twin) -> send(each, INCIDENTS + "?expected_total=1&id=" + twin, "{%s}".formatted(each.patch)));
        softly.assertAll();
    }

    @Test
    void allOfThemAtOnceAreWhatEachIsAlone() {
        for (var each : CASES) {
            if (each.status == 200) {
                var twins = List.of(opened(each.incident), opened(each.incident), opened(each.incident));
                send(each, INCIDENTS + "/" + twins.getFirst(), "{%s}".formatted(each.patch))
                        .expect(200);
                send(each, INCIDENTS, body(twins.subList(1, 3), each.patch)).expect(200);
                assertThat(content(read(twins.get(1)))).isEqualTo(content(read(twins.getFirst())));
                assertThat(content(read(twins.get(2)))).isEqualTo(content(read(twins.getFirst())));
            }
        }
    }
}
