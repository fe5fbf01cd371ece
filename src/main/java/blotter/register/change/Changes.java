package blotter.register.change;

import blotter.people.person.Users;
import blotter.platform.access.Caller;
import blotter.platform.database.NotAtOnce;
import blotter.platform.database.SqlFailures;
import blotter.platform.problem.Fault;
import blotter.platform.problem.Problem;
import blotter.platform.problem.ProblemType;
import blotter.register.change.Batch.Operation;
import blotter.register.change.ChangeStore.BatchRow;
import blotter.register.change.ChangeStore.Event;
import blotter.register.change.Outcome.Change;
import blotter.register.change.Outcome.Missing;
import blotter.register.change.Outcome.Rejected;
import blotter.register.change.Outcome.Stale;
import blotter.register.change.Outcome.Unchanged;
import blotter.register.change.Outcome.Updated;
import blotter.register.tag.TagBook;
import blotter.register.tag.Tags;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Changes entries of a register. Every method works in the transaction of the handle that it is given;
/// what it throws leaves nothing written once that transaction is rolled back. Up to [#CHUNK] entries
/// take the same few statements.
public final class Changes {
    /// So many entries are worked on at a time, to stay within memory.
    static final int CHUNK = 5_000;

    /// The most entries that one filter may select.
    public static final int MOST_BY_FILTER = 100_000;

    private final Register register;
    private final ChangeStore store;
    private final Users users;
    private final Tags tags;
    private final Clock clock;
    private final IntConsumer written;
    private final IntFunction<Derivation> derivations;

    /// @param written told of each organization whose entries were changed, once it is committed
    /// @param derivations what follows from what, by organization
    public Changes(
            Register register,
            Users users,
            Tags tags,
            Clock clock,
            IntConsumer written,
            IntFunction<Derivation> derivations) {
        this.register = register;
        this.store = new ChangeStore(register);
        this.users = users;
        this.tags = tags;
        this.clock = clock;
        this.written = written;
        this.derivations = derivations;
    }

    /// The same, with another derivation: one that holds once the transaction at hand is committed.
    public Changes deriving(Derivation derivation) {
        return new Changes(register, users, tags, clock, written, orgId -> derivation);
    }

    Derivation derivation(Caller caller) {
        return derivations.apply(caller.orgId());
    }

    /// What was written, and what could not be changed: failures only when the terms were lenient.
    public record Result(Batch batch, List<Failure> failures) {}

    /// What was made.
    public record Made(List<Entry> entries, Batch batch, Names names) {}

    /// Applies the patch to each of the entries, which are handed to `rows` as they then are.
    ///
    /// All or nothing throws a problem that names every entry that is missing, has moved on, or that a
    /// rule forbids to change; lenient throws it when there is no other.
    ///
    /// Without a transaction it tries at once: it reads, and then writes in one statement, if nobody has
    /// been faster.
    ///
    /// @throws NotAtOnce when it has tried that in vain
    public Result patch(
            Handle handle, Caller caller, Selection selection, PatchRequest request, Terms terms, Rows rows) {
        return handle.isInTransaction()
                ? patchLocked(handle, caller, selection, request, terms, rows)
                : patchAtOnce(handle, caller, selection, request, terms, rows);
    }

