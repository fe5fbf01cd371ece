package blotter.people.audit;

import static org.assertj.core.api.Assertions.assertThat;

import blotter.people.organization.Organization;
import blotter.people.organization.OrganizationStore;
import blotter.platform.access.Origin;
import blotter.platform.database.Announcements;
import blotter.platform.database.Database;
import blotter.testing.PostgresExtension;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class SealsTest {
    private static final AtomicInteger NEXT = new AtomicInteger();

    private final Database database;
    private final AuditLog log;
    private final Seals seals;
    private final Organization organization;
    private final Organization other;

    SealsTest(Database database) {
        this.database = database;
        this.log = new AuditLog(database, Clock.systemUTC());
        this.seals = new Seals(database, Clock.systemUTC());
        var organizations = new OrganizationStore(database, new Announcements(database));
        this.organization = found(organizations);
        this.other = found(organizations);
    }

    private Organization found(OrganizationStore organizations) {
        return Objects.requireNonNull(database.jdbi()
                .inTransaction(handle -> organizations.create(handle, "seals-" + NEXT.incrementAndGet(), "Seals")));
    }

    @BeforeEach
    void sealExistingRows() {
        seal();
    }

    private AuditEntry entry(Organization of) {
        return AuditEntry.of(of.id(), null, Origin.COMMAND_LINE, Action.EXPORTED)
                .subject("incidents");
    }

    private void record(int times) {
        for (int i = 0; i < times; i++) {
            log.record(entry(organization));
        }
    }

    private void history(int number, String changes) {
        database.jdbi()
                .useHandle(handle -> handle.createUpdate("""
                        insert into incident_history (org_id, number, at, actor, via, kind, changes)
                        values (:org, :number, now(), :actor, 'api', 'changed', :changes::jsonb)""")
                        .bind("org", organization.id())
                        .bind("number", number)
                        .bind("actor", new UUID(0, 1))
                        .bind("changes", changes)
                        .execute());
    }

    private int seal() {
        int made = 0;
        for (var round = seals.round(() -> true); ; round = seals.round(() -> true)) {
            made += round.seals();
            if (!round.more()) {
                return made;
            }
        }
    }

    private Verification.Result verify() {
        return new Verification(database).verify(organization.id(), null);
    }

    /// Only a superuser, or an owner who disables the trigger, can do this.
    private void tamper(String table, String sql) {
        database.jdbi().useTransaction(handle -> {
            handle.execute("alter table %s disable trigger append_only".formatted(table));
            assertThat(handle.createUpdate(sql.formatted(table))
                            .bind("org", organization.id())
                            .execute())
                    .isPositive();
            handle.execute("alter table %s enable trigger append_only".formatted(table));
        });
    }

    @Test
    void rowsAreSealedByOrganizationAndVerify() {
        record(3);
        log.record(entry(other));
        history(1, "{\"status\": [\"New\", \"Closed\"]}");
        assertThat(seal()).isEqualTo(2);
        assertThat(seal()).isZero();
        record(2);
        var result = verify();
        assertThat(result.faults()).isEmpty();
        assertThat(result.seals()).isEqualTo(1);
        assertThat(result.rows()).isEqualTo(4);
        assertThat(result.unsealed()).isEqualTo(2);
        assertThat(seal()).isEqualTo(1);
        assertThat(verify().rows()).isEqualTo(6);
        assertThat(new Verification(database)
                        .verify(organization.id(), result.head())
                        .faults())
                .isEmpty();
    }

    @Test
    void detectsChangedDeletedAndInsertedRows() {
        record(3);
        history(1, "{\"a\": [1, 2]}");
        history(2, "{}");
        seal();
        record(1);
        seal();
        assertThat(verify().faults()).isEmpty();
        var one = "(select min(id) from %1$s where org_id = :org)";
        for (var table : List.of("audit_log", "incident_history")) {
            tamper(table, "update %1$s set at = at + interval '1 microsecond' where org_id = :org and id = " + one);
            assertThat(verify().faults())
                    .singleElement()
                    .asString()
                    .contains("seal 1", "one of its 5 rows was changed");
            tamper(table, "update %1$s set at = at - interval '1 microsecond' where org_id = :org and id = " + one);
            assertThat(verify().faults()).isEmpty();
        }
        tamper("incident_history", "update %1$s set changes = '{\"a\": [1, 3]}' where org_id = :org and number = 1");
        assertThat(verify().faults()).singleElement().asString().contains("changed");
        tamper("incident_history", "delete from %1$s where org_id = :org and number = 1");
        assertThat(verify().faults()).singleElement().asString().contains("has 5 rows, there are 4: some were cut out");
        tamper("incident_history", """
                insert into %1$s (org_id, number, id, at, actor, via, kind, changes) overriding system value
                select org_id, 3, id - 1000000, at, actor, via, kind, changes from %1$s where org_id = :org and number = 2
                union all
                select org_id, 4, id - 1000001, at, actor, via, kind, changes from %1$s where org_id = :org and number = 2""");
        assertThat(verify().faults()).singleElement().asString().contains("has 5 rows, there are 6: some were put in");
    }

    @Test
    void detectsChangedDeletedAndTruncatedSeals() {
        for (int i = 0; i < 4; i++) {
            record(1);
            seal();
        }
        var head = Objects.requireNonNull(verify().head());
        assertThat(verify().faults()).isEmpty();
        tamper("audit_seal", "update %1$s set at = at + interval '1 second' where org_id = :org and number = 3");
        assertThat(verify().faults()).containsExactly("seal 3 was changed");
        tamper("audit_seal", "update %1$s set at = at - interval '1 second' where org_id = :org and number = 3");
        tamper("audit_seal", "delete from %1$s where org_id = :org and number = 2");
        assertThat(verify().faults()).contains("seal 2 is missing");
        // If rows and seals are truncated together, only a copy of the head reveals it.
        tamper("audit_seal", "delete from %1$s where org_id = :org and number > 1");
        tamper(
                "audit_log",
                "delete from %1$s where org_id = :org and id > (select min(id) from %1$s where org_id = :org)");
        assertThat(verify().faults()).isEmpty();
        assertThat(new Verification(database).verify(organization.id(), head).faults())
                .containsExactly("the seal %s is not there: the end was cut off, or made anew".formatted(head));
    }

    @Test
    void rowsOfALateCommitAreSealedToo() {
        record(1);
        var sealing = database.jdbi().inTransaction(handle -> {
            log.record(handle, entry(organization));
            // Commits higher ids first.
            record(2);
            var round = CompletableFuture.supplyAsync(this::seal, SealsTest::inSeparateThread);
            pause();
            assertThat(round).isNotDone();
            assertThat(CompletableFuture.supplyAsync(this::verify, SealsTest::inSeparateThread)
                            .join()
                            .seals())
                    .isZero();
            return round;
        });
        assertThat(sealing.join()).isEqualTo(1);
        assertThat(verify().rows()).isEqualTo(4);
        assertThat(verify().faults()).isEmpty();
    }

    private static void inSeparateThread(Runnable task) {
        Thread.ofPlatform().start(task);
    }

    private static void pause() {
        try {
            Thread.sleep(400);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void concurrentNodesCreateEachSealOnce() {
        record(5);
        var nodes = java.util.stream.Stream.generate(
                        () -> CompletableFuture.supplyAsync(this::seal, SealsTest::inSeparateThread))
                .limit(4)
                .toList();
        nodes.forEach(CompletableFuture::join);
        seal();
        assertThat(verify().seals()).isEqualTo(1);
        assertThat(verify().faults()).isEmpty();
    }

    @Test
    void aRoundFindsNewRowsByIndex() {
        var plan = database.jdbi().withHandle(handle -> {
            handle.createUpdate("""
                            insert into incident_history (org_id, number, at, actor, via, kind, changes)
                            select :org, n, now(), :actor, 'api', 'changed', '{"status": ["New", "Closed"]}'
                              from generate_series(1, 50000) n""")
                    .bind("org", organization.id())
                    .bind("actor", new UUID(0, 1))
                    .execute();
            handle.execute("vacuum analyze incident_history");
            long last = handle.createQuery("select max(id) from incident_history")
                    .mapTo(Long.class)
                    .one();
            handle.execute("set enable_seqscan = off");
            try {
                return String.join(
                        "\n",
                        handle.createQuery("explain select * from incident_history where id > %d - 2000 and id <= %d"
                                        .formatted(last, last))
                                .mapTo(String.class)
                                .list());
            } finally {
                handle.execute("reset enable_seqscan");
            }
        });
        assertThat(plan).contains("incident_history_sealing");
    }
}
