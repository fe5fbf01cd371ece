package blotter.register.change;

import blotter.platform.access.Caller;
import blotter.platform.access.Via;
import blotter.platform.problem.Problem;
import blotter.platform.problem.ProblemType;
import blotter.register.change.Batch.Operation;
import blotter.register.change.ChangeStore.Event;
import blotter.register.change.Outcome.Change;
import blotter.register.change.Outcome.Rejected;
import blotter.register.change.Outcome.Updated;
import blotter.register.tag.TagBook;
import blotter.register.tag.Tags;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Imports many rows, each with its own patch, for an existing or a new entry: as one batch, by the rules of every
/// other change. Up to [#CHUNK] rows take the same few statements.
public final class Intake {
    /// At most so many rows are in memory at a time.
    public static final int CHUNK = Changes.CHUNK;

    /// At most so many characters of text are in memory at a time, or one row that has more.
    public static final long MOST_LENGTH = Portions.MOST_BYTES;

    private static final Terms DRY = new Terms(true, false, Map.of(), IfMatch.any());

    private final Register register;
    private final ChangeStore store;
    private final Tags tags;
    private final Clock clock;
    private final BatchWriter batches;
    private final IntFunction<Derivation> derivations;

    Intake(Register register, Tags tags, Clock clock, BatchWriter batches, IntFunction<Derivation> derivations) {
        this.register = register;
        this.store = new ChangeStore(register);
        this.tags = tags;
        this.clock = clock;
        this.batches = batches;
        this.derivations = derivations;
    }

    /// One row.
    ///
    /// @param number the entry to change, or null to create one
    /// @param version the version that the entry must be at, or null for any
    /// @param since the time since when a new entry has had its values; null if unknown
    public record Row(
            @Nullable Long number,
            @Nullable Long version,
            PatchRequest request,
            @Nullable Instant since) {}

    /// The tags, labels and numbers that the rows need, collected before the first row is imported, because every
    /// change locks tags before entries, and entries in the order of their numbers.
    public static final class Needs {
        private final Set<UUID> tags = new HashSet<>();
        private final Set<String> labels = new HashSet<>();
        private final TreeSet<Long> numbers = new TreeSet<>();

        private boolean has(Row row) {
            return tags.containsAll(row.request.usedTags()) && labels.containsAll(row.request.madeLabels());
        }

        public void add(Row row) {
            tags.addAll(row.request.usedTags());
            labels.addAll(row.request.madeLabels());
            if (row.number != null) {
                numbers.add(row.number);
            }
        }
    }

    /// The result of one row.
    public sealed interface Verdict {
        /// It creates this entry, which has no number yet if nothing is written.
        record Made(Entry entry, Map<String, Change> changes) implements Verdict {}

        /// It changes its entry.
        record Changed(Updated updated) implements Verdict {}

        /// Its entry has these values already.
        record Same(Entry entry) implements Verdict {}

        /// It cannot be imported.
        ///
        /// @param place the field at fault, `id`, `version`, or empty when several are
        record Refused(String place, String code, String detail) implements Verdict {}
    }

    /// Begins an import in the transaction of the handle.
    ///
    /// @param dryRun whether nothing is to be written
    public Session begin(Handle handle, Caller caller, Needs needs, boolean dryRun) {
        tags.hold(handle, caller.orgId(), needs.tags);
        var book = tags.create(handle, caller.orgId(), caller.userId(), needs.labels);
        var found = dryRun
                ? store.find(handle, caller.orgId(), needs.numbers)
                : store.lock(handle, caller.orgId(), needs.numbers);
        return new Session(handle, caller, needs, book, found, dryRun);
    }

    /// An import in progress.
    public final class Session {
        private final Handle handle;
        private final Caller caller;
        private final Needs needs;
        private final TagBook book;
        private final EntrySizes found;
        private final Derivation derivation;
        private final Stamp stamp;
        private final Tally tally = new Tally();
        private boolean writes;

        private Session(Handle handle, Caller caller, Needs needs, TagBook book, EntrySizes found, boolean dryRun) {
            this.found = found;
            this.handle = handle;
            this.caller = caller;
            this.needs = needs;
            this.book = book;
            this.derivation = derivations.apply(caller.orgId());
            this.writes = !dryRun;
            this.stamp = Stamp.now(caller, clock).via(Via.IMPORT);
        }

        /// Writes nothing from here on: the caller has found a fault, and will roll back.
        public void writeNoMore() {
            writes = false;
        }

