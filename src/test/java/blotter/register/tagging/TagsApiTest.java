package blotter.register.tagging;

import static org.assertj.core.api.Assertions.assertThat;

import blotter.register.tag.Tags;
import blotter.testing.ApiTest;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TagsApiTest extends ApiTest {
    private static final String TAGS = "/api/v1/tags";

    private List<JsonNode> list(String query) {
        return viewer.get(TAGS + "?" + query)
                .expect(200)
                .json()
                .get("results")
                .valueStream()
                .toList();
    }

    private List<String> labels(String query) {
        return list(query).stream().map(tag -> tag.get("content").textValue()).toList();
    }

    private void openWith(String... labels) {
        opened("{\"title\": \"a\", \"tags\": [\"" + String.join("\", \"", labels) + "\"]}");
    }

    @Test
    void aTagIsListedWithItsUses() {
        openWith("phishing");
        openWith("Phishing", "other");
        editor.delete(INCIDENTS + "/2").expect(204);
        openWith("PHISHING");
        var tags = viewer.get(TAGS).expect(200).json();
        var other = tags.at("/results/0");
        var phishing = tags.at("/results/1");
        assertThat(tags).isEqualTo(json("""
                {"results": [
                   {"id": "<other>", "content": "other", "creator_id": "<creator>", "org_id": "<org>",
                    "incident_count": 0, "risk_count": 0},
                   {"id": "<phishing>", "content": "phishing", "creator_id": "<creator>", "org_id": "<org>",
                    "incident_count": 2, "risk_count": 0}],
                 "pagination": {"page": 1, "page_size": 50, "has_next": false, "total": 2, "total_is_exact": true,
                                "next_cursor": null}}""".replace("<other>", other.get("id").textValue())
                .replace("<phishing>", phishing.get("id").textValue())
                .replace(
                        "<creator>",
                        editor.get("/api/v1/users/me").json().get("id").textValue())
                .replace("<org>", organization.publicId().toString())));
    }

    @Test
    void labelsIgnoreCaseAccentsAndSpacesAndKeepTheFirstSpelling() {
        openWith("Légal Hold");
        openWith("legal hold", "LEGAL  HOLD", " Le\u0301gal\u00a0hold ");
        openWith("straße");
        openWith("STRASSE");
        assertThat(labels("")).containsExactly("Légal Hold", "straße");
        var row = viewer.get(INCIDENTS + "/2").json().get("tags");
        assertThat(row).hasSize(1);
        assertThat(row.at("/0/content").textValue()).isEqualTo("Légal Hold");
    }

    @Test
    void sortsTagsByLabelIgnoringCaseAndAccents() {
        openWith("b", "Á", "C", "ä2", "a1", "10", "日本", "Z");
        assertThat(labels("")).containsExactly("10", "Á", "a1", "ä2", "b", "C", "Z", "日本");
        assertThat(labels("order_by=content")).isEqualTo(labels(""));
        assertThat(labels("order_by=-content")).isEqualTo(labels("").reversed());
        // In the same order as on an incident.
        assertThat(viewer.get(INCIDENTS + "/1")
                        .json()
                        .get("tags")
                        .valueStream()
                        .map(tag -> tag.get("content").textValue()))
                .containsExactlyElementsOf(labels(""));
    }

    @Test
    void findsPartsOfLabelsIgnoringCaseAndAccents() {
        openWith("Spear Phishing", "phishing", "Ångström", "100%", "under_score");
        assertThat(labels("content_contains=PHISH")).containsExactly("phishing", "Spear Phishing");
        assertThat(labels("content_contains=angst")).containsExactly("Ångström");
        assertThat(labels("content_contains=" + q("ÅNGST"))).containsExactly("Ångström");
        assertThat(labels("content_contains=" + q("r p"))).containsExactly("Spear Phishing");
        assertThat(labels("content_contains=" + q("%"))).containsExactly("100%");
        assertThat(labels("content_contains=_")).containsExactly("under_score");
        assertThat(labels("content_contains=nothing")).isEmpty();
        assertThat(labels("content_contains=")).hasSize(5);
        assertThat(viewer.get(TAGS + "?content_contains=phish")
                        .json()
                        .at("/pagination/total")
                        .intValue())
                .isEqualTo(2);
    }

    @Test
    void cursorsWalkTheWholeListWhileTagsAreCreated() {
        openWith("a", "b", "c", "d", "e", "f", "g");
        for (var order : List.of("content", "-content")) {
            var walked = new ArrayList<String>();
            var path = TAGS + "?page_size=2&order_by=" + order;
            for (int number = 1; path != null; number++) {
                var page = viewer.get(path).expect(200).json();
                page.get("results").forEach(tag -> walked.add(tag.get("content").textValue()));
                assertThat(page.at("/pagination/page").intValue()).isEqualTo(number);
                var next = page.at("/pagination/next_cursor").textValue();
                path = next == null ? null : TAGS + "?page_size=2&cursor=" + next;
                if (number < 3) {
                    openWith("0" + order + number, "z" + order + number);
                }
            }
            assertThat(walked)
                    .as(order)
                    .filteredOn(label -> label.length() == 1)
                    .containsExactlyElementsOf(
                            order.equals("content")
                                    ? List.of("a", "b", "c", "d", "e", "f", "g")
                                    : List.of("g", "f", "e", "d", "c", "b", "a"));
        }
    }

    @Test
    void theNumberOfTagsIsLimited() {
        int each = 100;
        var incidents = IntStream.range(0, Tags.MOST / each)
                .mapToObj(i -> IntStream.range(0, each)
                        .mapToObj(k -> "\"tag %d\"".formatted(i * each + k))
                        .collect(Collectors.joining(",", "{\"title\": \"a\", \"tags\": [", "]}")))
                .collect(Collectors.joining(",", "{\"incidents\": [", "]}"));
        editor.post(INCIDENTS + "/batch", incidents).expect(201);
        assertThat(faults(editor.patch(INCIDENTS + "/1", "{\"tags\": [\"one more\"]}")
                        .expect(400)))
                .containsExactly("/tags too_many");
        assertThat(faults(editor.post("/api/v1/tags", "{\"content\": \"one more\"}")
                        .expect(400)))
                .containsExactly("/content too_many");
        editor.patch(INCIDENTS + "/1", "{\"tags\": [\"TAG 7\"]}").expect(200);
    }

    @Test
    void rejectsInvalidListParameters() {
        opened("{\"title\": \"a\"}");
        opened("{\"title\": \"b\"}");
        var cursor = viewer.get(INCIDENTS + "?page_size=1")
                .json()
                .at("/pagination/next_cursor")
                .textValue();
        assertThat(faults(viewer.get(TAGS + "?order_by=id&page=0&page_size=201&content=a&content_contains=a"
                                + "&content_contains=b&cursor=" + cursor)
                        .expect(400)))
                .containsExactlyInAnyOrder(
                        "order_by invalid_value",
                        "page out_of_range",
                        "page_size out_of_range",
                        "content unknown_parameter",
                        "content_contains duplicate_parameter",
                        "cursor invalid_format");
    }
}
