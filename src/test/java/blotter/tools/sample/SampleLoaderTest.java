package blotter.tools.sample;

import static org.assertj.core.api.Assertions.assertThat;

import blotter.people.organization.OrganizationStore;
import blotter.people.person.UserStore;
import blotter.people.person.Users;
import blotter.platform.database.Announcements;
import blotter.platform.database.Database;
import blotter.platform.http.Query;
import blotter.platform.problem.Faults;
import blotter.register.change.Derivation;
import blotter.register.entry.Engine;
import blotter.register.entry.RegisterListGrammar;
import blotter.register.incident.Incidents;
import blotter.register.risk.Risks;
import blotter.register.tag.Tags;
import blotter.testing.PostgresExtension;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/// The sample in the database.
@ExtendWith(PostgresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SampleLoaderTest {
    private static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");

    private final Database database;

    SampleLoaderTest(Database database) {
        this.database = database;
    }

    @BeforeAll
    void load() {
        new SampleLoader(database, new Announcements(database), Clock.fixed(NOW, ZoneOffset.UTC))
                .load(120, new PrintStream(OutputStream.nullOutputStream()));
    }

    private List<Map<String, Object>> rows(String sql) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery(sql).mapToMap().list());
    }

    private long count(String sql) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery(sql).mapTo(Long.class).one());
    }

    @Test
    void risksHaveHistoryAndDerivedValues() {
        assertThat(count("select count(*) from risk where org_id = 1")).isEqualTo(40);
        assertThat(rows("select number from risk where urgency is null or initially_reported_urgency is null"))
                .isEmpty();
        assertThat(rows("select number from risk where (due_date is null) <> (urgency = 'Info')"))
                .isEmpty();
        assertThat(rows("select number from risk where (status = 'Closed') <> (closed_date is not null)"))
                .isEmpty();
        assertThat(rows("select number from risk where (status = 'New') <> (version = 1)"))
                .isEmpty();
        assertThat(rows("""
                select r.number
                  from risk r
                 where r.version <> (select count(*)
                                       from risk_history h
                                      where h.org_id = r.org_id and h.number = r.number and h.kind in ('created', 'changed'))""")).isEmpty();
    }

    @Test
    void everyLinkIsInBothHistories() {
        var links = count("select count(*) from incident_risk");
        assertThat(links).isPositive();
        assertThat(count("select count(*) from incident_history where kind = 'linked'"))
                .isEqualTo(links);
        assertThat(count("select count(*) from risk_history where kind = 'linked'"))
                .isEqualTo(links);
        assertThat(rows("""
                select org_id, number, id
                  from risk_history h
                 where kind = 'linked' and not exists (
                       select from incident_risk l
                        where l.org_id = h.org_id and l.risk_number = h.number
                          and 'INC-' || lpad(l.number::text, 5, '0') = h.changes #>> '{incident_associations,1}')""")).isEmpty();
    }

    @Test
    void everyCommentIsCountedAndInTheHistory() {
        for (var register : List.of("risk", "incident")) {
            assertThat(count("select count(*) from %s_comment".formatted(register)))
                    .isPositive();
            assertThat(rows("""
                    select e.org_id, e.number
                      from %1$s e
                     where e.comment_count <> (select count(*)
                                                 from %1$s_comment c
                                                where c.org_id = e.org_id and c.number = e.number)""".formatted(register))).isEmpty();
            assertThat(rows("""
                    (select org_id, number, user_id, created_date, value from %1$s_comment
                     except
                     select org_id, number, actor, at, changes #>> '{comment,1}'
                       from %1$s_history where kind = 'commented')
                    union all
                    (select org_id, number, actor, at, changes #>> '{comment,1}'
                       from %1$s_history where kind = 'commented'
                     except
                     select org_id, number, user_id, created_date, value from %1$s_comment)""".formatted(register))).isEmpty();
        }
    }

    @Test
    void followedEntriesExist() {
        for (var register : List.of("risk", "incident")) {
            assertThat(count("select count(*) from follower where register = '%s'".formatted(register)))
                    .isPositive();
            assertThat(rows("""
                    select f.number
                      from follower f
                      join app_user u on u.org_id = f.org_id and u.id = f.user_id
                     where f.register = '%1$s'
                       and (not u.active
                            or not exists (select from %1$s e where e.org_id = f.org_id and e.number = f.number))""".formatted(register))).isEmpty();
        }
    }

    @Test
    void everySavedViewWorks() {
        var clock = Clock.fixed(NOW, ZoneOffset.UTC);
        var announcements = new Announcements(database);
        var organizations = new OrganizationStore(database, announcements);
        var users = new Users(new UserStore(database, announcements), announcements);
        var tags = new Tags(database, organizations, announcements);
        var lists = Map.of(
                "incidents",
                new RegisterListGrammar(new Engine(
                        Incidents.KIND,
                        database,
                        users,
                        tags,
                        organizations::incidentSources,
                        org -> Derivation.NONE,
                        clock)),
                "risks",
                new RegisterListGrammar(new Engine(
                        Risks.KIND, database, users, tags, organizations::riskSources, org -> Derivation.NONE, clock)));
        var views = rows("select org_id, name, register, query, columns, shared, owner from saved_view");
        assertThat(views).hasSizeGreaterThan(5);
        assertThat(views.stream().map(view -> view.get("shared")).distinct()).containsExactlyInAnyOrder(true, false);
        assertThat(views.stream().map(view -> view.get("register")).distinct())
                .containsExactlyInAnyOrder("incidents", "risks");
        for (var view : views) {
            var faults = new Faults();
            var grammar = Objects.requireNonNull(lists.get((String) view.get("register")));
            var query = Query.of((String) view.get("query"), faults);
            grammar.read(query, (Integer) Objects.requireNonNull(view.get("org_id")));
            query.refuseUnknown();
            assertThat(faults.list()).as((String) view.get("name")).isEmpty();
        }
        assertThat(rows("select name from saved_view where query like '%{%' or columns && array['']"))
                .isEmpty();
        assertThat(SampleRegister.generate(1, NOW, 0).organizations().stream().flatMap(each -> each.views().stream()))
                .allSatisfy(view -> assertThat(Objects.requireNonNull(lists.get(view.register()))
                                .columns())
                        .containsAll(view.columns()));
    }

    @Test
    void historiesAreInChronologicalOrder() {
        for (var table : List.of("risk_history", "incident_history")) {
            assertThat(rows("""
                    select org_id, number, id
                      from (select org_id, number, id, at, lag(at) over (partition by org_id, number order by id) as before
                              from %s) h
                     where at < before""".formatted(table))).isEmpty();
        }
    }

    @Test
    void everyChangeBelongsToABatchOfItsRegister() {
        for (var register : List.of("risk", "incident")) {
            assertThat(rows("""
                    select h.org_id, h.number, h.id
                      from %1$s_history h
                      left join batch b on b.org_id = h.org_id and b.id = h.batch_id
                     where h.kind in ('created', 'changed') and b.register is distinct from '%1$s'""".formatted(register))).isEmpty();
        }
    }
}