    private Result patchAtOnce(
            Handle handle, Caller caller, Selection selection, PatchRequest request, Terms terms, Rows rows) {
        if (!(selection instanceof Selection.ByIds(var selected))
                || selected.size() > CHUNK
                || !request.madeLabels().isEmpty()
                || terms.dryRun()) {
            throw new NotAtOnce();
        }
        var book = tags.of(caller.orgId());
        var stamp = Stamp.now(caller, clock);
        var tally = new Tally();
        var current = readAtOnce(handle, caller, selected);
        var outcomes = decide(caller, selected, current, request.resolve(book), stamp, terms);
        if (updates(outcomes).stream().mapToLong(Updated::length).sum() > Portions.MOST_BYTES) {
            throw new NotAtOnce();
        }
        count(selected, outcomes, tally);
        if (tally.anyFailed() && !(terms.lenient() && tally.anyGood())) {
            throw tally.refusal();
        }
        emit(caller, outcomes, book, terms, rows);
        var batch = tally.batch(stamp.batchId());
        if (tally.anyWritten()) {
            var updates = updates(outcomes);
            var events = updates.stream().map(each -> event(each, stamp)).toList();
            var row = new BatchRow(stamp, register.name(), Operation.PATCH, batch, names(caller, tally.named(), book));
            if (!store.writeAtOnce(handle, caller.orgId(), updates, events, row, request.usedTags())) {
                throw new NotAtOnce();
            }
            written.accept(caller.orgId());
        }
        return new Result(batch, tally.failures());
    }

    private Result patchLocked(
            Handle handle, Caller caller, Selection selection, PatchRequest request, Terms terms, Rows rows) {
        // Tags before entries, in every operation: who holds an entry never waits for a tag.
        tags.hold(handle, caller.orgId(), request.usedTags());
        var book = tags.create(handle, caller.orgId(), caller.userId(), request.madeLabels());
        var patch = request.resolve(book);
        var stamp = Stamp.now(caller, clock);
        var tally = new Tally();
        var selected = select(handle, caller, selection, terms);
        var portions = store.portions(handle, caller.orgId(), numbers(selected));
        boolean locked = portions.size() > 1 || !(selection instanceof Selection.ByIds);
        Predicate<Long> held = number -> true;
        if (locked && selection instanceof Selection.ByIds && !terms.dryRun()) {
            held = store.lockNumbers(handle, caller.orgId(), numbers(selected))::contains;
        }
        int from = 0;
        for (var portion : portions) {
            var chunk = selected.subList(from, from += portion.size());
            boolean lock = !locked && !terms.dryRun();
            var outcomes = decide(caller, chunk, read(handle, caller, chunk, held, lock), patch, stamp, terms);
            count(chunk, outcomes, tally);
            if (tally.anyFailed() && !terms.lenient()) {
                continue;
            }
            if (!terms.dryRun()) {
                write(handle, caller, outcomes, stamp);
            }
            emit(caller, outcomes, book, terms, rows);
        }
        return finish(handle, caller, Operation.PATCH, stamp, tally, book, terms);
    }

    /// Takes a tag off every entry that has it, or puts another in its place; both are held alone.
    void retag(Handle handle, Caller caller, UUID tag, @Nullable UUID into, Stamp stamp, Tally tally) {
        EntryFilter has = sql -> sql.and("i.tag_ids @> array[%s]".formatted(sql.bind(tag)));
        var numbers = store.numbers(handle, caller.orgId(), has, Integer.MAX_VALUE, true);
        for (var chunk : store.portions(handle, caller.orgId(), numbers)) {
            var outcomes = store.read(handle, caller.orgId(), chunk, false).stream()
                    .map(entry -> ChangeRules.decide(
                            register,
                            derivation(caller),
                            entry,
                            TagChange.instead(entry.tags(), tag, into),
                            stamp.actor(),
                            stamp.at()))
                    .toList();
            count(chunk.stream().map(number -> new Selected(number, "")).toList(), outcomes, tally);
            write(handle, caller, outcomes, stamp);
        }
        if (!numbers.isEmpty()) {
            announce(handle, caller);
        }
    }

    /// Tells, once it is committed, that entries of this register were changed.
    void announce(Handle handle, Caller caller) {
        handle.afterCommit(() -> written.accept(caller.orgId()));
    }

