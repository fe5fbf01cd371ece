package blotter.register.tagging;

import static org.assertj.core.api.Assertions.assertThat;

import blotter.platform.database.Database;
import blotter.testing.ApiClient;
import blotter.testing.ApiTest;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/// Creating, renaming, deleting and merging tags, and the effects on entries.
@QuarkusTest
class TagChangesApiTest extends ApiTest {
    private static final String TAGS = "/api/v1/tags";

    @Inject
    Database database;

    private String made(String label) {
        return editor.post(TAGS, "{\"content\": \"%s\"}".formatted(label))
                .expect(201)
                .json()
                .get("id")
                .textValue();
    }

    private String openWith(String... labels) {
        return opened("{\"title\": \"a\", \"tags\": [\"" + String.join("\", \"", labels) + "\"]}");
    }

    private List<String> labels() {
        return texts(viewer.get(TAGS + "?page_size=200").expect(200).json().get("results"));
    }

    private static List<String> texts(JsonNode tags) {
        return tags.valueStream().map(tag -> tag.get("content").textValue()).toList();
    }

    private JsonNode read(String id) {
        return viewer.get(INCIDENTS + "/" + id).expect(200).json();
    }

    private List<String> tags(String id) {
        return texts(read(id).get("tags"));
    }

    private long version(String id) {
        return read(id).at("/incident/version").longValue();
    }

    private ApiClient.Answer merge(String tag, String into) {
        return editor.post(TAGS + "/" + tag + "/merge", "{\"into\": \"%s\"}".formatted(into));
    }

    private ApiClient.Answer undo(ApiClient.Answer change) {
        var batch = change.json().at("/batch/id").textValue();
        return editor.send("POST", "/api/v1/batches/" + batch + "/undo", null, null);
    }

    @Test
    void createsATagOnce() {
        var answer =
                editor.post(TAGS, "{\"content\": \" Légal Hold \"}").expect(201).json();
        assertThat(answer).isEqualTo(json("""
                {"id": "%s", "content": "Légal Hold", "creator_id": "%s", "org_id": "%s"}""".formatted(
                        answer.get("id").textValue(),
                        editor.get("/api/v1/users/me").json().get("id").textValue(),
                        organization.publicId())));
        assertThat(problem(editor.post(TAGS, "{\"content\": \"LEGAL HOLD\"}").expect(409)))
                .isEqualTo(json("""
                        {"type": "/problems/conflict", "title": "Conflict", "status": 409,
                         "detail": "LEGAL HOLD is a tag already",
                         "errors": [{"pointer": "/content", "code": "duplicate", "detail": "LEGAL HOLD is a tag already"}]}"""));
        openWith("legal hold");
        assertThat(labels()).containsExactly("Légal Hold");
        var keyed = editor.with("Idempotency-Key", "k");
        keyed.post(TAGS, "{\"content\": \"b\"}").expect(201);
        keyed.post(TAGS, "{\"content\": \"b\"}").expect(201);
    }

