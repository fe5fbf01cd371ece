package blotter.comment;

import static org.assertj.core.api.Assertions.assertThat;

import blotter.access.Role;
import blotter.testing.ApiTest;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

@QuarkusTest
class CommentsApiTest extends ApiTest {
    private static final String COMMENTS = INCIDENTS + "/1/comments";

    private JsonNode said(String value) {
        return editor.post(COMMENTS, "{\"value\": \"%s\"}".formatted(value))
                .expect(201)
                .json();
    }

    private JsonNode comments() {
        return viewer.get(COMMENTS).expect(200).json().get("comments");
    }

    private JsonNode row() {
        return viewer.get(INCIDENTS + "/1").expect(200).json();
    }

    private JsonNode history() {
        return viewer.get(INCIDENTS + "/1/history").expect(200).json().get("results");
    }

    private static String at(JsonNode comment) {
        return COMMENTS + "/" + comment.get("id").textValue();
    }

    @Test
    void aCommentIsKeptAsItIsWrittenAndMovesNeitherVersionNorDate() {
        opened("{\"title\": \"a\"}");
        var before = viewer.get(INCIDENTS + "/1").expect(200);
        clock.advance(Duration.ofMinutes(5));
        var made = said("  # <b>Hi</b>\\n\\n* \u00e9 \ud83d\ude00 ");
        var me = editor.get("/api/v1/users/me").json();
        assertThat(made).isEqualTo(json("""
                {"id": "%s", "user": {"id": "%s", "email": "%s", "first_name": "%s", "last_name": "", "icon": null},
                 "value": "  # <b>Hi</b>\\n\\n* \u00e9 \ud83d\ude00 ", "created_date": "%s", "edited_date": null}""".formatted(
                        made.get("id").textValue(),
                        me.get("id").textValue(),
                        me.get("email").textValue(),
                        me.get("first_name").textValue(),
                        made.get("created_date").textValue())));
        assertThat(comments()).containsExactly(made);
        var after = viewer.get(INCIDENTS + "/1").expect(200);
        assertThat(after.header("ETag")).isEqualTo(before.header("ETag"));
        assertThat(after.json().get("incident")).isEqualTo(before.json().get("incident"));
        assertThat(after.json().get("comment_count").intValue()).isEqualTo(1);
        assertThat(viewer.get("/api/v1/batches").json().get("results")).hasSize(1);
    }

    @Test
    void commentsAreOldestFirst() {
        opened("{\"title\": \"a\"}");
        assertThat(comments()).isEmpty();
        var all = List.of(said("1"), said("2"), said("3"));
        editor.patch(at(all.getFirst()), "{\"value\": \"edited\"}").expect(200);
        assertThat(comments().valueStream().map(each -> each.get("value").textValue()))
                .containsExactly("edited", "2", "3");
    }

    @Test
    void itsAuthorEditsAndDeletesIt() {
        opened("{\"title\": \"a\"}");
        var made = said("one");
        clock.advance(Duration.ofMinutes(1));
        var same = editor.patch(at(made), "{\"value\": \"one\"}").expect(200).json();
        assertThat(same).isEqualTo(made);
        var edited =
                editor.mergePatch(at(made), "{\"value\": \"two\"}").expect(200).json();
        assertThat(edited.get("edited_date").textValue())
                .isGreaterThan(made.get("created_date").textValue());
        assertThat(edited.get("created_date")).isEqualTo(made.get("created_date"));
        assertThat(edited.get("value").textValue()).isEqualTo("two");
        assertThat(comments()).containsExactly(edited);
        editor.delete(at(made)).expect(204);
        assertThat(comments()).isEmpty();
        assertThat(row().get("comment_count").intValue()).isZero();
        editor.delete(at(made)).expect(404);
        assertThat(problem(editor.patch(at(made), "{\"value\": \"x\"}").expect(404)))
                .isEqualTo(json("""
                        {"type": "/problems/not-found", "title": "Not found", "status": 404,
                         "detail": "INC-00001 has no comment %s"}""".formatted(made.get("id").textValue())));
    }

