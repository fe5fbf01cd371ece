package blotter.incident;

import static org.assertj.core.api.Assertions.assertThat;

import blotter.database.Announcements;
import blotter.database.Database;
import blotter.testing.ApiTest;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SourcesApiTest extends ApiTest {
    @Inject
    Database database;

    @Inject
    Announcements announcements;

    @Test
    void aNewOrganizationHasTheUsualSources() {
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
    void anInactiveSourceStaysWhereItIsAndCannotBeSet() {
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
    }
}