    @Test
    void rejectsInvalidLabels() {
        assertThat(faults(editor.post(TAGS, "{}").expect(400))).containsExactly("/content required");
        assertThat(faults(editor.post(TAGS, "{\"content\": \" \", \"x\": 1}").expect(400)))
                .containsExactlyInAnyOrder("/content blank", "/x unknown_field");
        assertThat(faults(editor.post(TAGS, "{\"content\": \"%s\"}".formatted("x".repeat(101)))
                        .expect(400)))
                .containsExactly("/content too_long");
        assertThat(faults(editor.post(TAGS, "{\"content\": \"%s\"}".formatted(UUID.randomUUID()))
                        .expect(400)))
                .containsExactly("/content invalid_value");
        var tag = made("a");
        assertThat(faults(editor.patch(TAGS + "/" + tag, "{\"content\": null}").expect(400)))
                .containsExactly(" empty_payload");
        assertThat(faults(editor.mergePatch(TAGS + "/" + tag, "{\"content\": null}")
                        .expect(400)))
                .containsExactly("/content required");
        assertThat(faults(editor.patch(TAGS + "/x", "{\"content\": \"b\"}").expect(400)))
                .containsExactly("id invalid_format");
        assertThat(faults(editor.delete(TAGS + "/x?a=b").expect(400)))
                .containsExactlyInAnyOrder("id invalid_format", "a unknown_parameter");
        assertThat(faults(editor.post(TAGS + "/" + tag + "/merge", "{}").expect(400)))
                .containsExactly("/into required");
        assertThat(faults(editor.post(TAGS + "/" + tag + "/merge", "{\"into\": 1}")
                        .expect(400)))
                .containsExactly("/into wrong_type");
        assertThat(faults(merge(tag, tag).expect(400))).containsExactly("/into invalid_value");
        assertThat(faults(merge(tag, UUID.randomUUID().toString()).expect(400))).containsExactly("/into unknown_tag");
        var nothing = UUID.randomUUID().toString();
        merge(nothing, tag).expect(404);
        editor.delete(TAGS + "/" + nothing).expect(404);
        assertThat(problem(editor.patch(TAGS + "/" + nothing, "{\"content\": \"b\"}")
                        .expect(404)))
                .isEqualTo(json("""
                        {"type": "/problems/not-found", "title": "Not found", "status": 404,
                         "detail": "there is no tag %s"}""".formatted(nothing)));
    }

    @Test
    void aRenamedTagStaysTheSameTag() {
        var id = openWith("phising", "other");
        var tag = read(id).at("/tags/1/id").textValue();
        var before = read(id).get("incident");
        var renamed =
                editor.patch(TAGS + "/" + tag, "{\"content\": \"phishing\"}").expect(200);
        assertThat(renamed.json().get("content").textValue()).isEqualTo("phishing");
        assertThat(tags(id)).containsExactly("other", "phishing");
        assertThat(read(id).get("incident")).isEqualTo(before);
        assertThat(labels()).containsExactly("other", "phishing");
        // Under its name at that time.
        assertThat(viewer.get(INCIDENTS + "/" + id + "/history").json().at("/results/0/changes/tags/to"))
                .isEqualTo(json("[\"other\", \"phising\"]"));
        editor.patch(TAGS + "/" + tag, "{\"content\": \"PHÍSHING\"}").expect(200);
        editor.patch(TAGS + "/" + tag, "{\"content\": \"PHÍSHING\"}").expect(200);
        assertThat(labels()).containsExactly("other", "PHÍSHING");
        assertThat(faults(editor.patch(TAGS + "/" + tag, "{\"content\": \"Other\"}")
                        .expect(409)))
                .containsExactly("/content duplicate");
        // The old label can be used again.
        openWith("phising");
        assertThat(labels()).containsExactly("other", "PHÍSHING", "phising");
    }

    @Test
    void deletingATagRemovesItFromEntriesAndUndoRestoresIt() {
        var first = openWith("gone", "stays");
        var second = openWith("stays");
        var third = openWith("gone");
        var tag = read(third).at("/tags/0/id").textValue();
        var deleted = editor.delete(TAGS + "/" + tag).expect(200);
        assertThat(deleted.json().get("batch").get("updated").intValue()).isEqualTo(2);
        assertThat(labels()).containsExactly("stays");
        assertThat(tags(first)).containsExactly("stays");
        assertThat(tags(third)).isEmpty();
        assertThat(version(first)).isEqualTo(2);
        assertThat(version(second)).isEqualTo(1);
        var entry = viewer.get(INCIDENTS + "/" + first + "/history").json().at("/results/0");
        assertThat(entry.get("kind").textValue()).isEqualTo("changed");
        assertThat(entry.get("batch_id")).isEqualTo(deleted.json().at("/batch/id"));
        assertThat(entry.get("changes"))
                .isEqualTo(json("{\"tags\": {\"from\": [\"gone\", \"stays\"], \"to\": [\"stays\"]}}"));
        var batch = viewer.get("/api/v1/batches?page_size=1").json().at("/results/0");
        assertThat(batch.get("operation").textValue()).isEqualTo("patch");
        editor.delete(TAGS + "/" + tag).expect(404);

        undo(deleted).expect(200);
        assertThat(tags(first)).containsExactly("gone", "stays");
        assertThat(tags(third)).containsExactly("gone");
        assertThat(read(third).at("/tags/0/id").textValue()).isEqualTo(tag);
        undo(deleted).expect(409);
    }

