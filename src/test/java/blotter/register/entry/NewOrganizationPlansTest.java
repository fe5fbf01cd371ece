package blotter.register.entry;

import static org.assertj.core.api.Assertions.assertThat;

import blotter.people.organization.OrganizationStore;
import blotter.platform.database.Announcements;
import blotter.platform.database.Database;
import blotter.platform.http.Query;
import blotter.platform.paging.ListRequest;
import blotter.platform.problem.Faults;
import blotter.register.incident.Incidents;
import blotter.register.tag.TagBook;
import blotter.testing.Plans;
import blotter.testing.PostgresExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/// How PostgreSQL finds the incidents of an organization that has just come: its statistics know all the others, and
/// so conclude that this one has next to nothing.
@ExtendWith(PostgresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NewOrganizationPlansTest {
    private static final int INCIDENTS = 3_000;

    private final Database.Settings settings;
    private final Database database;
    private int orgId;

    NewOrganizationPlansTest(Database.Settings settings, Database database) {
        this.settings = settings;
        this.database = database;
    }

    @BeforeAll
    void load() {
        var organizations = new OrganizationStore(database, new Announcements(database));
        orgId = database.jdbi().withHandle(handle -> {
            for (var table : List.of("incident", "incident_facet", "incident_text")) {
                handle.execute("alter table %s set (autovacuum_enabled = off)".formatted(table));
            }
            for (int n = 0; n < 5; n++) {
                int known = Objects.requireNonNull(organizations.create(handle, "known-" + n, "Known"))
                        .id();
                IncidentPlansTest.insert(handle, known, 200);
            }
            handle.execute("vacuum analyze");
            int unknown = Objects.requireNonNull(organizations.create(handle, "unknown", "Unknown"))
                    .id();
            IncidentPlansTest.insert(handle, unknown, INCIDENTS);
            return unknown;
        });
    }

    @Test
    void noIncidentIsComparedWithEachOther() {
        var faults = new ArrayList<String>();
        try (var plans = Plans.open(settings, Plans.Mode.FORCE_CUSTOM_PLAN)) {
            var store = new EntryStore(plans.database(), Incidents.KIND);
            for (var filter : List.of(
                    Map.<String, List<String>>of(),
                    Map.of("free_text", List.of("whom")),
                    Map.of("title_contains", List.of("sign-in"), "description_contains", List.of("srv-1")),
                    Map.of("source", List.of("SIEM")))) {
                var found = new ListFilter(Incidents.KIND, new Query(filter, new Faults()), new TagBook(List.of()));
                for (var order : Incidents.KIND.orderNames()) {
                    store.list(orgId, found, new ListRequest(1, 200, order, true, null));
                    store.list(orgId, found, new ListRequest(5, 200, order, true, null));
                    for (var plan : plans.seen(filter + " by " + order)) {
                        if (plan.compared() > 20 * INCIDENTS) {
                            faults.add(
                                    "%,d pairs for %s%n  %s%n".formatted(plan.compared(), plan.what(), plan.outline()));
                        }
                    }
                }
            }
        }
        assertThat(faults).isEmpty();
    }
}
