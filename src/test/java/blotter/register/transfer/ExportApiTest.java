package blotter.register.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import blotter.testing.ApiTest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Exports, and importing them again.
@QuarkusTest
class ExportApiTest extends ApiTest {
    private static final String EXPORT = INCIDENTS + "/export";
    private static final List<String> ODD = List.of(
            "=",
            "+",
            "-",
            "@",
            "\t",
            "\r",
            "\n",
            "\r\n",
            "'",
            "''",
            "\"",
            "\"\"",
            ",",
            ";",
            "\\",
            "\\;",
            " ",
            "  ",
            "\u00a0",
            "a",
            "Z",
            "1",
            "é",
            "ß",
            "日本",
            "\uD83D\uDE00",
            "\u200b",
            "\uFEFF",
            "＝",
            "#",
            "=HYPERLINK(\"x\")",
            "null",
            ":",
            "|",
            "%",
            "{",
            "```");

    private static String text(Random random, int most) {
        var text = new StringBuilder();
        for (int i = random.nextInt(most); i > 0; i--) {
            text.append(ODD.get(random.nextInt(ODD.size())));
        }
        return text.toString();
    }

    private static String label(Random random, int most) {
        return "x".repeat(random.nextInt(2)) + text(random, most) + "y";
    }

    private static <T> T oneOf(Random random, List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private ObjectNode incident(Random random, List<String> people) {
        var incident = JsonNodeFactory.instance.objectNode();
        incident.put("title", label(random, 8));
        incident.put("description", random.nextInt(20) == 0 ? "=ab\n'".repeat(20_000) : text(random, 10));
        incident.put("status", oneOf(random, List.of("New", "In Progress", "Review", "Closed")));
        if (random.nextBoolean()) {
            incident.put("severity", "SEV-" + (1 + random.nextInt(5)));
            incident.put("severity_reasoning", text(random, 4));
            incident.put("source", oneOf(random, List.of("SIEM", "Other", "Bug Bounty")));
            incident.put("assigned_to", oneOf(random, people));
            incident.put("occurred_date", "2026-01-01T00:00:00.%06dZ".formatted(random.nextInt(1_000_000)));
            incident.put("responded_date", "2026-07-01T00:00:00Z");
        }
        incident.put("detected_date", "2026-02-01T10:00:00.%06d+02:00".formatted(random.nextInt(1_000_000)));
        var tags = incident.putArray("tags");
        for (int i = random.nextInt(4); i > 0; i--) {
            tags.add(label(random, 4));
        }
        if (random.nextInt(3) == 0) {
            incident.putArray("threat_objectives")
                    .addObject()
                    .put("threat_objective", oneOf(random, List.of("Fraud", "Data Disclosure")))
                    .put("relevance", oneOf(random, List.of("High", "Low")));
        }
        return incident;
    }

    @Test
    void importingAnExportChangesNothing() {
        var random = new Random(20_260_305);
        var ann = tenants.person(organization, "Ann", true);
        var gone = tenants.person(organization, "=Gone", true);
        var people = List.of(ann.id().toString(), gone.id().toString());
        for (int batch = 0; batch < 2; batch++) {
            var body = JsonNodeFactory.instance.objectNode();
            var incidents = body.putArray("incidents");
            for (int i = 0; i < 200; i++) {
                incidents.add(incident(random, people));
            }
            editor.post(INCIDENTS + "/batch", body.toString()).expect(201);
        }
        tenants.deactivate(organization, gone);
        tenants.deactivateSource(organization, "Bug Bounty");
        var file = viewer.get(EXPORT).expect(200);
        var answer = editor.send(
                        "POST",
                        INCIDENTS + "/import?dry_run=true",
                        "text/csv",
                        file.body().getBytes(UTF_8))
                .expect(200)
                .json();
        var others = new ArrayList<JsonNode>();
        answer.get("rows").forEach(row -> {
            if (!row.get("verdict").textValue().equals("unchanged")) {
                others.add(row);
            }
        });
        assertThat(others).isEmpty();
        assertThat(answer.at("/counts/unchanged").intValue()).isEqualTo(400);
    }

    @Test
    void exportsContainNoFormulas() {
        opened("""
                {"title": "=cmd|' /C calc'!A0", "description": "@SUM(1)", "severity_reasoning": "", "tags": ["+1", "a;b"],
                 "detected_date": "2026-01-05T00:00:00Z", "threat_objectives": [{"threat_objective": "Fraud", "relevance": "High"}, {"threat_objective": "Sabotage"}]}""");
        var answer = viewer.get(EXPORT).expect(200);
        assertThat(answer.header("Content-Type")).isEqualTo("text/csv; charset=utf-8");
        assertThat(answer.header("Content-Disposition"))
                .matches("attachment; filename=\"incidents-[0-9]{4}-[0-9]{2}-[0-9]{2}\\.csv\"");
        var lines = answer.body().split("\r\n", -1);
        assertThat(lines[0])
                .isEqualTo(
                        "\uFEFFid,title,description,status,severity,severity_reasoning,source,assigned_to,occurred_date,"
                                + "detected_date,responded_date,contained_date,tags,threat_objectives,opened_by,updated_by,"
                                + "created_date,updated_date,comment_count,risk_associations,version");
        assertThat(lines[1])
                .startsWith("INC-00001,'=cmd|' /C calc'!A0,'@SUM(1),New,,',,,,2026-01-05T00:00:00Z,,,'+1; a\\;b,"
                        + "Sabotage; Fraud:High,");
        assertThat(lines[2]).isEmpty();
    }

    @Test
    void acceptsTheFiltersAndOrderOfTheList() {
        opened("{\"title\": \"b\", \"severity\": \"SEV-1\"}");
        opened("{\"title\": \"a\", \"severity\": \"SEV-2\"}");
        opened("{\"title\": \"c\"}");
        assertThat(titles("order_by=title")).containsExactly("a", "b", "c");
        assertThat(titles("order_by=-severity")).containsExactly("a", "b", "c");
        assertThat(titles("")).containsExactly("c", "a", "b");
        assertThat(titles("severity=SEV-1&severity=none&order_by=-title")).containsExactly("c", "b");
        assertThat(titles("free_text=b")).containsExactly("b");
        assertThat(faults(viewer.get(EXPORT + "?format=xml&page=2&order_by=colour")
                        .expect(400)))
                .containsExactlyInAnyOrder("format invalid_value", "order_by invalid_value", "page unknown_parameter");
    }

    private List<String> titles(String query) {
        return viewer.get(EXPORT + "?format=jsonl&" + query)
                .expect(200)
                .body()
                .lines()
                .map(line -> json(line).at("/incident/title").textValue())
                .toList();
    }

    @Test
    void exportsEveryEntryOnceInEveryOrder() {
        var body = new StringBuilder("title,severity,occurred_date\n");
        for (int i = 0; i < 1_203; i++) {
            body.append("t%d,%s,%s\n"
                    .formatted(i % 10, i % 3 == 0 ? "" : "SEV-" + (i % 3), i % 2 == 0 ? "" : "2026-01-01"));
        }
        editor.send("POST", INCIDENTS + "/import", "text/csv", body.toString().getBytes(UTF_8))
                .expect(200);
        for (var order : List.of("id", "-title", "severity", "-occurred_date", "updated_date")) {
            assertThat(viewer.get(EXPORT + "?format=jsonl&order_by=" + order)
                            .expect(200)
                            .body()
                            .lines()
                            .map(line -> json(line).at("/incident/id").textValue()))
                    .as(order)
                    .doesNotHaveDuplicates()
                    .hasSize(1_203);
        }
    }

    @Test
    void aLineOfJsonIsARowOfTheList() {
        opened("{\"title\": \"a\", \"tags\": [\"x\"], \"threat_objectives\": [{\"threat_objective\": \"Fraud\"}]}");
        var answer = viewer.get(EXPORT + "?format=jsonl").expect(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/x-ndjson");
        assertThat(json(answer.body())).isEqualTo(viewer.get(INCIDENTS).json().at("/results/0"));
    }

    @Test
    void headRequestsForExportsTakeNoPlace() {
        for (int i = 0; i < 6; i++) {
            assertThat(viewer.unchecked().send("HEAD", EXPORT, null, null).status())
                    .isEqualTo(200);
        }
        viewer.get(EXPORT).expect(200);
    }
}