    @Test
    void mergesTagsAndUndoSplitsThem() {
        var both = openWith("phishing", "phising");
        var one = openWith("phising", "x");
        var other = openWith("phishing");
        var typo = read(one).at("/tags/0/id").textValue();
        var right = read(other).at("/tags/0/id").textValue();
        var merged = merge(typo, right).expect(200);
        assertThat(merged.json()).isEqualTo(json("""
                {"tag": {"id": "%s", "content": "phishing", "creator_id": "%s", "org_id": "%s"},
                 "batch": {"id": "%s", "updated": 2, "unchanged": 0}}""".formatted(
                        right,
                        editor.get("/api/v1/users/me").json().get("id").textValue(),
                        organization.publicId(),
                        merged.json().at("/batch/id").textValue())));
        assertThat(tags(both)).containsExactly("phishing");
        assertThat(tags(one)).containsExactly("phishing", "x");
        assertThat(version(one)).isEqualTo(2);
        assertThat(version(other)).isEqualTo(1);
        assertThat(labels()).containsExactly("phishing", "x");
        var batch = viewer.get("/api/v1/batches?page_size=1").json().at("/results/0");
        assertThat(batch.get("operation").textValue()).isEqualTo("tag_merge");
        var after = openWith("phishing");
        editor.patch(INCIDENTS + "/" + one, "{\"title\": \"b\"}").expect(200);

        var undone = undo(merged).expect(200);
        assertThat(undone.json().at("/batch/updated").intValue()).isEqualTo(2);
        assertThat(tags(both)).containsExactly("phishing", "phising");
        assertThat(tags(one)).containsExactly("phising", "x");
        assertThat(tags(after)).containsExactly("phishing");
        assertThat(read(one).at("/tags/0/id").textValue()).isEqualTo(typo);
        // The undo is a batch that can be undone too.
        undo(undone).expect(200);
        assertThat(tags(one)).containsExactly("phishing", "x");
    }

    @Test
    void unusedTagsCanBeMergedAndRestored() {
        var unused = made("unused");
        var used = made("used");
        var merged = merge(unused, used).expect(200);
        assertThat(merged.json().at("/batch/updated").intValue()).isZero();
        assertThat(labels()).containsExactly("used");
        undo(merged).expect(200);
        assertThat(labels()).containsExactly("unused", "used");
        assertThat(viewer.get("/api/v1/batches").expect(200).json().get("results"))
                .hasSize(2);
    }

    @Test
    void undoFailsWhenAnotherTagHasTheLabel() {
        var id = openWith("old");
        var deleted = editor.delete(TAGS + "/" + read(id).at("/tags/0/id").textValue())
                .expect(200);
        openWith("OLD");
        assertThat(faults(undo(deleted).expect(409))).containsExactly("id changed_since");
        assertThat(tags(id)).isEmpty();
        assertThat(labels()).containsExactly("OLD");
    }

    @Test
    void noEntryKeepsATagThatIsDeletedConcurrently() throws Exception {
        for (int round = 0; round < 5; round++) {
            var ids = new ArrayList<String>();
            for (int i = 0; i < 3; i++) {
                ids.add(INCIDENTS + "/" + opened("{\"title\": \"a\"}"));
                ids.add(RISKS + "/" + risk("{\"title\": \"a\"}"));
            }
            var doomed = made("doomed" + round);
            var into = made("into" + round);
            var calls = new ArrayList<Callable<Integer>>();
            for (var id : ids) {
                calls.add(() -> editor.patch(id, "{\"tag_operation\": \"Add\", \"tags\": [\"%s\"]}".formatted(doomed))
                        .status());
            }
            int deletes = round % 2;
            calls.add(3, () -> (deletes == 1 ? editor.delete(TAGS + "/" + doomed) : merge(doomed, into)).status());
            try (var threads = Executors.newFixedThreadPool(7)) {
                for (var done : threads.invokeAll(calls)) {
                    assertThat(done.get()).isIn(200, 400);
                }
            }
            long dangling = database.jdbi()
                    .withHandle(handle -> handle.createQuery("""
                            select (select count(*) from incident where org_id = :org and tag_ids @> array[:tag])
                                 + (select count(*) from risk where org_id = :org and tag_ids @> array[:tag])""")
                            .bind("org", organization.id())
                            .bind("tag", UUID.fromString(doomed))
                            .mapTo(Long.class)
                            .one());
            assertThat(dangling).isZero();
        }
    }