    private List<Selected> select(Handle handle, Caller caller, Selection selection, Terms terms) {
        return switch (selection) {
            case Selection.ByIds(var entries) -> entries;
            case Selection.All(var filter) ->
                store.numbers(handle, caller.orgId(), filter, Integer.MAX_VALUE, !terms.dryRun()).stream()
                        .map(number -> new Selected(number, ""))
                        .toList();
            case Selection.ByFilter(var filter, long expected) -> {
                var numbers = store.numbers(handle, caller.orgId(), filter, MOST_BY_FILTER + 1, !terms.dryRun());
                if (numbers.size() > MOST_BY_FILTER) {
                    throw Problem.problem(
                            ProblemType.TOO_LARGE,
                            "the filter finds more than %d entries, the most in one call".formatted(MOST_BY_FILTER));
                }
                if (numbers.size() != expected) {
                    throw otherTotal("the filter finds %d (expected_total: %d)".formatted(numbers.size(), expected));
                }
                // Of an entry that had to be waited for, PostgreSQL looks anew at its own row only, and not at what
                // filters find it by elsewhere.
                if (!terms.dryRun()
                        && !numbers.equals(store.numbers(handle, caller.orgId(), filter, MOST_BY_FILTER + 1, false))) {
                    throw otherTotal(
                            "what the filter finds has changed just now (expected_total: %d)".formatted(expected));
                }
                yield numbers.stream().map(number -> new Selected(number, "")).toList();
            }
        };
    }

    private static Problem otherTotal(String detail) {
        return Problem.problem(
                ProblemType.CONFLICT, detail, List.of(new Fault("expected_total", "changed_since", detail)));
    }

    /// Those of the selected entries that are there and held, by their numbers.
    private Map<Long, Entry> read(
            Handle handle, Caller caller, List<Selected> chunk, Predicate<Long> held, boolean lock) {
        var numbers = numbers(chunk).stream().filter(held).toList();
        return byNumber(store.read(handle, caller.orgId(), numbers, lock));
    }

    // Those that are too large together are taken in portions, which needs a transaction.
    private Map<Long, Entry> readAtOnce(Handle handle, Caller caller, List<Selected> selected) {
        try {
            return read(handle, caller, selected, number -> true, false);
        } catch (RuntimeException e) {
            throw SqlFailures.isTooLarge(e) ? new NotAtOnce() : e;
        }
    }

    private List<Outcome> decide(
            Caller caller, List<Selected> chunk, Map<Long, Entry> current, Patch patch, Stamp stamp, Terms terms) {
        var derivation = derivation(caller);
        var outcomes = new ArrayList<Outcome>(chunk.size());
        for (var selected : chunk) {
            var entry = current.get(selected.number());
            if (entry == null) {
                outcomes.add(new Missing(selected.number()));
                continue;
            }
            terms.ifMatch().check(register, entry);
            long known = terms.versions().getOrDefault(entry.number(), entry.version());
            outcomes.add(
                    known == entry.version()
                            ? ChangeRules.decide(register, derivation, entry, patch, stamp.actor(), stamp.at())
                            : new Stale(entry.number(), known, entry.version()));
        }
        return outcomes;
    }

    private void count(List<Selected> chunk, List<Outcome> outcomes, Tally tally) {
        for (int i = 0; i < outcomes.size(); i++) {
            var pointer = chunk.get(i).pointer();
            switch (outcomes.get(i)) {
                case Updated updated -> tally.updated(updated.changes());
                case Unchanged unchanged -> tally.unchanged();
                case Missing(long number) ->
                    tally.failed(new Failure(pointer, register.id(number), 404, "not_found", "does not exist"));
                case Stale(long number, long known, long actual) ->
                    tally.failed(new Failure(
                            pointer,
                            register.id(number),
                            409,
                            "stale",
                            "version %d (expected: %d)".formatted(actual, known)));
                case Rejected(long number, var code, var detail) ->
                    tally.failed(new Failure(pointer, register.id(number), 400, code, detail));
            }
        }
    }

    private void write(Handle handle, Caller caller, List<Outcome> outcomes, Stamp stamp) {
        // Entries that fit into memory may still be given texts that do not.
        var all = updates(outcomes);
        for (var updates : Portions.of(all, place -> all.get(place).length())) {
            store.update(handle, caller.orgId(), updates);
            store.record(
                    handle,
                    caller.orgId(),
                    updates.stream().map(each -> event(each, stamp)).toList());
        }
    }

