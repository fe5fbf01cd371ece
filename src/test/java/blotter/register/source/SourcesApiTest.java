package blotter.register.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import blotter.platform.database.Announcements;
import blotter.platform.database.Database;
import blotter.testing.ApiClient;
import blotter.testing.ApiTest;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SourcesApiTest extends ApiTest {
    @Inject
    Database database;

    @Inject
    Announcements announcements;

    @Test
    void newOrganizationsHaveDefaultSources() {
        assertThat(viewer.get(INCIDENTS + "/sources").expect(200).json()).isEqualTo(json("""
                {"sources": [
                  {"name": "SIEM", "active": true},
                  {"name": "Managed Detection and Response (MDR)", "active": true},
                  {"name": "Endpoint Detection (EDR)", "active": true},
                  {"name": "Email Security", "active": true},
                  {"name": "Cloud Security", "active": true},
                  {"name": "Employee Report", "active": true},
                  {"name": "Customer Report", "active": true},
                  {"name": "Third Party", "active": true},
                  {"name": "Bug Bounty", "active": true},
                  {"name": "Threat Intelligence", "active": true},
                  {"name": "Law Enforcement", "active": true},
                  {"name": "Other", "active": true}]}"""));
        assertThat(faults(viewer.get(INCIDENTS + "/sources?active=true").expect(400)))
                .containsExactly("active unknown_parameter");
    }

    @Test
    void inactiveSourcesStayButCannotBeSet() {
        opened("{\"title\": \"a\", \"source\": \"SIEM\"}");
        database.jdbi().useTransaction(handle -> {
            handle.createUpdate(
                            "update source set active = false where org_id = :org and register = 'incident' and name = 'SIEM'")
                    .bind("org", organization.id())
                    .execute();
            announcements.changed(handle, "organization", organization.id());
        });
        assertThat(viewer.get(INCIDENTS + "/sources").json().at("/sources/0"))
                .isEqualTo(json("{\"name\": \"SIEM\", \"active\": false}"));
        assertThat(viewer.get(INCIDENTS + "?source=SIEM")
                        .json()
                        .at("/pagination/total")
                        .intValue())
                .isEqualTo(1);
        assertThat(faults(editor.post(INCIDENTS, "{\"title\": \"a\", \"source\": \"SIEM\"}")
                        .expect(400)))
                .containsExactly("/source inactive_source");
        editor.patch(INCIDENTS + "/1", "{\"title\": \"b\"}").expect(200);
        assertThat(viewer.get(INCIDENTS + "/1").json().at("/incident/source").textValue())
                .isEqualTo("SIEM");
        // An entry may keep its inactive source, but others cannot get it.
        opened("{\"title\": \"b\"}");
        var same = editor.patch(INCIDENTS, "{\"ids\": [\"1\"], \"source\": \"SIEM\"}")
                .expect(200);
        assertThat(same.json().at("/batch/unchanged").intValue()).isEqualTo(1);
        editor.patch(INCIDENTS + "/1", "{\"source\": \"SIEM\", \"title\": \"c\"}")
                .expect(200);
        assertThat(problem(editor.patch(INCIDENTS, "{\"ids\": [\"1\", \"2\"], \"source\": \"SIEM\"}")
                        .expect(400)))
                .isEqualTo(json("""
                        {"type": "/problems/validation", "title": "Validation failed", "status": 400,
                         "detail": "/ids/1: INC-00002: source: SIEM (expected: a source that is active)",
                         "errors": [{"pointer": "/ids/1", "code": "inactive_source", "id": "INC-00002",
                                     "detail": "INC-00002: source: SIEM (expected: a source that is active)"}]}"""));
        editor.with("Prefer", "handling=lenient")
                .patch(INCIDENTS, "{\"ids\": [\"1\", \"2\"], \"source\": \"SIEM\", \"status\": \"Review\"}")
                .expect(207);
    }

    private static String sources(String... names) {
        return "{\"sources\": [%s]}"
                .formatted(Arrays.stream(names)
                        .map("{\"name\": \"%s\", \"active\": true}"::formatted)
                        .collect(Collectors.joining(", ")));
    }

    @Test
    void adminsCanReplaceTheList() {
        opened("{\"title\": \"a\", \"source\": \"Other\"}");
        var list = """
                {"sources": [{"name": "Canary", "active": true}, {"name": "Other", "active": false},
                             {"name": "SIEM", "active": true}]}""";
        assertThat(admin.send("PUT", INCIDENTS + "/sources", "application/json", list.getBytes(UTF_8))
                        .expect(200)
                        .json())
                .isEqualTo(json(list));
        assertThat(viewer.get(INCIDENTS + "/sources").json()).isEqualTo(json(list));
        opened("{\"title\": \"b\", \"source\": \"Canary\"}");
        assertThat(faults(editor.post(INCIDENTS, "{\"title\": \"a\", \"source\": \"Other\"}")
                        .expect(400)))
                .containsExactly("/source inactive_source");
        assertThat(faults(editor.post(INCIDENTS, "{\"title\": \"a\", \"source\": \"Bug Bounty\"}")
                        .expect(400)))
                .containsExactly("/source unknown_source");
        assertThat(viewer.get(INCIDENTS + "/1").json().at("/incident/source").textValue())
                .isEqualTo("Other");
    }

    @Test
    void aSourceInUseCannotBeRemoved() {
        opened("{\"title\": \"a\", \"source\": \"Other\"}");
        opened("{\"title\": \"b\", \"source\": \"SIEM\"}");
        opened("{\"title\": \"c\", \"source\": \"SIEM\"}");
        var before = viewer.get(INCIDENTS + "/sources").json();
        assertThat(problem(put(sources("Canary", "Cloud Security")).expect(409)))
                .isEqualTo(json("""
                {"type": "/problems/conflict", "title": "Conflict", "status": 409,
                 "detail": "SIEM is the source of 2 incidents (expected: among the sources, active or not)",
                 "errors": [
                   {"pointer": "/sources", "code": "in_use",
                    "detail": "SIEM is the source of 2 incidents (expected: among the sources, active or not)"},
                   {"pointer": "/sources", "code": "in_use",
                    "detail": "Other is the source of 1 incident (expected: among the sources, active or not)"}]}"""));
        assertThat(viewer.get(INCIDENTS + "/sources").json()).isEqualTo(before);
        editor.mergePatch(INCIDENTS + "/1", "{\"source\": null}").expect(200);
        put(sources("SIEM")).expect(200);
        editor.delete(INCIDENTS, "{\"ids\": [\"2\", \"3\"]}").expect(200);
        put("{\"sources\": []}").expect(200);
        assertThat(viewer.get(INCIDENTS + "/sources").json()).isEqualTo(json("{\"sources\": []}"));
    }

    @Test
    void reportsInvalidLists() {
        assertThat(faults(put("{}").expect(400))).containsExactly("/sources required");
        assertThat(faults(put("{\"sources\": {}, \"x\": 1}").expect(400)))
                .containsExactlyInAnyOrder("/sources wrong_type", "/x unknown_field");
        assertThat(faults(put("""
                        {"sources": ["SIEM", {"name": " ", "active": 1}, {"active": true}, {"name": "none"}, {"name": "a"},
                                     {"name": "A"}, {"name": "%s", "x": 1}]}""".formatted("x".repeat(101))).expect(400)))
                .containsExactlyInAnyOrder(
                        "/sources/0 wrong_type",
                        "/sources/1/name blank",
                        "/sources/1/active wrong_type",
                        "/sources/2/name required",
                        "/sources/3/name invalid_value",
                        "/sources/5/name duplicate",
                        "/sources/6/name too_long",
                        "/sources/6/x unknown_field");
        assertThat(faults(put(sources(java.util.stream.IntStream.range(0, 201)
                                .mapToObj(i -> "s" + i)
                                .toArray(String[]::new)))
                        .expect(400)))
                .containsExactly("/sources too_many");
    }

    private ApiClient.Answer put(String body) {
        return admin.send("PUT", INCIDENTS + "/sources", "application/json", body.getBytes(UTF_8));
    }
}
