package blotter.register.entry;

import static org.assertj.core.api.Assertions.assertThat;

import blotter.testing.ApiClient;
import blotter.testing.ApiRegister;
import blotter.testing.ApiTest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/// One source of truth for rules: whichever way a change comes, the same becomes of an entry, whichever its register.
abstract class RulesAgreeApiTest extends ApiTest {
    static final String TAGGED = "{\"title\": \"a\", \"tags\": [\"a\", \"b\"]}";
    private static final String FRAUD =
            "{\"title\": \"a\", \"threat_objectives\": [{\"threat_objective\": \"Fraud\", \"relevance\": \"High\"}]}";
    private static final String FULL = "{\"title\": \"a\", \"tags\": [%s]}"
            .formatted(IntStream.range(0, 100).mapToObj("\"t%d\""::formatted).collect(Collectors.joining(",")));

    /// @param status the answer to a single patch
    record Case(String entry, String patch, boolean merge, int status) {}

    static Case json(String entry, String patch, int status) {
        return new Case(entry, patch, false, status);
    }

    static Case merge(String entry, String patch, int status) {
        return new Case(entry, patch, true, status);
    }

    /// What holds in every register.
    private static final List<Case> SHARED = List.of(
            // No effect.
            json(TAGGED, "\"title\": \"a\"", 200),
            merge(TAGGED, "\"assigned_to\": null", 200),
            json(TAGGED, "\"title\": null, \"status\": \"New\"", 200),
            json(TAGGED, "\"tag_operation\": \"Add\", \"tags\": [\"A\"]", 200),
            json(TAGGED, "\"tag_operation\": \"Remove\", \"tags\": [\"b\", \"b\"], \"title\": \"a\"", 200),
            json(TAGGED, "\"tag_operation\": \"Replace\", \"tags\": [\"b\", \"a\"]", 200),
            json(TAGGED, "\"tags_add\": [\"A\"], \"tags_remove\": [\"never seen\"]", 200),
            json(TAGGED, "\"tags_add\": [], \"tags_remove\": null, \"title\": \"a\"", 200),
            json(FRAUD, "\"threat_objectives\": [{\"threat_objective\": \"Fraud\", \"relevance\": \"High\"}]", 200),
            // An effect.
            json(TAGGED, "\"title\": \" new \", \"description\": \" kept \", \"status\": \"Closed\"", 200),
            json(TAGGED, "\"tag_operation\": \"Add\", \"tags\": [\"c\", \"C\"]", 200),
            json(TAGGED, "\"tag_operation\": \"Remove\", \"tags\": [\"a\"]", 200),
            json(TAGGED, "\"tag_operation\": \"Replace\", \"tags\": [\"c\"]", 200),
            json(TAGGED, "\"tag_operation\": \"Replace\", \"tags\": []", 200),
            json(TAGGED, "\"tags_add\": [\"c\", \"C\"], \"tags_remove\": [\"A\"]", 200),
            merge(TAGGED, "\"tags_add\": null, \"tags_remove\": [\"a\", \"b\"]", 200),
            json(FRAUD, "\"threat_objectives\": [{\"threat_objective\": \"Fraud\", \"relevance\": \"Low\"}]", 200),
            json(FRAUD, "\"threat_objectives\": [{\"threat_objective\": \"Sabotage\"}]", 200),
            json(FRAUD, "\"threat_objectives\": []", 200),
            merge(FRAUD, "\"threat_objectives\": null", 200),
            merge(TAGGED, "\"tag_operation\": \"Replace\", \"tags\": null", 200),
            // Too many.
            json(FULL, "\"tag_operation\": \"Add\", \"tags\": [\"one more\"]", 400),
            json(FULL, "\"tag_operation\": \"Replace\", \"tags\": [\"one\"]", 200),
            json(FULL, "\"tags_add\": [\"one more\"], \"tags_remove\": [\"t1\"]", 200),
            json(FULL, "\"tags_add\": [\"one more\", \"another\"], \"tags_remove\": [\"t1\"]", 400),
            // The patch itself.
            json(TAGGED, "\"title\": \" \"", 400),
            merge(TAGGED, "\"title\": null, \"status\": null", 400),
            json(TAGGED, "\"source\": \"Nobody\", \"status\": \"new\", \"x\": 1", 400),
            json(TAGGED, "\"assigned_to\": \"0199b170-41d7-7aa9-8e21-7b3c5d9f0e64\"", 400),
            json(TAGGED, "\"tag_operation\": \"Add\"", 400),
            json(TAGGED, "\"tags_add\": [\"c\"], \"tags\": [\"b\"]", 400),
            json(TAGGED, "\"tags_add\": [\"c\"], \"tags_remove\": [\"C\"]", 400),
            json(TAGGED, "\"tags_add\": [], \"tags_remove\": []", 400),
            json(TAGGED, "\"version\": 7", 400),
            json(TAGGED, "\"title\": null", 400));

