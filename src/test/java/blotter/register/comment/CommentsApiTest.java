package blotter.register.comment;

import static org.assertj.core.api.Assertions.assertThat;

import blotter.platform.access.Role;
import blotter.platform.database.Database;
import blotter.testing.ApiClient;
import blotter.testing.ApiRegister;
import blotter.testing.ApiTest;
import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Tests of comments, for both registers.
abstract class CommentsApiTest extends ApiTest {
    private final ApiRegister register;
    private final String entries;
    private final String entry;
    private final String comments;

    @Inject
    Database database;

    CommentsApiTest(ApiRegister register) {
        this.register = register;
        this.entries = register.path();
        this.entry = entries + "/1";
        this.comments = entry + "/comments";
    }

    private JsonNode said(String value) {
        return editor.post(comments, "{\"value\": \"%s\"}".formatted(value))
                .expect(201)
                .json();
    }

    private JsonNode comments() {
        return viewer.get(comments).expect(200).json().get("comments");
    }

    private JsonNode row() {
        return viewer.get(entry).expect(200).json();
    }

    private JsonNode history() {
        return viewer.get(entry + "/history").expect(200).json().get("results");
    }

    private String at(JsonNode comment) {
        return comments + "/" + comment.get("id").textValue();
    }

    @Test
    void commentsAreStoredUnchangedAndDoNotChangeTheVersion() {
        open(register, "{\"title\": \"a\"}");
        var before = viewer.get(entry).expect(200);
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
        var after = viewer.get(entry).expect(200);
        assertThat(after.header("ETag")).isEqualTo(before.header("ETag"));
        assertThat(after.json().get(register.one())).isEqualTo(before.json().get(register.one()));
        assertThat(after.json().get(register.commentCount()).intValue()).isEqualTo(1);
        assertThat(viewer.get("/api/v1/batches").json().get("results")).hasSize(1);
    }

    @Test
    void listsCommentsOldestFirst() {
        open(register, "{\"title\": \"a\"}");
        assertThat(comments()).isEmpty();
        var all = List.of(said("1"), said("2"), said("3"));
        editor.patch(at(all.getFirst()), "{\"value\": \"edited\"}").expect(200);
        assertThat(comments().valueStream().map(each -> each.get("value").textValue()))
                .containsExactly("edited", "2", "3");
    }

    @Test
    void authorsCanEditAndDeleteTheirComments() {
        open(register, "{\"title\": \"a\"}");
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
        assertThat(row().get(register.commentCount()).intValue()).isZero();
        editor.delete(at(made)).expect(404);
        assertThat(problem(editor.patch(at(made), "{\"value\": \"x\"}").expect(404)))
                .isEqualTo(json("""
                        {"type": "/problems/not-found", "title": "Not found", "status": 404,
                         "detail": "%s has no comment %s"}""".formatted(register.id(1), made.get("id").textValue())));
    }

