package blotter.register.entry;

import static org.assertj.core.api.Assertions.assertThat;

import blotter.testing.ApiClient;
import blotter.testing.ApiRegister;
import blotter.testing.ApiTest;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// `tags_add` and `tags_remove`: tags that come and go in one patch.
abstract class TagEditApiTest extends ApiTest {
    private final ApiRegister register;

    TagEditApiTest(ApiRegister register) {
        this.register = register;
    }

    private String tagged(String... labels) {
        return open(register, "{\"title\": \"a\", \"tags\": [%s]}".formatted(quoted(List.of(labels))));
    }

    private static String quoted(List<String> texts) {
        return texts.stream().map("\"%s\""::formatted).collect(Collectors.joining(", "));
    }

    private static String body(List<String> ids, String members) {
        return "{\"ids\": [%s], %s}".formatted(quoted(ids), members);
    }

    private static List<String> labels(JsonNode row) {
        return row.get("tags").findValuesAsText("content");
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

    private List<String> tagsThere() {
        return viewer.get("/api/v1/tags").expect(200).json().get("results").findValuesAsText("content");
    }

    private ApiClient.Answer undo(String batch) {
        return editor.send("POST", "/api/v1/batches/" + batch + "/undo", null, null);
    }

    private List<String> refused(String members) {
        return faults(editor.patch(register.path(), body(List.of("1"), members)).expect(400));
    }

    @Test
    void tagsComeAndGoInOneBatchThatIsUndoneExactly() {
        var ids = List.of(tagged("old", "kept"), tagged("kept"), tagged("new", "kept"), tagged("old", "new"));
        var before = ids.stream().map(id -> labels(read(id))).toList();

        var answer = editor.patch(
                        register.path(),
                        body(ids, "\"tags_add\": [\"NEW\", \"newer\"], \"tags_remove\": [\"Old\", \"never seen\"]"))
                .expect(200)
                .json();

        assertThat(answer.at("/batch/updated").intValue()).isEqualTo(4);
        assertThat(answer.get(register.many()).valueStream().map(TagEditApiTest::labels))
                .containsExactly(
                        List.of("kept", "new", "newer"),
                        List.of("kept", "new", "newer"),
                        List.of("kept", "new", "newer"),
                        List.of("new", "newer"));
        assertThat(tagsThere()).containsExactly("kept", "new", "newer", "old");
        var entry = history(ids.getFirst()).get(0);
        assertThat(entry.get("batch_id")).isEqualTo(answer.at("/batch/id"));
        assertThat(entry.get("changes").propertyStream().map(Map.Entry::getKey)).containsExactly("tags");

        var undone = undo(answer.at("/batch/id").textValue()).expect(200).json();
        assertThat(undone.at("/batch/updated").intValue()).isEqualTo(4);
        assertThat(ids.stream().map(id -> labels(read(id)))).containsExactlyElementsOf(before);
    }

    @Test
    void anEntryThatHasTheOneAndNotTheOtherStaysAsItIs() {
        var ids = List.of(tagged("new"), tagged("old"));
        var before = read(ids.getFirst());
        var answer = editor.patch(register.path(), body(ids, "\"tags_add\": [\"new\"], \"tags_remove\": [\"old\"]"))
                .expect(200)
                .json();
        assertThat(answer.get("batch").toString()).contains("\"updated\":1,\"unchanged\":1");
        assertThat(read(ids.getFirst())).isEqualTo(before);
        assertThat(history(ids.getFirst())).hasSize(1);
    }

    @Test
    void onePatchOfOneEntryTakesThemBesideOtherFieldsInEitherMediaType() {
        var id = tagged("old", "kept");
        var path = register.path() + "/" + id;
        var row = editor.patch(
                        path, "{\"tags_add\": [\"new\"], \"tags_remove\": [\"old\"], \"tags\": null, \"title\": \"b\"}")
                .expect(200)
                .json();
        assertThat(labels(row)).containsExactly("kept", "new");
        assertThat(row.get(register.one()).get("title").textValue()).isEqualTo("b");

        var tag = row.get("tags").get(0).get("id").textValue();
        row = editor.mergePatch(path, "{\"tags_add\": null, \"tags_remove\": [\"%s\"]}".formatted(tag))
                .expect(200)
                .json();
        assertThat(labels(row)).containsExactly("new");
    }

    @Test
    void aDryRunShowsBothAndMakesNoTag() {
        var id = tagged("old");
        var answer = editor.patch(
                        register.path() + "?dry_run=true",
                        body(List.of(id), "\"tags_add\": [\"new\"], \"tags_remove\": [\"old\"]"))
                .expect(200)
                .json();
        var change = answer.get(register.many()).get(0).at("/changes/tags");
        assertThat(change.get("from").toString()).contains("old").doesNotContain("new");
        assertThat(change.get("to").toString()).contains("new").doesNotContain("old");
        assertThat(tagsThere()).containsExactly("old");
        assertThat(labels(read(id))).containsExactly("old");
    }

    @Test
    void aTagThatDoesNotExistIsRemovedWithoutAFaultByItsIdToo() {
        var id = tagged("kept");
        var answer = editor.patch(
                        register.path(),
                        body(
                                List.of(id),
                                "\"tags_remove\": [\"never seen\", \"00000000-0000-4000-8000-000000000000\"]"))
                .expect(200)
                .json();
        assertThat(answer.get("batch").toString()).contains("\"id\":null,\"updated\":0,\"unchanged\":1");
        assertThat(tagsThere()).containsExactly("kept");
    }

    @Test
    void theyStandNeitherBesideTagsNorBesideAnOperation() {
        assertThat(refused("\"tags_add\": [\"a\"], \"tags\": [\"b\"]")).containsExactly("/tags invalid_value");
        assertThat(refused("\"tags_remove\": [], \"tags\": [], \"tag_operation\": \"Remove\""))
                .containsExactly("/tags invalid_value", "/tag_operation invalid_value");
        assertThat(faults(editor.mergePatch(register.path() + "/1", "{\"tags_add\": [\"a\"], \"tags\": null}")
                        .expect(400)))
                .containsExactly("/tags invalid_value");
        var answer = editor.patch(register.path() + "/1", "{\"tags_add\": [\"a\"], \"tag_operation\": \"Add\"}")
                .expect(400);
        assertThat(answer.json().at("/errors/0/detail").textValue())
                .isEqualTo("tag_operation beside tags_add or tags_remove (expected: one or the other)");
    }

    @Test
    void noTagIsInBothListsHoweverItIsNamed() {
        var tag = read(tagged("Zürich")).get("tags").get(0).get("id").textValue();
        assertThat(refused("\"tags_add\": [\"zurich\", \"new\"], \"tags_remove\": [\"b\", \"%s\", \"NEW\"]"
                        .formatted(tag)))
                .containsExactly("/tags_remove/1 duplicate", "/tags_remove/2 duplicate");
    }

    @Test
    void theirElementsFollowTheRulesOfTags() {
        assertThat(refused(
                        "\"tags_add\": [\"00000000-0000-4000-8000-000000000000\", \" \", 7], \"tags_remove\": [\"%s\", null]"
                                .formatted("x".repeat(101))))
                .containsExactly(
                        "/tags_add/0 unknown_tag",
                        "/tags_add/1 blank",
                        "/tags_add/2 wrong_type",
                        "/tags_remove/0 too_long",
                        "/tags_remove/1 wrong_type");
        var many = "[%s\"a\"]".formatted("\"a\", ".repeat(100));
        assertThat(refused("\"tags_add\": \"a\", \"tags_remove\": %s".formatted(many)))
                .containsExactly("/tags_add wrong_type", "/tags_remove too_many");
    }

    @Test
    void emptyListsChangeNothingAndAreAnEmptyPayload() {
        var id = tagged("a");
        for (var members :
                List.of("\"tags_add\": []", "\"tags_add\": [], \"tags_remove\": []", "\"tags_remove\": null")) {
            var answer =
                    editor.patch(register.path(), body(List.of(id), members)).expect(400);
            assertThat(answer.json().get("type").textValue()).as(members).isEqualTo("/problems/empty-payload");
        }
    }

    @Test
    void aNewEntryHasNoneOfThem() {
        var members = "{\"title\": \"a\", \"tags_add\": [\"a\"], \"tags_remove\": []}";
        assertThat(faults(editor.post(register.path(), members).expect(400)))
                .containsExactly("/tags_add unknown_field", "/tags_remove unknown_field");
        var batch = "{\"%s\": [%s]}".formatted(register.many(), members);
        assertThat(faults(editor.post(register.path() + "/batch", batch).expect(400)))
                .containsExactly(
                        "/%s/0/tags_add unknown_field".formatted(register.many()),
                        "/%s/0/tags_remove unknown_field".formatted(register.many()));
    }
}
