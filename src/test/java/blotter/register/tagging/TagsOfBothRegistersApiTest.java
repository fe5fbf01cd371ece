package blotter.register.tagging;

import static org.assertj.core.api.Assertions.assertThat;

import blotter.platform.access.Role;
import blotter.platform.database.Database;
import blotter.testing.ApiClient;
import blotter.testing.ApiRegister;
import blotter.testing.ApiTest;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Deleting and merging tags that both registers use, in one batch.
@QuarkusTest
class TagsOfBothRegistersApiTest extends ApiTest {
    private static final List<ApiRegister> BOTH = List.of(ApiRegister.INCIDENTS, ApiRegister.RISKS);
    private static final String TAGS = "/api/v1/tags";
    private static final String BATCHES = "/api/v1/batches";

    @Inject
    Database database;

    private void openBothWith(String... labels) {
        for (var register : BOTH) {
            open(register, "{\"title\": \"a\", \"tags\": [\"" + String.join("\", \"", labels) + "\"]}");
        }
    }

    private String tag(String label) {
        return viewer.get(TAGS + "?content_contains=" + label)
                .expect(200)
                .json()
                .at("/results/0/id")
                .textValue();
    }

    private JsonNode row(ApiRegister register, int number) {
        return viewer.get(register.path() + "/" + number).expect(200).json();
    }

    private List<String> labels(ApiRegister register, int number) {
        return labels(row(register, number));
    }

    private static List<String> labels(JsonNode row) {
        return row.get("tags")
                .valueStream()
                .map(tag -> tag.get("content").textValue())
                .toList();
    }

    private long version(ApiRegister register, int number) {
        return row(register, number).get(register.one()).get("version").longValue();
    }

    private JsonNode history(ApiRegister register, int number) {
        return viewer.get(register.path() + "/" + number + "/history")
                .expect(200)
                .json()
                .get("results");
    }

    private JsonNode deleted(String label) {
        return editor.delete(TAGS + "/" + tag(label)).expect(200).json();
    }

    private JsonNode merged(String label, String into) {
        return editor.post(TAGS + "/" + tag(label) + "/merge", "{\"into\": \"%s\"}".formatted(tag(into)))
                .expect(200)
                .json();
    }

    private static String id(JsonNode change) {
        return change.at("/batch/id").textValue();
    }

    private static ApiClient.Answer undo(ApiClient client, JsonNode change) {
        return client.send("POST", BATCHES + "/" + id(change) + "/undo", null, null);
    }

    @Test
    void deletingATagAndUndoingItAffectsBothRegistersInOneBatch() {
        openBothWith("gone", "stays");
        openBothWith("stays");
        var tag = tag("gone");
        var deleted = deleted("gone");
        assertThat(deleted.get("batch"))
                .isEqualTo(json("{\"id\": \"%s\", \"updated\": 2, \"unchanged\": 0}".formatted(id(deleted))));
        for (var register : BOTH) {
            assertThat(labels(register, 1)).containsExactly("stays");
            assertThat(version(register, 1)).isEqualTo(2);
            assertThat(version(register, 2)).isEqualTo(1);
            var entry = history(register, 1).get(0);
            assertThat(entry.get("kind").textValue()).isEqualTo("changed");
            assertThat(entry.get("batch_id").textValue()).isEqualTo(id(deleted));
            assertThat(entry.get("changes"))
                    .isEqualTo(json("{\"tags\": {\"from\": [\"gone\", \"stays\"], \"to\": [\"stays\"]}}"));
        }
        var kept = viewer.get(BATCHES + "/" + id(deleted)).expect(200).json();
        assertThat(kept.get("register").isNull()).isTrue();
        assertThat(kept.get("operation").textValue()).isEqualTo("patch");
        assertThat(kept.get("updated").intValue()).isEqualTo(2);

        var undone = undo(editor, deleted).expect(200).json();
        assertThat(undone.get("batch").get("updated").intValue()).isEqualTo(2);
        assertThat(undone.get("failures")).isEmpty();
        for (var register : BOTH) {
            assertThat(undone.get(register.many())).containsExactly(row(register, 1));
            assertThat(labels(register, 1)).containsExactly("gone", "stays");
            assertThat(row(register, 1).at("/tags/0/id").textValue()).isEqualTo(tag);
            assertThat(version(register, 1)).isEqualTo(3);
            var entry = history(register, 1).get(0);
            assertThat(entry.get("via").textValue()).isEqualTo("undo");
            assertThat(entry.get("batch_id").textValue()).isEqualTo(id(undone));
        }
        var undoing = viewer.get(BATCHES + "/" + id(undone)).expect(200).json();
        assertThat(undoing.get("register").isNull()).isTrue();
        assertThat(undoing.get("undoes").textValue()).isEqualTo(id(deleted));
        undo(editor, deleted).expect(409);

        undo(editor, undone).expect(200);
        for (var register : BOTH) {
            assertThat(labels(register, 1)).containsExactly("stays");
        }
    }