    @Test
    void theHistoryRecordsEveryText() {
        open(register, "{\"title\": \"a\"}");
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
    void onlyTheAuthorAndAdminsCanChangeAComment() {
        open(register, "{\"title\": \"a\"}");
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
    void reportsInvalidComments() {
        open(register, "{\"title\": \"a\"}");
        var made = said("one");
        assertThat(faults(editor.post(comments, "{}").expect(400))).containsExactly("/value required");
        assertThat(faults(editor.post(comments, "{\"value\": null, \"x\": 1}").expect(400)))
                .containsExactlyInAnyOrder("/value required", "/x unknown_field");
        assertThat(faults(editor.post(comments, "{\"value\": 1}").expect(400))).containsExactly("/value wrong_type");
        assertThat(faults(editor.post(comments, "{\"value\": \" \\n\\u00a0\"}").expect(400)))
                .containsExactly("/value blank");
        assertThat(faults(editor.post(comments, "{\"value\": \"%s\"}".formatted("x".repeat(100_001)))
                        .expect(400)))
                .containsExactly("/value too_long");
        said("\ud83d\ude00".repeat(100_000));
        assertThat(faults(editor.post(entries + "/x/comments?a=b", "[]").expect(400)))
                .containsExactlyInAnyOrder("id invalid_format", "a unknown_parameter", " wrong_type");
        assertThat(faults(editor.patch(comments + "/x", "{\"value\": \"a\"}").expect(400)))
                .containsExactly("comment_id invalid_format");
        assertThat(faults(editor.patch(at(made), "{\"value\": null}").expect(400)))
                .containsExactly(" empty_payload");
        assertThat(faults(editor.mergePatch(at(made), "{\"value\": null}").expect(400)))
                .containsExactly("/value required");
        assertThat(faults(editor.delete(at(made) + "?x=1").expect(400))).containsExactly("x unknown_parameter");
        assertThat(editor.get(at(made)).status()).isEqualTo(405);
    }

    @Test
    void missingEntriesHaveNoComments() {
        open(register, "{\"title\": \"a\"}");
        open(register, "{\"title\": \"b\"}");
        var made = said("one");
        var id = made.get("id").textValue();
        viewer.get(entries + "/9/comments").expect(404);
        editor.post(entries + "/9/comments", "{\"value\": \"a\"}").expect(404);
        editor.patch(entries + "/2/comments/" + id, "{\"value\": \"a\"}").expect(404);
        editor.delete(comments + "/" + UUID.randomUUID()).expect(404);
        assertThat(viewer.get(entries + "/9/history").status()).isEqualTo(404);
    }

    @Test
    void commentsAreDeletedAndRestoredWithTheirEntry() {
        open(register, "{\"title\": \"a\"}");
        var made = said("one");
        said("two");
        editor.delete(entry).expect(204);
        viewer.get(comments).expect(404);
        editor.post(comments, "{\"value\": \"a\"}").expect(404);
        editor.patch(at(made), "{\"value\": \"a\"}").expect(404);
        editor.delete(at(made)).expect(404);
        undo(lastBatch()).expect(200);
        assertThat(comments()).hasSize(2).contains(made);
        assertThat(row().get(register.commentCount()).intValue()).isEqualTo(2);
    }

    @Test
    void undoKeepsCommentsAndRefusesToDeleteThem() {
        open(register, "{\"title\": \"a\"}");
        var made = lastBatch();
        editor.patch(entry, "{\"title\": \"b\"}").expect(200);
        var changed = lastBatch();
        var said = said("one");
        undo(changed).expect(200);
        assertThat(row().get(register.one()).get("title").textValue()).isEqualTo("a");
        assertThat(comments()).containsExactly(said);
        assertThat(undo(made).expect(409).json().at("/errors/0/detail").textValue())
                .contains("was commented since it was made");
    }

    private String lastBatch() {
        return viewer.get("/api/v1/batches?page_size=1")
                .json()
                .at("/results/0/id")
                .textValue();
    }

    private ApiClient.Answer undo(String batch) {
        return editor.send("POST", "/api/v1/batches/" + batch + "/undo", null, null);
    }

    @Test
    void findsAnAuthorWhoIsNotCachedYet() {
        open(register, "{\"title\": \"a\"}");
        said("one");
        // Like another node, whose notification has not arrived yet.
        database.jdbi()
                .useHandle(handle -> handle.createScript(
                                """
                        insert into app_user (org_id, id, kind, email, first_name, last_name)
                        values (%1$d, '%3$s', 'person', 'ann@example.org', 'Ann', 'Muster');
                        update %2$s_comment set user_id = '%3$s' where org_id = %1$d""".formatted(organization.id(), register.one(), UUID.randomUUID()))
                        .execute());
        assertThat(comments().at("/0/user/first_name").textValue()).isEqualTo("Ann");
    }

    @Test
    void aRetryWithTheSameKeyCreatesOneComment() {
        open(register, "{\"title\": \"a\"}");
        var keyed = editor.with("Idempotency-Key", "k");
        var first = keyed.post(comments, "{\"value\": \"a\"}").expect(201);
        assertThat(keyed.post(comments, "{\"value\": \"a\"}").expect(201).json())
                .isEqualTo(first.json());
        keyed.post(comments, "{\"value\": \"b\"}").expect(422);
        assertThat(comments()).hasSize(1);
        var edit = editor.with("Idempotency-Key", "e");
        edit.patch(at(first.json()), "{\"value\": \"c\"}").expect(200);
        editor.patch(at(first.json()), "{\"value\": \"d\"}").expect(200);
        edit.patch(at(first.json()), "{\"value\": \"c\"}").expect(200);
        assertThat(comments().at("/0/value").textValue()).isEqualTo("d");
    }

    @Test
    void concurrentChangesKeepTheCommentCountCorrect() throws Exception {
        open(register, "{\"title\": \"a\"}");
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
                    case 0 -> editor.post(comments, "{\"value\": \"new %d\"}".formatted(nth));
                    case 1 -> editor.delete(at(doomed.get(nth / 3)));
                    default -> editor.patch(entries, "{\"ids\": [\"1\"], \"tags\": [\"t%d\"]}".formatted(nth));
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
        assertThat(row().get(register.commentCount()).intValue()).isEqualTo(15);
        assertThat(row().get(register.one()).get("version").intValue()).isEqualTo(16);
        assertThat(row().get("tags")).hasSize(15);
    }
}
