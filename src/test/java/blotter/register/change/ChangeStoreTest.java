package blotter.register.change;

import static blotter.register.incident.Incidents.DESCRIPTION;
import static blotter.register.incident.Incidents.DETECTED;
import static blotter.register.incident.Incidents.REGISTER;
import static blotter.register.incident.Incidents.SEVERITY;
import static blotter.register.incident.Incidents.STATUS;
import static blotter.register.incident.Incidents.TITLE;
import static org.assertj.core.api.Assertions.assertThat;

import blotter.people.organization.OrganizationStore;
import blotter.platform.access.Via;
import blotter.platform.database.Announcements;
import blotter.platform.database.Database;
import blotter.register.change.ChangeStore.BatchRow;
import blotter.register.change.ChangeStore.Event;
import blotter.register.change.Outcome.Updated;
import blotter.register.tag.Tags;
import blotter.testing.PostgresExtension;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class ChangeStoreTest {
    private static final UUID ACTOR = new UUID(0, 1);
    private static final UUID OTHER = new UUID(0, 2);
    private static final Instant CREATED = Instant.parse("2026-01-10T00:00:00Z");
    private static final Instant NOW = Instant.parse("2026-02-01T00:00:00.000001Z");
    private static final AtomicInteger NEXT = new AtomicInteger();

    private final Database database;
    private final Tags tags;
    private final ChangeStore store = new ChangeStore(REGISTER);
    private final int org;

    ChangeStoreTest(Database database) {
        this.database = database;
        var announcements = new Announcements(database);
        var organizations = new OrganizationStore(database, announcements);
        this.tags = new Tags(database, organizations, announcements);
        var slug = "org-" + NEXT.incrementAndGet();
        this.org = database.jdbi()
                .inTransaction(handle -> Objects.requireNonNull(organizations.create(handle, slug, slug)))
                .id();
    }

    @BeforeEach
    void openTwo() {
        database.jdbi().useTransaction(handle -> store.insert(handle, org, List.of(opened(1), opened(2))));
    }

    private static Entry opened(long number) {
        var fields = Map.<Field, FieldChange>of(
                TITLE, new FieldChange.Set("Case " + number),
                DESCRIPTION, new FieldChange.Set(""),
                STATUS, new FieldChange.Set("New"),
                DETECTED, new FieldChange.Set(CREATED));
        var stamp = new Stamp(ACTOR, CREATED, Via.API, null);
        return ChangeRules.create(REGISTER, Derivation.NONE, number, new Patch(fields, null, null), stamp);
    }

    private UUID tag(String label) {
        var book = database.jdbi().inTransaction(handle -> tags.create(handle, org, ACTOR, List.of(label)));
        return Objects.requireNonNull(book.find(label)).id();
    }

    private Entry read(long number) {
        return database.jdbi()
                .withHandle(handle -> store.read(handle, org, List.of(number)))
                .getFirst();
    }

    private Updated updated(long number, Patch patch) {
        return (Updated) ChangeRules.decide(REGISTER, Derivation.NONE, read(number), patch, OTHER, NOW);
    }

    private static Patch set(Field field, Object value) {
        return new Patch(Map.of(field, new FieldChange.Set(value)), null, null);
    }

    private static Patch tagged(UUID... added) {
        return new Patch(Map.of(), new TagChange.Edit(List.of(added), List.of()), null);
    }

    private void update(Updated... updates) {
        database.jdbi().useTransaction(handle -> store.update(handle, org, List.of(updates)));
    }

    private boolean writeAtOnce(List<Updated> updates, Collection<UUID> used) {
        var stamp = new Stamp(OTHER, NOW, Via.API, UUID.randomUUID());
        var events = updates.stream()
                .map(each -> new Event(each.after().number(), "changed", each.changes(), stamp))
                .toList();
        var batch = new Batch(stamp.batchId(), updates.size(), 0, 0);
        var row = new BatchRow(stamp, REGISTER.name(), Batch.Operation.PATCH, batch, "{}");
        return database.jdbi().withHandle(handle -> store.writeAtOnce(handle, org, updates, events, row, used));
    }

    private int count(String table) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("select count(*) from <table> where org_id = :org")
                        .define("table", table)
                        .bind("org", org)
                        .mapTo(Integer.class)
                        .one());
    }

    private void assertStored(Entry expected) {
        var actual = read(expected.number());
        for (var field : REGISTER.fields()) {
            assertThat(actual.get(field)).as(field.name()).isEqualTo(expected.get(field));
        }
        assertThat(actual.tags()).isEqualTo(expected.tags());
        assertThat(actual.trace()).isEqualTo(expected.trace());
    }

    private void assertNothingWritten(Entry first, Entry second) {
        assertThat(read(1)).isEqualTo(first);
        assertThat(read(2)).isEqualTo(second);
        assertThat(count("incident_history")).isZero();
        assertThat(count("batch")).isZero();
    }

    @Test
    void oneUpdateGivesEachEntryItsOwnChanges() {
        var tag = tag("a");
        var first = updated(1, set(SEVERITY, "SEV-2"));
        var second = updated(2, tagged(tag));
        update(first, second);
        assertStored(first.after());
        assertStored(second.after());
        assertThat(read(1).tags()).isEmpty();
        assertThat(read(2).get(SEVERITY)).isNull();
    }

    @Test
    void writeAtOnceWritesRowsHistoryAndBatch() {
        var tag = tag("a");
        var first = updated(1, tagged(tag));
        var second = updated(2, tagged(tag));
        assertThat(writeAtOnce(List.of(first, second), List.of(tag))).isTrue();
        assertStored(first.after());
        assertStored(second.after());
        assertThat(count("incident_history")).isEqualTo(2);
        assertThat(count("batch")).isEqualTo(1);
    }

    @Test
    void writeAtOnceWritesNothingWhenOneVersionHasMoved() {
        var updates = List.of(updated(1, set(STATUS, "Review")), updated(2, set(STATUS, "Review")));
        update(updated(2, set(TITLE, "moved")));
        var first = read(1);
        var second = read(2);
        assertThat(writeAtOnce(updates, List.of())).isFalse();
        assertNothingWritten(first, second);
    }

    @Test
    void writeAtOnceWritesNothingWhenAnEntryHasGone() {
        var updates = List.of(updated(1, set(STATUS, "Review")), updated(2, set(STATUS, "Review")));
        var first = read(1);
        database.jdbi().useTransaction(handle -> store.delete(handle, org, List.of(read(2))));
        assertThat(writeAtOnce(updates, List.of())).isFalse();
        assertThat(read(1)).isEqualTo(first);
        assertThat(count("incident_history")).isZero();
        assertThat(count("batch")).isZero();
    }

    @Test
    void writeAtOnceWritesNothingWhenATagHasGone() {
        var kept = tag("kept");
        var gone = tag("gone");
        var updates = List.of(updated(1, tagged(kept, gone)), updated(2, tagged(kept, gone)));
        var first = read(1);
        var second = read(2);
        database.jdbi().useHandle(handle -> handle.execute("delete from tag where org_id = ? and id = ?", org, gone));
        assertThat(writeAtOnce(updates, List.of(kept, gone))).isFalse();
        assertNothingWritten(first, second);
    }
}
