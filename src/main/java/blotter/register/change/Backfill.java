package blotter.register.change;

import blotter.people.person.Member;
import blotter.register.change.Batch.Operation;
import blotter.register.change.ChangeStore.BatchRow;
import blotter.register.change.ChangeStore.Event;
import blotter.register.change.Outcome.Change;
import blotter.register.change.Outcome.Updated;
import blotter.register.tag.TagBook;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/// Writes entries together with a history from elsewhere. Each past change is decided by today's rules and recorded
/// with its own author, date and batch.
public final class Backfill {
    private final Register register;
    private final ChangeStore store;
    private final TagBook tags;
    private final Map<UUID, Member> users;
    private final Derivation derivation;

    /// Writes into an organization with these tags, users and derived values.
    public Backfill(Register register, TagBook tags, Map<UUID, Member> users, Derivation derivation) {
        this.register = register;
        this.store = new ChangeStore(register);
        this.tags = tags;
        this.users = users;
        this.derivation = derivation;
    }

    /// A patch, and who applied it when.
    public record Step(Stamp stamp, Patch patch) {}

    /// Another event in an entry's history: a comment or a link.
    public record Note(Stamp stamp, String kind, Map<String, Change> changes) {}

    /// An entry's past: its creation, its changes (oldest first), and other events.
    public record Past(Step made, List<Step> changes, List<Note> notes) {}

    /// Entries with their history, ready to be written.
    public static final class Prepared {
        private final List<Entry> entries = new ArrayList<>();
        private final List<Event> events = new ArrayList<>();
        private final List<BatchRow> batches = new ArrayList<>();

        /// One for each past, in the same order.
        public List<Entry> entries() {
            return entries;
        }
    }

    /// Reserves the next numbers of the register, and returns the first.
    public long numbers(Handle handle, int orgId, int count) {
        return store.nextNumbers(handle, orgId, count);
    }

    /// Applies each past from its creation to its end, and numbers the entries from `first`. Needs no database.
    ///
    /// @throws IllegalArgumentException when a rule of the register forbids one of the changes
    public Prepared prepare(long first, List<Past> pasts) {
        var prepared = new Prepared();
        for (var past : pasts) {
            prepared.entries.add(prepare(first + prepared.entries.size(), past, prepared.events, prepared.batches));
        }
        return prepared;
    }

    /// Writes the entries, their history and their batches.
    public void write(Handle handle, int orgId, Prepared prepared) {
        store.insert(handle, orgId, prepared.entries);
        store.insertBatches(handle, orgId, prepared.batches);
        store.record(handle, orgId, prepared.events);
    }

    private Entry prepare(long number, Past past, List<Event> events, List<BatchRow> batches) {
        var own = new ArrayList<Event>();
        var entry = ChangeRules.create(register, derivation, number, past.made.patch, past.made.stamp);
        if (ChangeRules.disorder(register, entry.values()) != null) {
            throw new IllegalArgumentException(
                    register.id(number) + ": " + ChangeRules.disorder(register, entry.values()));
        }
        own.add(new Event(number, "created", ChangeRules.whole(register, entry, true), past.made.stamp));
        for (var step : past.changes) {
            var stamp = step.stamp;
            switch (ChangeRules.decide(register, derivation, entry, step.patch, stamp.actor(), stamp.at())) {
                case Updated updated -> {
                    own.add(new Event(number, "changed", updated.changes(), stamp));
                    entry = updated.after();
                }
                case Outcome.Unchanged unchanged -> {}
                case Outcome.Stale stale -> throw new IllegalStateException("cannot be stale: " + stale);
                case Outcome.Missing missing -> throw new IllegalStateException("cannot be missing: " + missing);
                case Outcome.Rejected rejected ->
                    throw new IllegalArgumentException(register.id(number) + ": " + rejected.detail());
            }
        }
        for (var event : own) {
            var operation = event.kind().equals("created") ? Operation.CREATE : Operation.PATCH;
            var ids = new HashSet<UUID>();
            HistoryJson.collectIds(event.changes(), ids);
            var names = HistoryJson.names(ids, new Names(users, tags));
            batches.add(new BatchRow(
                    event.stamp(),
                    register.name(),
                    operation,
                    new Batch(event.stamp().batchId(), 1, 0, 0),
                    names));
        }
        long comments = past.notes.stream()
                .filter(note -> note.kind.equals("commented"))
                .count();
        past.notes.forEach(note -> own.add(new Event(number, note.kind, note.changes, note.stamp)));
        own.sort(Comparator.comparing(event -> event.stamp().at()));
        events.addAll(own);
        return entry.commented(comments);
    }
}