    @Test
    void theHistoryHasEveryText() {
        opened("{\"title\": \"a\"}");
        var made = said("one");
        editor.patch(at(made), "{\"value\": \"two\"}").expect(200);
        admin.delete(at(made)).expect(204);
        var history = history();
        assertThat(history).hasSize(4);
        assertThat(history.get(0).get("changes")).isEqualTo(json("{\"comment\": {\"from\": \"two\", \"to\": null}}"));
        assertThat(history.get(0).at("/by/id"))
                .isEqualTo(admin.get("/api/v1/users/me").json().get("id"));
        assertThat(history.get(1).get("changes"))
                .isEqualTo(json("{\"comment\": {\"from\": \"one\", \"to\": \"two\"}}"));
        assertThat(history.get(2).get("changes")).isEqualTo(json("{\"comment\": {\"from\": null, \"to\": \"one\"}}"));
        for (int i = 0; i < 3; i++) {
            assertThat(history.get(i).get("kind").textValue()).isEqualTo("commented");
            assertThat(history.get(i).get("batch_id").isNull()).isTrue();
        }
    }

    @Test
    void othersMayNotTouchItAndAnAdminMay() {
        opened("{\"title\": \"a\"}");
        var made = said("mine");
        var other = client(organization, Role.EDITOR);
        var expected = json("""
                {"type": "/problems/forbidden", "title": "Forbidden", "status": 403,
                 "detail": "a comment is its author's to change; for others this needs the permission organization:manage",
                 "permission": "organization:manage"}""");
        assertThat(problem(other.patch(at(made), "{\"value\": \"x\"}").expect(403)))
                .isEqualTo(expected);
        assertThat(problem(other.delete(at(made)).expect(403))).isEqualTo(expected);
        assertThat(comments()).containsExactly(made);
        var edited = admin.patch(at(made), "{\"value\": \"x\"}").expect(200).json();
        assertThat(edited.get("user")).isEqualTo(made.get("user"));
        admin.delete(at(made)).expect(204);
    }

    @Test
    void whatIsWrongWithACommentIsNamed() {
        opened("{\"title\": \"a\"}");
        var made = said("one");
        assertThat(faults(editor.post(COMMENTS, "{}").expect(400))).containsExactly("/value required");
        assertThat(faults(editor.post(COMMENTS, "{\"value\": null, \"x\": 1}").expect(400)))
                .containsExactlyInAnyOrder("/value required", "/x unknown_field");
        assertThat(faults(editor.post(COMMENTS, "{\"value\": 1}").expect(400))).containsExactly("/value wrong_type");
        assertThat(faults(editor.post(COMMENTS, "{\"value\": \" \\n\\u00a0\"}").expect(400)))
                .containsExactly("/value blank");
        assertThat(faults(editor.post(COMMENTS, "{\"value\": \"%s\"}".formatted("x".repeat(100_001)))
                        .expect(400)))
                .containsExactly("/value too_long");
        said("\ud83d\ude00".repeat(100_000));
        assertThat(faults(editor.post(INCIDENTS + "/x/comments?a=b", "[]").expect(400)))
                .containsExactlyInAnyOrder("id invalid_format", "a unknown_parameter", " wrong_type");
        assertThat(faults(editor.patch(COMMENTS + "/x", "{\"value\": \"a\"}").expect(400)))
                .containsExactly("comment_id invalid_format");
        assertThat(faults(editor.patch(at(made), "{\"value\": null}").expect(400)))
                .containsExactly(" empty_payload");
        assertThat(faults(editor.mergePatch(at(made), "{\"value\": null}").expect(400)))
                .containsExactly("/value required");
        assertThat(faults(editor.delete(at(made) + "?x=1").expect(400))).containsExactly("x unknown_parameter");
        assertThat(editor.get(at(made)).status()).isEqualTo(405);
    }