    private final ApiRegister register;
    private final List<Case> cases;

    /// @param own what holds in this register alone; its dates are of the year 2020
    RulesAgreeApiTest(ApiRegister register, List<Case> own) {
        this.register = register;
        this.cases = Stream.concat(SHARED.stream(), own.stream()).toList();
    }

    private JsonNode read(String id) {
        return viewer.get(register.path() + "/" + id).expect(200).json();
    }

    private JsonNode history(String id) {
        return viewer.get(register.path() + "/" + id + "/history")
                .expect(200)
                .json()
                .get("results");
    }

    private static String body(List<String> ids, String members) {
        return "{\"ids\": [%s], %s}"
                .formatted(ids.stream().map("\"%s\""::formatted).collect(Collectors.joining(", ")), members);
    }

    private ApiClient.Answer send(Case each, String path, String body) {
        return each.merge ? editor.mergePatch(path, body) : editor.patch(path, body);
    }

    /// What a row says whichever entry it is, and whenever it was made and changed.
    private JsonNode content(JsonNode row) {
        var copy = (ObjectNode) row.deepCopy();
        var entry = (ObjectNode) copy.get(register.one());
        entry.remove("id");
        for (var field : List.copyOf(entry.properties())) {
            if (field.getKey().endsWith("_date")
                    && field.getValue().isTextual()
                    && !field.getValue().textValue().startsWith("2020-")) {
                entry.put(field.getKey(), "now");
            }
        }
        copy.get("threat_objectives").forEach(each -> ((ObjectNode) each).remove("created_date"));
        return copy;
    }

    /// What a problem says whichever entry it is, and wherever it was named.
    private static List<String> content(ApiClient.Answer problem) {
        return problem.json()
                .get("errors")
                .valueStream()
                .map(fault -> fault.get("code").textValue() + " "
                        + fault.get("detail").textValue().replaceAll("(INC|RSK)-[0-9]+", "it"))
                .sorted()
                .toList();
    }

    private void agree(SoftAssertions softly, String way, BiFunction<Case, String, ApiClient.Answer> other) {
        for (var each : cases) {
            var alone = open(register, each.entry);
            var twin = open(register, each.entry);
            var single = send(each, register.path() + "/" + alone, "{%s}".formatted(each.patch));
            var many = other.apply(each, twin);
            var name = "%s: %s".formatted(way, each.patch);
            softly.assertThat(single.status()).as(name).isEqualTo(each.status);
            softly.assertThat(many.status()).as(name + many.body()).isEqualTo(each.status);
            if (single.status() == 200 && many.status() == 200) {
                softly.assertThat(content(many.json().get(register.many()).get(0)))
                        .as(name)
                        .isEqualTo(content(single.json()));
            } else if (single.status() == 400 && many.status() == 400) {
                softly.assertThat(content(many)).as(name).isEqualTo(content(single));
            }
            softly.assertThat(content(read(twin))).as(name).isEqualTo(content(read(alone)));
            var changes = history(alone).get(0).get("changes");
            softly.assertThat(history(twin)).as(name).hasSize(history(alone).size());
            softly.assertThat(
                            history(twin).get(0).get("changes").propertyStream().map(Map.Entry::getKey))
                    .as(name)
                    .containsExactlyElementsOf(() -> changes.fieldNames());
        }
    }

    @Test
    void aBulkPatchDoesAsASinglePatch() {
        var softly = new SoftAssertions();
        agree(softly, "bulk", (each, twin) -> send(each, register.path(), body(List.of(twin), each.patch)));
        softly.assertAll();
    }

    @Test
    void aChangeByFilterDoesAsASinglePatch() {
        var softly = new SoftAssertions();
        agree(
                softly,
                "filter",
                (each, twin) ->
                        send(each, register.path() + "?expected_total=1&id=" + twin, "{%s}".formatted(each.patch)));
        softly.assertAll();
    }

    @Test
    void allOfThemAtOnceAreWhatEachIsAlone() {
        for (var each : cases) {
            if (each.status == 200) {
                var twins = List.of(open(register, each.entry), open(register, each.entry), open(register, each.entry));
                send(each, register.path() + "/" + twins.getFirst(), "{%s}".formatted(each.patch))
                        .expect(200);
                send(each, register.path(), body(twins.subList(1, 3), each.patch))
                        .expect(200);
                assertThat(content(read(twins.get(1)))).isEqualTo(content(read(twins.getFirst())));
                assertThat(content(read(twins.get(2)))).isEqualTo(content(read(twins.getFirst())));
            }
        }
    }
}