        /// Imports up to [#CHUNK] rows, and returns the verdict for each. No entry may come twice in a session.
        /// Once a row is refused, nothing more is written.
        public List<Verdict> take(List<Row> rows) {
            // A tag that was created or renamed since the needs were collected is not locked.
            if (!rows.stream().allMatch(needs::has)) {
                throw Problem.problem(
                        ProblemType.CONFLICT, "tags have been changed just now (expected: the import once more)");
            }
            var numbers = rows.stream()
                    .map(Row::number)
                    .filter(Objects::nonNull)
                    .filter(found::has)
                    .toList();
            var current = store.read(handle, caller.orgId(), numbers).stream()
                    .collect(Collectors.toMap(Entry::number, entry -> entry));
            var verdicts = new ArrayList<Verdict>(rows.size());
            for (var row : rows) {
                verdicts.add(row.number == null ? make(row) : change(row, row.number, current.get(row.number)));
            }
            writes &= verdicts.stream().noneMatch(Verdict.Refused.class::isInstance);
            if (writes) {
                number(verdicts);
                write(verdicts);
            }
            verdicts.forEach(this::count);
            return verdicts;
        }

        /// Portions of rows, in the order given, that fit into memory together with the entries they change.
        ///
        /// @param length how much text a row has, in characters
        public <T> List<List<T>> portions(List<T> rows, Function<T, Row> row, ToLongFunction<T> length) {
            return Portions.of(rows, place -> {
                var each = rows.get(place);
                return found.of(row.apply(each).number) + length.applyAsLong(each);
            });
        }

        private Verdict make(Row row) {
            var entry = ChangeRules.create(register, derivation, 0, row.request.resolve(book), stamp, row.since);
            var disorder = ChangeRules.disorder(register, entry.values());
            return disorder != null
                    ? new Verdict.Refused("", "date_order", disorder)
                    : new Verdict.Made(entry, ChangeRules.whole(register, entry, true));
        }

        private Verdict change(Row row, long number, @Nullable Entry entry) {
            if (entry == null) {
                return new Verdict.Refused("id", "not_found", register.id(number) + " does not exist");
            }
            return switch (ChangeRules.decide(
                    register, derivation, entry, row.request.resolve(book), stamp.actor(), stamp.at())) {
                case Updated updated ->
                    row.version == null || row.version == entry.version()
                            ? new Verdict.Changed(updated)
                            : new Verdict.Refused(
                                    "version",
                                    "stale",
                                    "%d (expected: %d, since %s has changed)"
                                            .formatted(row.version, entry.version(), register.id(number)));
                case Outcome.Unchanged(var same) -> new Verdict.Same(same);
                case Rejected(long of, var code, var detail) -> new Verdict.Refused("", code, detail);
                case Outcome.Missing missing -> throw new IllegalStateException("is there: " + missing);
                case Outcome.Stale stale -> throw new IllegalStateException("no version was named: " + stale);
            };
        }

        private void number(List<Verdict> verdicts) {
            int made = (int)
                    verdicts.stream().filter(Verdict.Made.class::isInstance).count();
            if (made == 0) {
                return;
            }
            long next = store.nextNumbers(handle, caller.orgId(), made);
            for (int i = 0; i < verdicts.size(); i++) {
                if (verdicts.get(i) instanceof Verdict.Made(var entry, var all)) {
                    verdicts.set(i, new Verdict.Made(entry.numbered(next++), all));
                }
            }
        }

        private void write(List<Verdict> verdicts) {
            var inserts = new ArrayList<Entry>();
            var updates = new ArrayList<Updated>();
            var events = new ArrayList<Event>();
            for (var verdict : verdicts) {
                switch (verdict) {
                    case Verdict.Made(var entry, var all) -> {
                        inserts.add(entry);
                        events.add(new Event(entry.number(), "created", all, stamp));
                    }
                    case Verdict.Changed(var updated) -> {
                        updates.add(updated);
                        events.add(Patching.event(updated, stamp));
                    }
                    case Verdict.Same same -> {}
                    case Verdict.Refused refused -> throw new IllegalStateException("is not written: " + refused);
                }
            }
            events.sort(Comparator.comparingLong(Event::number));
            store.update(handle, caller.orgId(), updates);
            store.insert(handle, caller.orgId(), inserts);
            store.record(handle, caller.orgId(), events);
        }

        private void count(Verdict verdict) {
            switch (verdict) {
                case Verdict.Made(var entry, var all) -> tally.updated(all);
                case Verdict.Changed(var updated) -> tally.updated(updated.changes());
                case Verdict.Same same -> tally.unchanged();
                case Verdict.Refused refused -> {}
            }
        }

        /// The organization's people and tags, including all tags of these entries.
        public Names names(Collection<Entry> entries) {
            return batches.names(caller, book, entries);
        }

        /// Ends the batch, or reports it in a dry run. The caller must throw if a row was refused.
        public Batch finish(boolean dryRun) {
            return batches.finish(handle, caller, Operation.IMPORT, stamp, tally, book, dryRun ? DRY : Terms.STRICT)
                    .batch();
        }
    }
}
