package blotter.register.entry;

import static org.assertj.core.api.Assertions.assertThat;

import blotter.people.organization.OrganizationStore;
import blotter.platform.database.Announcements;
import blotter.platform.database.Database;
import blotter.platform.http.Query;
import blotter.platform.paging.ListRequest;
import blotter.platform.paging.Page;
import blotter.platform.problem.Faults;
import blotter.register.change.Entry;
import blotter.register.incident.Incidents;
import blotter.register.tag.Tag;
import blotter.register.tag.TagBook;
import blotter.testing.Plans;
import blotter.testing.PostgresExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// How PostgreSQL finds the incidents of a list, at 100,000 incidents: by an index, whatever the order
/// and the filter, and with plans made for the values at hand (custom) as well as with those that it
/// keeps for all values (generic). What counts are the blocks touched, since times say more about the
/// machine.
@ExtendWith(PostgresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IncidentPlansTest {
    private static final int INCIDENTS = 100_000;
    private static final int DEEP = 1_000;
    /// From the sixth on, PostgreSQL may keep a plan for all values; before, the driver waits for five
    /// itself.
    private static final int EXECUTIONS = 12;

    private final Database.Settings settings;
    private final Database database;
    private final List<String> faults = new ArrayList<>();
    private int orgId;
    private TagBook book = new TagBook(List.of());

    IncidentPlansTest(Database.Settings settings, Database database) {
        this.settings = settings;
        this.database = database;
    }

    @BeforeAll
    void load() {
        var organizations = new OrganizationStore(database, new Announcements(database));
        orgId = database.jdbi().withHandle(handle -> {
            int large = Objects.requireNonNull(organizations.create(handle, "large", "Large"))
                    .id();
            int small = Objects.requireNonNull(organizations.create(handle, "small", "Small"))
                    .id();
            insert(handle, large, INCIDENTS);
            insert(handle, small, INCIDENTS / 20);
            handle.execute("vacuum analyze");
            return large;
        });
        book = new TagBook(IntStream.range(0, 100)
                .mapToObj(n -> new Tag(new UUID(0, n), "tag " + n, new UUID(0, 0), new UUID(0, 0)))
                .toList());
    }

    /// Most are closed, few are critical, many have no dates but that of their detection, some tags are
    /// on a fifth of all and most on a few; words of the text are on all, on some, on one.
    static void insert(Handle handle, int orgId, int incidents) {
        handle.createUpdate("""
                        insert into incident (org_id, number, title, description, status, severity, source, assigned_to, opened_by,
                               updated_by, occurred_date, detected_date, responded_date, contained_date, created_date,
                               updated_date, tag_ids, threat_objectives)
                        select :org, n, 'Sign-in from ' || md5((h % 5000)::text) || ' blocked',
                               'What was seen, what was done about it, and by whom. Host srv-' || n % 20000 || ' of site ' || chr(65 + (h % 26)::int) || '.',
                               (array['New', 'In Progress', 'Review', 'Closed'])[1 + case when h % 100 < 85 then 3 else h % 3 end]::incident_status,
                               (array['SEV-1', 'SEV-2', 'SEV-3', 'SEV-4', 'SEV-5', null])[1 + floor(6 * sqrt((h % 997) / 997.0))]::incident_severity,
                               (array['SIEM', 'Employee Report', 'Email Security', 'Bug Bounty', null])[1 + floor(5 * power((h % 991) / 991.0, 3))],
                               case when h % 10 < 7 then lpad(to_hex(floor(40 * power((h % 983) / 983.0, 2))::int), 32, '0')::uuid end,
                               lpad(to_hex(h % 40), 32, '0')::uuid, lpad(to_hex(h % 40), 32, '0')::uuid,
                               case when h % 3 > 0 then t - (h % 500) * interval '1 minute' end, t,
                               case when h % 4 > 0 then t + (h % 300) * interval '1 minute' end,
                               case when h % 10 = 0 then t + (h % 7) * interval '1 day' end,
                               t, t + (h % 11) * interval '1 hour',
                               array(select lpad(to_hex(floor(100 * power(((h / k) % 977) / 977.0, 4))::int), 32, '0')::uuid from generate_series(1, h % 5) k),
                               case when h % 8 > 0 then '[]'
                                    else jsonb_build_array(jsonb_build_object('relevance', null, 'created_date', '2026-01-01T00:00:00Z', 'threat_objective',
                                             (array['Fraud', 'Extortion', 'Data Disclosure', 'Sabotage'])[1 + floor(4 * power((h % 971) / 971.0, 4))])) end
                          from (select n, hashint8(n) & 2147483647 as h, timestamptz '2026-01-01Z' - (:incidents - n) * interval '7 minutes' as t
                                  from generate_series(1, :incidents) n) i""").bind("org", orgId).bind("incidents", incidents).execute();
        handle.createUpdate("""
                        insert into incident_risk (org_id, number, risk_number)
                        select :org, n, 1 + n % 200
                          from generate_series(1, :incidents) n""").bind("org", orgId).bind("incidents", incidents).execute();
    }

    private ListFilter filter(Map<String, List<String>> parameters) {
        return new ListFilter(Incidents.KIND, new Query(parameters, new Faults()), book);
    }

    /// Lists, and counts even what was counted a moment ago.
    private Page<Entry> list(EntryStore store, ListFilter filter, ListRequest request) {
        store.changed(orgId);
        return store.list(orgId, filter, request);
    }

    private static ListRequest first(String order, boolean descending) {
        return new ListRequest(1, 50, order, descending, null);
    }

    @BeforeEach
    void forget() {
        faults.clear();
    }

    /// What is bounded by the page alone.
    private static final int PAGE_BLOCKS = 1_500;
    /// What also depends on how many incidents are found and where they stand in the order. To go through
    /// all and look each up by its key takes 400,000.
    private static final int FILTER_BLOCKS = 50_000;

    @ParameterizedTest
    @EnumSource(names = {"FORCE_CUSTOM_PLAN", "FORCE_GENERIC_PLAN"})
    void a_page_of_any_order_touches_few_blocks_however_deep(Plans.Mode mode) {
        try (var plans = Plans.open(settings, mode)) {
            var store = new EntryStore(plans.database(), Incidents.KIND);
            var all = filter(Map.of());
            for (var order : Incidents.KIND.orderNames()) {
                for (boolean descending : List.of(true, false)) {
                    var what = (descending ? "-" : "") + order;
                    list(store, all, first(order, descending));
                    check(plans.seen(what + ", first page"), PAGE_BLOCKS);
                    var deep = list(store, all, new ListRequest(DEEP, 50, order, descending, null));
                    plans.seen("an offset, which may cost what it costs");
                    list(
                            store,
                            all,
                            new ListRequest(DEEP + 1, 50, order, descending, Objects.requireNonNull(deep.next())));
                    check(plans.seen(what + ", by cursor"), PAGE_BLOCKS);
                }
            }
        }
        assertThat(faults).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("filters")
    void a_filter_finds_by_an_index_whatever_was_looked_for_before(
            Map<String, List<String>> frequent, Map<String, List<String>> rare) {
        try (var plans = Plans.open(settings, Plans.Mode.AUTO)) {
            var store = new EntryStore(plans.database(), Incidents.KIND);
            for (var order : List.of("id", "detected_date")) {
                for (int i = 1; i <= (order.equals("id") ? 1 : EXECUTIONS); i++) {
                    list(store, filter(frequent), first(order, true));
                    check(plans.seen("%s by -%s, execution %d".formatted(frequent, order, i)), FILTER_BLOCKS);
                }
                list(store, filter(rare), first(order, true));
                check(plans.seen("%s by -%s after %s".formatted(rare, order, frequent)), FILTER_BLOCKS);
            }
        }
        assertThat(faults).isEmpty();
    }

    private void check(List<Plans.Plan> plans, int blocks) {
        // The page, and the total.
        assertThat(plans).hasSize(2);
        for (var plan : plans) {
            if (plan.blocks() > blocks) {
                faults.add("%,d blocks (expected: %,d at most) for %s%n  %s%n"
                        .formatted(plan.blocks(), blocks, plan.what(), plan.outline()));
            }
            plan.tablesReadTo(INCIDENTS / 2).stream()
                    .filter(table -> table.startsWith("incident"))
                    .forEach(table -> faults.add(
                            "%s is read from its start for %s%n  %s%n".formatted(table, plan.what(), plan.outline())));
        }
    }

    /// A filter that finds many, and one of the same kind that finds few.
    private static List<Arguments> filters() {
        return List.of(
                pair("id", List.of("INC-00001", "INC-00002", "INC-00003"), List.of("INC-99999")),
                pair("status", List.of("Closed"), List.of("Review")),
                pair("severity", List.of("SEV-4", "SEV-5"), List.of("SEV-1")),
                pair("severity", List.of("SEV-5", "none"), List.of("none")),
                pair("source", List.of("SIEM"), List.of("Bug Bounty")),
                pair("source", List.of("SIEM", "none"), List.of("none")),
                pair("assigned_to", List.of(user(0)), List.of(user(39))),
                pair("assigned_to", List.of("none"), List.of("none")),
                pair("opened_by", List.of(user(0), user(1)), List.of(user(39))),
                pair("threat_objectives", List.of("Fraud"), List.of("Sabotage")),
                pair("threat_objectives", List.of("none"), List.of("Extortion", "none")),
                pair("tags", List.of("tag 0"), List.of("tag 99")),
                pair("tags", List.of("none"), List.of("tag 99", "none")),
                pair("free_text", List.of("whom"), List.of("srv-12345")),
                pair("free_text", List.of("whom seen"), List.of("srv-12345 site")),
                pair("title_contains", List.of("sign-in"), List.of("d3d9446802a4")),
                pair("description_contains", List.of("whom"), List.of("srv-12345")),
                period("created_date"),
                period("updated_date"),
                period("detected_date"),
                period("occurred_date"),
                period("responded_date"),
                period("contained_date"));
    }

    private static Arguments period(String name) {
        return pair(name, List.of("2025-01-01"), List.of("2025-06-01", "2025-06-02"));
    }

    private static Arguments pair(String name, List<String> frequent, List<String> rare) {
        return Arguments.of(Map.of(name, frequent), Map.of(name, rare));
    }

    private static String user(int n) {
        return new UUID(0, n).toString();
    }
}