    @Test
    void mergingTagsAndUndoingItAffectsBothRegisters() {
        openBothWith("phising");
        openBothWith("phishing", "phising");
        openBothWith("phishing");
        var merged = merged("phising", "phishing");
        assertThat(merged.at("/batch/updated").intValue()).isEqualTo(4);
        for (var register : BOTH) {
            assertThat(labels(register, 1)).containsExactly("phishing");
            assertThat(labels(register, 2)).containsExactly("phishing");
            assertThat(version(register, 3)).isEqualTo(1);
            assertThat(history(register, 2).at("/0/changes/tags/from")).isEqualTo(json("[\"phishing\", \"phising\"]"));
        }
        assertThat(viewer.get(TAGS).json().get("results")).singleElement().satisfies(tag -> {
            assertThat(tag.get("incident_count").intValue()).isEqualTo(3);
            assertThat(tag.get("risk_count").intValue()).isEqualTo(3);
        });
        var kept = viewer.get(BATCHES + "?page_size=1").json().at("/results/0");
        assertThat(kept.get("operation").textValue()).isEqualTo("tag_merge");
        assertThat(kept.get("register").isNull()).isTrue();

        var minimal = undo(editor.with("Prefer", "return=minimal"), merged)
                .expect(200)
                .json();
        assertThat(minimal.fieldNames()).toIterable().containsExactly("batch", "failures");
        for (var register : BOTH) {
            assertThat(labels(register, 1)).containsExactly("phising");
            assertThat(labels(register, 2)).containsExactly("phishing", "phising");
            assertThat(version(register, 3)).isEqualTo(1);
        }
    }

    @Test
    void undoReportsWhatItCannotRestoreInOneRegister() {
        openBothWith("gone");
        var deleted = deleted("gone");
        editor.delete(RISKS + "/1").expect(204);
        var undone = undo(editor, deleted).expect(207).json();
        assertThat(undone.get("incidents")).hasSize(1);
        assertThat(undone.get("risks")).isEmpty();
        assertThat(undone.get("failures")).isEqualTo(json("""
                [{"id": "RSK-00001", "status": 404, "code": "not_found", "detail": "does not exist"}]"""));
        assertThat(labels(ApiRegister.INCIDENTS, 1)).containsExactly("gone");
    }

    @Test
    void tagsOfRisksOnlyCanBeDeletedToo() {
        risk("{\"title\": \"a\", \"tags\": [\"gone\"], \"likelihood\": \"Possible\", \"impact\": \"High\"}");
        var before = row(ApiRegister.RISKS, 1);
        var deleted = deleted("gone");
        assertThat(history(ApiRegister.RISKS, 1).at("/0/changes").fieldNames())
                .toIterable()
                .containsExactly("tags");
        var undone = undo(editor, deleted).expect(200).json();
        assertThat(undone.get("incidents")).isEmpty();
        assertThat(labels(undone.get("risks").get(0))).containsExactly("gone");
        assertThat(row(ApiRegister.RISKS, 1).at("/risk/due_date")).isEqualTo(before.at("/risk/due_date"));
    }

    @Test
    void undoRequiresWritePermissionOnBothRegisters() {
        openBothWith("gone");
        var deleted = client(organization, Role.RISK_EDITOR)
                .delete(TAGS + "/" + tag("gone"))
                .expect(200)
                .json();
        assertThat(labels(ApiRegister.INCIDENTS, 1)).isEmpty();
        var batch = viewer.get(BATCHES + "/" + id(deleted)).expect(200).json();
        var lacking = List.of(
                new Lacking(Role.RISK_EDITOR, "incidents:write"),
                new Lacking(Role.RISK_VIEWER, "incidents:write"),
                new Lacking(Role.INCIDENT_EDITOR, "risks:write"),
                new Lacking(Role.INCIDENT_VIEWER, "incidents:write"),
                new Lacking(Role.VIEWER, "incidents:write"));
        for (var each : lacking) {
            var client = client(organization, each.role);
            assertThat(client.get(BATCHES + "/" + id(deleted)).expect(200).json())
                    .isEqualTo(batch);
            assertThat(client.get(BATCHES + "?page_size=1").json().at("/results/0"))
                    .isEqualTo(batch);
            assertThat(problem(undo(client, deleted).expect(403))
                            .get("permission")
                            .textValue())
                    .as(each.role.label())
                    .isEqualTo(each.permission);
        }
        var nobody = client(organization);
        nobody.get(BATCHES + "/" + id(deleted)).expect(404);
        undo(nobody, deleted).expect(404);
        assertThat(nobody.get(BATCHES).json().get("results")).isEmpty();

        var both = client(organization, Role.RISK_EDITOR, Role.INCIDENT_EDITOR);
        undo(both, deleted).expect(200);
        for (var register : BOTH) {
            assertThat(labels(register, 1)).containsExactly("gone");
        }
    }

    @Test
    void totalsOfBothListsAreUpdatedAfterUndo() {
        openBothWith("gone");
        database.jdbi()
                .useHandle(handle ->
                        handle.createUpdate("""
                        insert into risk (org_id, number, title, description, status, opened_by, updated_by, discovered_date,
                                          created_date, updated_date)
                        select org_id, n, title, '', status, opened_by, updated_by, now(), now(), now()
                          from risk, generate_series(2, 10001) n
                         where org_id = :org and number = 1""").bind("org", organization.id()).execute());
        var untagged = RISKS + "?tags=none&page_size=1";
        var deleted = deleted("gone");
        assertThat(viewer.get(untagged).json().at("/pagination/total_is_exact").booleanValue())
                .isFalse();
        undo(editor, deleted).expect(200);
        assertThat(viewer.get(untagged).json().at("/pagination/total_is_exact").booleanValue())
                .isTrue();
    }

    /// @param permission the first that the role lacks for an undo in both registers
    private record Lacking(Role role, String permission) {}
}