    @Test
    void whatIsNotThereHasNoComments() {
        opened("{\"title\": \"a\"}");
        opened("{\"title\": \"b\"}");
        var made = said("one");
        var id = made.get("id").textValue();
        viewer.get(INCIDENTS + "/9/comments").expect(404);
        editor.post(INCIDENTS + "/9/comments", "{\"value\": \"a\"}").expect(404);
        editor.patch(INCIDENTS + "/2/comments/" + id, "{\"value\": \"a\"}").expect(404);
        editor.delete(COMMENTS + "/" + UUID.randomUUID()).expect(404);
        assertThat(viewer.get(INCIDENTS + "/9/history").status()).isEqualTo(404);
    }

    @Test
    void commentsGoWithTheirIncidentAndComeBackWithIt() {
        opened("{\"title\": \"a\"}");
        var made = said("one");
        said("two");
        editor.delete(INCIDENTS + "/1").expect(204);
        viewer.get(COMMENTS).expect(404);
        editor.post(COMMENTS, "{\"value\": \"a\"}").expect(404);
        editor.patch(at(made), "{\"value\": \"a\"}").expect(404);
        editor.delete(at(made)).expect(404);
        var batch = viewer.get("/api/v1/batches?page_size=1")
                .json()
                .at("/results/0/id")
                .textValue();
        editor.send("POST", "/api/v1/batches/" + batch + "/undo", null, null).expect(200);
        assertThat(comments()).hasSize(2).contains(made);
        assertThat(row().get("comment_count").intValue()).isEqualTo(2);
    }

    @Test
    void aKeyMakesACommentOnce() {
        opened("{\"title\": \"a\"}");
        var keyed = editor.with("Idempotency-Key", "k");
        var first = keyed.post(COMMENTS, "{\"value\": \"a\"}").expect(201);
        assertThat(keyed.post(COMMENTS, "{\"value\": \"a\"}").expect(201).json())
                .isEqualTo(first.json());
        keyed.post(COMMENTS, "{\"value\": \"b\"}").expect(422);
        assertThat(comments()).hasSize(1);
        var edit = editor.with("Idempotency-Key", "e");
        edit.patch(at(first.json()), "{\"value\": \"c\"}").expect(200);
        editor.patch(at(first.json()), "{\"value\": \"d\"}").expect(200);
        edit.patch(at(first.json()), "{\"value\": \"c\"}").expect(200);
        assertThat(comments().at("/0/value").textValue()).isEqualTo("d");
    }

    @Test
    void theCountIsTrueWhateverHappensAtTheSameTime() throws Exception {
        opened("{\"title\": \"a\"}");
        var doomed = new ArrayList<JsonNode>();
        for (int i = 0; i < 15; i++) {
            doomed.add(said("doomed " + i));
        }
        var failed = new AtomicInteger();
        var calls = new ArrayList<Callable<Void>>();
        for (int i = 0; i < 45; i++) {
            var nth = i;
            calls.add(() -> {
                var answer = switch (nth % 3) {
                    case 0 -> editor.post(COMMENTS, "{\"value\": \"new %d\"}".formatted(nth));
                    case 1 -> editor.delete(at(doomed.get(nth / 3)));
                    default -> editor.patch(INCIDENTS, "{\"ids\": [\"1\"], \"tags\": [\"t%d\"]}".formatted(nth));
                };
                if (answer.status() >= 300) {
                    failed.incrementAndGet();
                }
                return null;
            });
        }
        try (var threads = Executors.newFixedThreadPool(8)) {
            for (var done : threads.invokeAll(calls)) {
                done.get();
            }
        }
        assertThat(failed).hasValue(0);
        assertThat(comments()).hasSize(15);
        assertThat(row().get("comment_count").intValue()).isEqualTo(15);
        assertThat(row().at("/incident/version").intValue()).isEqualTo(16);
        assertThat(row().get("tags")).hasSize(15);
    }
}
