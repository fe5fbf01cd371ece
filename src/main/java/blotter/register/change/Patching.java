package blotter.register.change;

import blotter.platform.access.Caller;
import blotter.platform.database.SqlFailures;
import blotter.platform.problem.Fault;
import blotter.platform.problem.Problem;
import blotter.platform.problem.ProblemType;
import blotter.register.change.Batch.Operation;
import blotter.register.change.ChangeStore.Event;
import blotter.register.change.Changes.Result;
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
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Applies one patch to many entries, in one of two orders of work over the same decision: [#tryAtOnce] reads,
/// decides and writes with one statement; [#patch] locks first.
final class Patching {
    private final Register register;
    private final ChangeStore store;
    private final Tags tags;
    private final Clock clock;
    private final BatchWriter batches;
    private final IntFunction<Derivation> derivations;

    Patching(Register register, Tags tags, Clock clock, BatchWriter batches, IntFunction<Derivation> derivations) {
        this.register = register;
        this.store = new ChangeStore(register);
        this.tags = tags;
        this.clock = clock;
        this.batches = batches;
        this.derivations = derivations;
    }

    @Nullable
    Result tryAtOnce(Handle handle, Caller caller, Selection selection, PatchRequest request, Terms terms, Rows rows) {
        boolean needsTransaction = terms.dryRun() || !request.madeLabels().isEmpty();
        if (needsTransaction
                || !(selection instanceof Selection.ByIds(var selected))
                || selected.size() > Changes.CHUNK) {
            return null;
        }
        var book = tags.of(caller.orgId());
        var stamp = Stamp.now(caller, clock);
        var tally = new Tally();
        var current = readIfItFits(handle, caller, selected);
        if (current == null) {
            return null;
        }
        var outcomes = decide(caller, selected, current, request.resolve(book), stamp, terms);
        var updates = updates(outcomes);
        if (updates.stream().mapToLong(Updated::length).sum() > Portions.MOST_BYTES) {
            return null;
        }
        count(selected, outcomes, tally);
        tally.refuseUnless(terms);
        // The response comes before the commit, so that a response that cannot be made leaves nothing written.
        emit(caller, outcomes, book, terms, rows);
        if (tally.anyWritten()) {
            var events = updates.stream().map(each -> event(each, stamp)).toList();
            var row = batches.row(caller, Operation.PATCH, stamp, tally, book);
            if (!store.writeAtOnce(handle, caller.orgId(), updates, events, row, request.usedTags())) {
                return null;
            }
            batches.announceNow(caller);
        }
        return new Result(tally.batch(stamp.batchId()), tally.failures());
    }

    Result patch(Handle handle, Caller caller, Selection selection, PatchRequest request, Terms terms, Rows rows) {
        // Tags before entries, as in every operation: a change that has locked an entry never waits for a tag.
        tags.hold(handle, caller.orgId(), request.usedTags());
        var book = tags.create(handle, caller.orgId(), caller.userId(), request.madeLabels());
        var patch = request.resolve(book);
        var stamp = Stamp.now(caller, clock);
        var tally = new Tally();
        var targets = terms.dryRun() ? find(handle, caller, selection) : lock(handle, caller, selection);
        for (var portion : targets.portions()) {
            var current = read(handle, caller, targets.found(portion));
            var outcomes = decide(caller, portion, current, patch, stamp, terms);
            count(portion, outcomes, tally);
            if (tally.anyFailed() && !terms.lenient()) {
                continue;
            }
            if (!terms.dryRun()) {
                write(handle, caller, outcomes, stamp);
            }
            emit(caller, outcomes, book, terms, rows);
        }
        return batches.finish(handle, caller, Operation.PATCH, stamp, tally, book, terms);
    }

    /// Removes a tag from every entry that has it, or puts another in its place; both tags are locked exclusively.
    void retag(Handle handle, Caller caller, UUID tag, @Nullable UUID into, Stamp stamp, Tally tally) {
        EntryFilter has = sql -> sql.and("i.tag_ids @> array[%s]".formatted(sql.bind(tag)));
        var targets = Targets.of(store.lock(handle, caller.orgId(), has, Integer.MAX_VALUE));
        var derivation = derivations.apply(caller.orgId());
        for (var portion : targets.portions()) {
            var outcomes = store.read(handle, caller.orgId(), targets.found(portion)).stream()
                    .map(entry -> {
                        var patch = TagChange.instead(entry.tags(), tag, into);
                        return ChangeRules.decide(register, derivation, entry, patch, stamp.actor(), stamp.at());
                    })
                    .toList();
            count(portion, outcomes, tally);
            write(handle, caller, outcomes, stamp);
        }
        if (!targets.selected.isEmpty()) {
            batches.announce(handle, caller);
        }
    }

    /// The entries that a change is for, in the order asked for, and which of them there are.
    private record Targets(List<Selected> selected, EntrySizes sizes) {
        static Targets of(EntrySizes sizes) {
            return new Targets(
                    sizes.numbers().stream()
                            .map(number -> new Selected(number, ""))
                            .toList(),
                    sizes);
        }

        List<List<Selected>> portions() {
            return sizes.portions(selected, Selected::number);
        }

        List<Long> found(List<Selected> portion) {
            return portion.stream().map(Selected::number).filter(sizes::has).toList();
        }
    }

    private Targets find(Handle handle, Caller caller, Selection selection) {
        int orgId = caller.orgId();
        return switch (selection) {
            case Selection.ByIds(var entries) ->
                new Targets(entries, store.find(handle, orgId, Selected.numbers(entries)));
            case Selection.All(var filter) -> Targets.of(store.find(handle, orgId, filter, Integer.MAX_VALUE));
            case Selection.ByFilter(var filter, long expected) ->
                Targets.of(expected(store.find(handle, orgId, filter, Changes.MOST_BY_FILTER + 1), expected));
        };
    }

    private Targets lock(Handle handle, Caller caller, Selection selection) {
        int orgId = caller.orgId();
        return switch (selection) {
            case Selection.ByIds(var entries) ->
                new Targets(entries, store.lock(handle, orgId, Selected.numbers(entries)));
            case Selection.All(var filter) -> Targets.of(store.lock(handle, orgId, filter, Integer.MAX_VALUE));
            case Selection.ByFilter(var filter, long expected) -> {
                int most = Changes.MOST_BY_FILTER + 1;
                var locked = expected(store.lock(handle, orgId, filter, most), expected);
                // Of an entry whose lock had to be waited for, PostgreSQL checks the entry's own row anew, but not the
                // other tables that the filter looks at.
                if (!locked.numbers()
                        .equals(store.find(handle, orgId, filter, most).numbers())) {
                    throw otherTotal("the filter's result has just changed (expected_total: %d)".formatted(expected));
                }
                yield Targets.of(locked);
            }
        };
    }

    private static EntrySizes expected(EntrySizes found, long expected) {
        int count = found.bytes().size();
        if (count > Changes.MOST_BY_FILTER) {
            throw Problem.problem(
                    ProblemType.TOO_LARGE,
                    "the filter finds more than %d entries, the most in one call".formatted(Changes.MOST_BY_FILTER));
        }
        if (count != expected) {
            throw otherTotal("the filter finds %d (expected_total: %d)".formatted(count, expected));
        }
        return found;
    }

    private static Problem otherTotal(String detail) {
        return Problem.problem(
                ProblemType.CONFLICT, detail, List.of(new Fault("expected_total", "changed_since", detail)));
    }

    private Map<Long, Entry> read(Handle handle, Caller caller, List<Long> numbers) {
        return store.read(handle, caller.orgId(), numbers).stream()
                .collect(Collectors.toMap(Entry::number, entry -> entry));
    }

    /// Reads the entries; null if they are too large to be in memory together.
    private @Nullable Map<Long, Entry> readIfItFits(Handle handle, Caller caller, List<Selected> selected) {
        try {
            return read(handle, caller, Selected.numbers(selected));
        } catch (RuntimeException e) {
            if (SqlFailures.isTooLarge(e)) {
                return null;
            }
            throw e;
        }
    }

    private List<Outcome> decide(
            Caller caller, List<Selected> chunk, Map<Long, Entry> current, Patch patch, Stamp stamp, Terms terms) {
        var derivation = derivations.apply(caller.orgId());
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
                case Missing(long number) -> tally.failed(Failure.missing(register, chunk.get(i)));
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
        // Entries that fit into memory may be given texts that do not.
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
        var names = batches.names(caller, book, entries);
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
}
