package blotter.sample;

import static org.assertj.core.api.Assertions.assertThat;

import blotter.database.Announcements;
import blotter.database.Database;
import blotter.testing.PostgresExtension;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/// The sample as it stands in the database.
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
    void risksHaveTheHistoryAndTheDerivedValuesOfTheEngine() {
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
    void everyLinkStandsInBothHistories() {
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
    void aHistoryIsInTheOrderOfTime() {
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