    @Test
    void oneOfTwoConcurrentRenamesToTheSameLabelConflicts() throws Exception {
        for (int i = 0; i < 5; i++) {
            var label = "new" + i;
            var calls = new ArrayList<Callable<Integer>>();
            for (var tag : List.of(made("one" + i), made("other" + i))) {
                calls.add(() -> editor.patch(TAGS + "/" + tag, "{\"content\": \"%s\"}".formatted(label))
                        .status());
            }
            try (var threads = Executors.newFixedThreadPool(2)) {
                var statuses = new ArrayList<Integer>();
                for (var done : threads.invokeAll(calls)) {
                    statuses.add(done.get());
                }
                assertThat(statuses).containsExactlyInAnyOrder(200, 409);
            }
        }
    }

    @Test
    void concurrentMergesInBothDirectionsDoNotDeadlock() throws Exception {
        for (int i = 0; i < 4; i++) {
            var a = made("a" + i);
            var b = made("b" + i);
            openWith("a" + i);
            openWith("b" + i, "a" + i);
            try (var threads = Executors.newFixedThreadPool(2)) {
                var statuses = new ArrayList<Integer>();
                for (var done : threads.invokeAll(List.<Callable<Integer>>of(
                        () -> merge(a, b).status(), () -> merge(b, a).status()))) {
                    statuses.add(done.get());
                }
                // The second finds its source or target tag deleted.
                assertThat(statuses).contains(200).doesNotContain(409, 500);
            }
        }
        assertThat(labels()).hasSize(4);
    }

    @Test
    void mergesMoreEntriesThanOnePortion() {
        var many = 12_000;
        var typo = made("typo");
        var right = made("right");
        database.jdbi().useTransaction(handle -> {
            handle.createUpdate("""
                            insert into incident (org_id, number, title, description, status, opened_by, updated_by, detected_date,
                                                  created_date, updated_date, tag_ids)
                            select :org, n, 'Case ' || n, '', 'New', t.creator_id, t.creator_id, now(), now(), now(),
                                   case n % 3 when 0 then array[t.id, o.id] when 1 then array[t.id] else array[o.id] end
                              from generate_series(1, :many) n,
                                   (select id, creator_id from tag where org_id = :org and content = 'typo') t,
                                   (select id from tag where org_id = :org and content = 'right') o""")
                    .bind("org", organization.id())
                    .bind("many", many)
                    .execute();
        });
        var state = """
                select concat_ws(' ', count(*), sum(version), sum(cardinality(tag_ids)),
                                 (select count(*) from incident_history h where h.org_id = :org))
                  from incident where org_id = :org""";
        var had = many * 2 / 3;
        var merged = merge(typo, right).expect(200);
        assertThat(merged.json().at("/batch/updated").intValue()).isEqualTo(had);
        assertThat(sql(state)).isEqualTo("%d %d %d %d".formatted(many, many + had, many, had));
        var minimal = editor.with("Prefer", "return=minimal");
        var path = "/api/v1/batches/" + merged.json().at("/batch/id").textValue() + "/undo";
        minimal.send("POST", path, null, null).expect(200);
        assertThat(sql(state)).isEqualTo("%d %d %d %d".formatted(many, many + 2 * had, many * 4 / 3, 2 * had));
        assertThat(labels()).containsExactly("right", "typo");
    }

    private String sql(String query) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery(query)
                        .bind("org", organization.id())
                        .mapTo(String.class)
                        .one());
    }
}