    private static List<Updated> updates(List<Outcome> outcomes) {
        return outcomes.stream()
                .filter(Updated.class::isInstance)
                .map(Updated.class::cast)
                .toList();
    }

    static Event event(Updated updated, Stamp stamp) {
        // The same time as the entry's: it may be later than the stamp's, when a clock is behind.
        var at = updated.after().trace().updatedDate();
        var itsStamp = at.equals(stamp.at()) ? stamp : stamp.at(at);
        return new Event(updated.after().number(), "changed", updated.changes(), itsStamp);
    }

    private void emit(Caller caller, List<Outcome> outcomes, TagBook book, Terms terms, Rows rows) {
        if (rows == Rows.NONE) {
            return;
        }
        var entries = outcomes.stream()
                .<Entry>mapMulti((outcome, sink) -> {
                    if (outcome instanceof Updated(var before, var after, var changes)) {
                        sink.accept(after);
                        if (terms.dryRun()) {
                            sink.accept(before);
                        }
                    } else if (outcome instanceof Unchanged(var entry)) {
                        sink.accept(entry);
                    }
                })
                .toList();
        var names = names(caller, book, entries);
        try {
            for (var outcome : outcomes) {
                switch (outcome) {
                    case Updated(var before, var after, var changes) ->
                        rows.row(terms.dryRun() ? after.traced(before.trace()) : after, changes, names);
                    case Unchanged(var entry) -> rows.row(entry, Map.of(), names);
                    case Missing missing -> {}
                    case Stale stale -> {}
                    case Rejected rejected -> {}
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Result finish(
            Handle handle, Caller caller, Operation operation, Stamp stamp, Tally tally, TagBook book, Terms terms) {
        if (tally.anyFailed() && !(terms.lenient() && tally.anyGood())) {
            throw tally.refusal();
        }
        if (terms.dryRun()) {
            return new Result(tally.batch(null), tally.failures());
        }
        var batch = tally.batch(stamp.batchId());
        if (tally.anyWritten()) {
            insertBatch(handle, caller, operation, stamp, batch, tally, book);
        }
        return new Result(batch, tally.failures());
    }

    private void insertBatch(
            Handle handle, Caller caller, Operation operation, Stamp stamp, Batch batch, Tally tally, TagBook book) {
        var row = new BatchRow(
                stamp,
                tally.isOfAllRegisters() ? null : register.name(),
                operation,
                batch,
                names(caller, tally.named(), book));
        store.insertBatches(handle, caller.orgId(), List.of(row));
        announce(handle, caller);
    }

    /// How those people and tags are called now.
    private String names(Caller caller, Collection<UUID> named, TagBook book) {
        var people = users.of(caller.orgId());
        // An entry that had to be waited for may have tags that the book did not know when it was read.
        var itsTags = named.stream().filter(id -> !people.containsKey(id)).collect(Collectors.toSet());
        return HistoryJson.names(named, new Names(people, tags.completed(book, caller.orgId(), itsTags)));
    }

    /// Makes new entries, in the order given. Throws a problem when dates are out of order.
    ///
    /// @param pointer where in the request the n-th entry stands
    public Made create(Handle handle, Caller caller, List<PatchRequest> requests, IntFunction<String> pointer) {
        var labels =
                requests.stream().flatMap(each -> each.madeLabels().stream()).collect(Collectors.toSet());
        tags.hold(
                handle,
                caller.orgId(),
                requests.stream().flatMap(each -> each.usedTags().stream()).collect(Collectors.toSet()));
        var book = tags.create(handle, caller.orgId(), caller.userId(), labels);
        var stamp = Stamp.now(caller, clock);
        var entries = new ArrayList<Entry>(requests.size());
        var faults = new ArrayList<Fault>();
        var derivation = derivation(caller);
        for (var request : requests) {
            var entry = ChangeRules.create(register, derivation, 0, request.resolve(book), stamp);
            var disorder = ChangeRules.disorder(register, entry.values());
            if (disorder != null) {
                faults.add(new Fault(pointer.apply(entries.size()), "date_order", disorder));
            }
            entries.add(entry);
        }
        if (!faults.isEmpty()) {
            throw Problem.invalid(faults);
        }
        long number = store.nextNumbers(handle, caller.orgId(), entries.size());
        for (int i = 0; i < entries.size(); i++) {
            entries.set(i, entries.get(i).numbered(number + i));
        }
        store.insert(handle, caller.orgId(), entries);
        var tally = new Tally();
        var events = entries.stream()
                .map(each -> new Event(each.number(), "created", ChangeRules.whole(register, each, true), stamp))
                .peek(event -> tally.updated(event.changes()))
                .toList();
        store.record(handle, caller.orgId(), events);
        var result = finish(handle, caller, Operation.CREATE, stamp, tally, book, Terms.STRICT);
        return new Made(entries, result.batch(), names(caller, book, entries));
    }

    /// Deletes the entries: all, or none. Their history stays, with their last values.
    public Batch delete(Handle handle, Caller caller, List<Selected> selection, IfMatch ifMatch) {
        var held = store.lockNumbers(handle, caller.orgId(), numbers(selection));
        var stamp = Stamp.now(caller, clock);
        var tally = new Tally();
        for (var selected : selection) {
            if (!held.contains(selected.number())) {
                var id = register.id(selected.number());
                tally.failed(new Failure(selected.pointer(), id, 404, "not_found", "does not exist"));
            }
        }
        if (tally.anyFailed()) {
            throw tally.refusal();
        }
        var ids = new HashSet<UUID>();
        for (var portion :
                store.portions(handle, caller.orgId(), held.stream().sorted().toList())) {
            var entries = store.read(handle, caller.orgId(), portion, false);
            entries.forEach(entry -> ifMatch.check(register, entry));
            var events = deletions(entries, stamp);
            events.forEach(event -> tally.updated(event.changes()));
            store.record(handle, caller.orgId(), events);
            store.delete(handle, caller.orgId(), entries);
            entries.forEach(entry -> ids.addAll(entry.tags()));
        }
        var book = tags.of(caller.orgId(), ids);
        return finish(handle, caller, Operation.DELETE, stamp, tally, book, Terms.STRICT)
                .batch();
    }

    private List<Event> deletions(List<Entry> entries, Stamp stamp) {
        return entries.stream()
                .map(each -> new Event(each.number(), "deleted", lastValues(each), stamp))
                .toList();
    }

    /// All that an undo needs to bring the entry back.
    Map<String, Change> lastValues(Entry entry) {
        var changes = new LinkedHashMap<>(ChangeRules.whole(register, entry, false));
        changes.put(ChangeRules.OPENED_BY, new Change(entry.trace().openedBy(), null));
        changes.put(ChangeRules.CREATED, new Change(entry.trace().createdDate(), null));
        changes.put(ChangeRules.VERSION, new Change(entry.version(), null));
        if (!entry.links().isEmpty()) {
            var ids = entry.links().stream().map(register.links()::id).toList();
            changes.put(register.links().name(), new Change(ids, null));
        }
        return changes;
    }

    private static List<Long> numbers(List<Selected> selection) {
        return selection.stream().map(Selected::number).toList();
    }

    private static Map<Long, Entry> byNumber(List<Entry> entries) {
        return entries.stream().collect(Collectors.toMap(Entry::number, entry -> entry));
    }

    /// The organization's people and tags, these entries' and the book's among them.
    Names names(Caller caller, TagBook book, Collection<Entry> entries) {
        var needed = entries.stream().flatMap(entry -> entry.tags().stream()).collect(Collectors.toSet());
        return new Names(users.of(caller.orgId()), tags.completed(book, caller.orgId(), needed));
    }
}
