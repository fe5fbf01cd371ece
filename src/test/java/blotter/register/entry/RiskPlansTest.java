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
import blotter.register.risk.Risks;
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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// How PostgreSQL finds the risks of a list, at 20,000 risks, which is many: by an index, whatever the order
/// and the filter. What counts are the blocks touched.
@ExtendWith(PostgresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RiskPlansTest {
    private static final int RISKS = 20_000;
    private static final int PAGE_BLOCKS = 1_500;
    /// To look each risk up by its key takes 60,000.
    private static final int FILTER_BLOCKS = 6_000;

    private final Database.Settings settings;
    private final Database database;
    private final List<String> faults = new ArrayList<>();
    private int orgId;
    private TagBook book = new TagBook(List.of());

    RiskPlansTest(Database.Settings settings, Database database) {
        this.settings = settings;
        this.database = database;
    }

    @BeforeAll
    void load() {
        var organizations = new OrganizationStore(database, new Announcements(database));
        orgId = database.jdbi().withHandle(handle -> {
            int org = Objects.requireNonNull(organizations.create(handle, "large", "Large"))
                    .id();
            handle.createUpdate("""
                            insert into risk (org_id, number, title, description, status, type, source, likelihood, impact, urgency,
                                   assigned_to, opened_by, updated_by, discovered_date, due_date, expected_date, closed_date,
                                   created_date, updated_date, tag_ids, threat_objectives)
                            select :org, n, 'Weakness ' || md5((h % 5000)::text),
                                   'What it is, and what it may lead to. Host srv-' || n || ' of site ' || chr(65 + (h % 26)::int) || '.',
                                   (array['New', 'Remediation', 'Closed', 'Urgency Proposed'])[1 + floor(4 * power((h % 997) / 997.0, 4))]::risk_status,
                                   (array['Vulnerability', 'Code', 'Policy', null])[1 + floor(4 * power((h % 991) / 991.0, 4))],
                                   (array['Audit', 'Bug Bounty', 'Other', null])[1 + floor(4 * power((h % 983) / 983.0, 4))],
                                   (array['Possible', 'Remote', 'Imminent', null])[1 + floor(4 * power((h % 977) / 977.0, 4))]::risk_likelihood,
                                   (array['Medium', 'Low', 'Severe', null])[1 + floor(4 * power((h % 971) / 971.0, 4))]::risk_impact,
                                   (array['Medium', 'Low', 'Critical', null])[1 + floor(4 * power((h % 967) / 967.0, 4))]::risk_urgency,
                                   case when h % 10 < 7 then lpad(to_hex(floor(40 * power((h % 953) / 953.0, 2))::int), 32, '0')::uuid end,
                                   lpad(to_hex(h % 40), 32, '0')::uuid, lpad(to_hex(h % 40), 32, '0')::uuid, t, t + interval '30 days',
                                   case when h % 3 = 0 then t + interval '60 days' end, case when h % 7 = 0 then t + interval '9 days' end,
                                   t, t + (h % 11) * interval '1 hour',
                                   array(select lpad(to_hex(floor(100 * power(((h / k) % 977) / 977.0, 4))::int), 32, '0')::uuid from generate_series(1, h % 5) k),
                                   case when h % 8 > 0 then '[]'
                                        else jsonb_build_array(jsonb_build_object('relevance', null, 'created_date', '2026-01-01T00:00:00Z', 'threat_objective',
                                                 (array['Fraud', 'Extortion', 'Sabotage'])[1 + floor(3 * power((h % 947) / 947.0, 4))])) end
                              from (select n, hashint8(n) & 2147483647 as h, timestamptz '2026-01-01Z' - (:risks - n) * interval '30 minutes' as t
                                      from generate_series(1, :risks) n) r""").bind("org", org).bind("risks", RISKS).execute();
            handle.createUpdate("""
                            insert into incident_risk (org_id, number, risk_number)
                            select :org, 1 + n % 200, n
                              from generate_series(1, :risks) n""").bind("org", org).bind("risks", RISKS).execute();
            handle.execute("vacuum analyze");
            return org;
        });
        book = new TagBook(IntStream.range(0, 100)
                .mapToObj(n -> new Tag(new UUID(0, n), "tag " + n, new UUID(0, 0), new UUID(0, 0)))
                .toList());
    }

    private ListFilter filter(Map<String, List<String>> parameters) {
        return new ListFilter(Risks.KIND, new Query(parameters, new Faults()), book);
    }

    @ParameterizedTest
    @EnumSource(names = {"FORCE_CUSTOM_PLAN", "FORCE_GENERIC_PLAN"})
    void aPageOfAnyOrderTouchesFewBlocksHoweverDeep(Plans.Mode mode) {
        faults.clear();
        try (var plans = Plans.open(settings, mode)) {
            var store = new EntryStore(plans.database(), Risks.KIND);
            var all = filter(Map.of());
            for (var order : Risks.KIND.orderNames()) {
                for (boolean descending : List.of(true, false)) {
                    var what = (descending ? "-" : "") + order;
                    list(store, all, new ListRequest(1, 50, order, descending, null));
                    check(plans.seen(what + ", first page"), PAGE_BLOCKS);
                    var deep = list(store, all, new ListRequest(100, 50, order, descending, null));
                    plans.seen("an offset, which may cost what it costs");
                    list(store, all, new ListRequest(101, 50, order, descending, Objects.requireNonNull(deep.next())));
                    check(plans.seen(what + ", by cursor"), PAGE_BLOCKS);
                }
            }
        }
        assertThat(faults).isEmpty();
    }

    /// What each finds is rare.
    private static final Map<String, List<String>> RARE = Map.ofEntries(
            Map.entry("id", List.of("RSK-00017", "RSK-00018")),
            Map.entry("status", List.of("Urgency Proposed")),
            Map.entry("type", List.of("none")),
            Map.entry("source", List.of("none")),
            Map.entry("likelihood", List.of("none")),
            Map.entry("impact", List.of("none")),
            Map.entry("urgency", List.of("none")),
            Map.entry("assigned_to", List.of(new UUID(0, 39).toString())),
            Map.entry("opened_by", List.of(new UUID(0, 39).toString())),
            Map.entry("threat_objectives", List.of("Sabotage")),
            Map.entry("tags", List.of("tag 99")),
            Map.entry("free_text", List.of("srv-12345 site")),
            Map.entry("title_contains", List.of("d3d9446802a4")),
            Map.entry("description_contains", List.of("srv-12345")),
            Map.entry("created_date", List.of("2025-06-01", "2025-06-02")),
            Map.entry("updated_date", List.of("2025-06-01", "2025-06-02")),
            Map.entry("discovered_date", List.of("2025-06-01", "2025-06-02")),
            Map.entry("due_date", List.of("2025-06-01", "2025-06-02")),
            Map.entry("expected_date", List.of("2025-08-01", "2025-08-02")),
            Map.entry("closed_date", List.of("2025-06-01", "2025-06-03")));

    @Test
    void aFilterFindsByAnIndexWhateverTheOrder() {
        faults.clear();
        try (var plans = Plans.open(settings, Plans.Mode.AUTO)) {
            var store = new EntryStore(plans.database(), Risks.KIND);
            RARE.forEach((name, values) -> {
                for (var order : List.of("id", "due_date")) {
                    var found = list(store, filter(Map.of(name, values)), new ListRequest(1, 50, order, true, null));
                    assertThat(found.total()).as(name).isPositive();
                    check(plans.seen(name + " by -" + order), FILTER_BLOCKS);
                }
            });
        }
        assertThat(faults).isEmpty();
    }

    private Page<Entry> list(EntryStore store, ListFilter filter, ListRequest request) {
        store.changed(orgId);
        return store.list(orgId, filter, request);
    }

    private void check(List<Plans.Plan> plans, int blocks) {
        // The page, and the total.
        assertThat(plans).hasSize(2);
        for (var plan : plans) {
            if (plan.blocks() > blocks) {
                faults.add("%,d blocks (expected: %,d at most) for %s%n  %s%n"
                        .formatted(plan.blocks(), blocks, plan.what(), plan.outline()));
            }
            plan.tablesReadTo(RISKS * 3 / 4)
                    .forEach(table -> faults.add(
                            "%s is read from its start for %s%n  %s%n".formatted(table, plan.what(), plan.outline())));
        }
    }
}
