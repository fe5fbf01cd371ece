package blotter.register.change;

import blotter.platform.access.Caller;
import blotter.platform.access.Via;
import blotter.platform.problem.Fault;
import blotter.platform.problem.Problem;
import blotter.platform.problem.ProblemType;
import blotter.register.change.Batch.Operation;
import blotter.register.change.ChangeStore.Event;
import blotter.register.change.Changes.Result;
import blotter.register.change.Outcome.Change;
import blotter.register.change.Outcome.Rejected;
import blotter.register.change.Outcome.Unchanged;
import blotter.register.change.Outcome.Updated;
import blotter.register.change.UndoStore.Done;
import blotter.register.change.UndoStore.Later;
import blotter.register.objective.ObjectiveRelation;
import blotter.register.tag.TagBook;
import blotter.register.tag.Tags;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Undoes a batch: restores every field that nobody has changed since, deletes what was created, and restores what
/// was deleted under its old number. The undo is itself a batch, and can be undone.
public final class Undo {
    private static final Terms LENIENT = new Terms(false, true, Map.of(), IfMatch.any());

    private final Register register;
    private final ChangeStore store;
    private final UndoStore undoStore;
    private final Tags tags;
    private final Clock clock;
    private final BatchWriter batches;
    private final IntFunction<Derivation> derivations;

    Undo(Register register, Tags tags, Clock clock, BatchWriter batches, IntFunction<Derivation> derivations) {
        this.register = register;
        this.store = new ChangeStore(register);
        this.undoStore = new UndoStore(register);
        this.tags = tags;
        this.clock = clock;
        this.batches = batches;
        this.derivations = derivations;
    }

    /// The writes for a portion of entries.
    ///
    /// @param become the new changes of each entry, with the history id of the undone one
    private record Work(
            List<Updated> updates,
            List<Entry> deleted,
            List<Entry> restored,
            List<Event> events,
            List<Entry> rows,
            List<Done> become) {
        Work() {
            this(
                    new ArrayList<>(),
                    new ArrayList<>(),
                    new ArrayList<>(),
                    new ArrayList<>(),
                    new ArrayList<>(),
                    new ArrayList<>());
        }
    }

    /// State of an undo for one portion.
    private record Run(Stamp stamp, Tally tally, TagBook book, Derivation derivation, Work work) {}

    /// State of an undo across registers.
    public static final class State {
        private final UUID batchId;
        private final Stamp stamp;
        private final Tally tally;
        private final TagBook book;

        private State(UUID batchId, Stamp stamp, Tally tally, TagBook book) {
            this.batchId = batchId;
            this.stamp = stamp;
            this.tally = tally;
            this.book = book;
        }
    }

    /// Begins to undo the batch. Throws a problem if it does not exist or was undone before.
    public State begin(Handle handle, Caller caller, UUID batchId) {
        var kept = BatchStore.find(handle, caller.orgId(), batchId, true);
        if (kept == null) {
            throw Problem.problem(ProblemType.NOT_FOUND, "there is no batch " + batchId);
        }
        if (kept.undoneBy() != null) {
            var detail = "the batch was undone by the batch " + kept.undoneBy();
            throw Problem.problem(ProblemType.CONFLICT, detail, List.of(new Fault("id", "undone", detail)));
        }
        var stamp = Stamp.now(caller, clock).via(Via.UNDO);
        var tally = new Tally();
        if (kept.register() == null) {
            tally.ofAllRegisters();
        }
        // Tags before entries, as in every operation.
        if (tags.restore(handle, caller.orgId(), batchId)) {
            tally.besides();
        }
        tags.holdIfThere(handle, caller.orgId(), undoStore.named(handle, caller.orgId(), batchId));
        return new State(batchId, stamp, tally, tags.read(handle, caller.orgId()));
    }

    /// Undoes what the batch did to the entries of this register.
    public void takeBack(Handle handle, Caller caller, State state, Rows rows) {
        var numbers = undoStore.numbers(handle, caller.orgId(), state.batchId);
        if (numbers.isEmpty()) {
            return;
        }
        var locked = store.lock(handle, caller.orgId(), numbers);
        for (var chunk : undoStore.portions(handle, caller.orgId(), state.batchId)) {
            var work = new Work();
            var run = new Run(state.stamp, state.tally, state.book, derivations.apply(caller.orgId()), work);
            decide(handle, caller, state.batchId, chunk, locked, run);
            write(handle, caller, work);
            emit(caller, work.rows, state.book, rows);
        }
        batches.announce(handle, caller);
    }

    /// Ends the undo. Throws a problem if nothing could be undone; otherwise the result's failures name what could
    /// not.
    public Result end(Handle handle, Caller caller, State state) {
        var result = batches.finish(handle, caller, Operation.UNDO, state.stamp, state.tally, state.book, LENIENT);
        if (result.batch().id() != null) {
            BatchStore.undone(
                    handle, caller.orgId(), state.batchId, result.batch().id());
        }
        return result;
    }

    private void decide(
            Handle handle, Caller caller, UUID batchId, List<Long> numbers, EntrySizes locked, Run requested) {
        var done = undoStore.done(handle, caller.orgId(), batchId, numbers.getFirst(), numbers.getLast());
        var since = undoStore.since(handle, caller.orgId(), done);
        var comments = undoStore.comments(handle, caller.orgId(), numbers);
        var current = store.read(handle, caller.orgId(), numbers).stream()
                .collect(Collectors.toMap(Entry::number, entry -> entry));
        var named = new HashSet<UUID>();
        done.forEach(each -> named.addAll(UndoRules.ids(from(each.changes(), ChangeRules.TAGS))));
        current.values().forEach(entry -> named.addAll(entry.tags()));
        var run = new Run(
                requested.stamp,
                requested.tally,
                tags.completed(requested.book, caller.orgId(), named),
                requested.derivation,
                requested.work);
        for (var each : done) {
            var there = current.get(each.number());
            var entry = locked.has(each.number()) ? there : null;
            var later = since.getOrDefault(each.number(), List.of());
            switch (each.kind()) {
                case "changed" -> restoreFields(each, entry, later, run);
                case "created" -> deleteMade(each, entry, later, run);
                case "deleted" -> bringBack(each, there, comments.getOrDefault(each.number(), 0L), run);
                default -> throw new IllegalStateException("no batch does this: " + each.kind());
            }
        }
    }

    private void restoreFields(Done done, @Nullable Entry entry, List<Later> later, Run run) {
        if (entry == null) {
            fail(run, done, 404, "not_found", "does not exist");
            return;
        }
        var since = later.stream().map(Later::changes).toList();
        var inverse = UndoRules.inverse(register, done.changes(), since, entry, run.book);
        if (!inverse.kept().isEmpty()) {
            fail(run, done, 409, "changed_since", String.join("; ", inverse.kept()));
        }
        switch (ChangeRules.decide(
                register, run.derivation, entry, inverse.patch(), run.stamp.actor(), run.stamp.at())) {
            case Updated updated -> {
                run.tally.updated(updated.changes());
                run.work.updates.add(updated);
                run.work.become.add(become(done, updated.changes()));
                run.work.events.add(Patching.event(updated, run.stamp));
                run.work.rows.add(updated.after());
            }
            case Unchanged(var same) -> {
                if (inverse.kept().isEmpty()) {
                    run.tally.unchanged();
                    run.work.rows.add(same);
                }
            }
            case Rejected(long number, var code, var detail) -> fail(run, done, 400, code, detail);
            case Outcome.Missing missing -> throw new IllegalStateException("is there: " + missing);
            case Outcome.Stale stale -> throw new IllegalStateException("no version was named: " + stale);
        }
    }

    private void deleteMade(Done done, @Nullable Entry entry, List<Later> later, Run run) {
        if (entry == null) {
            fail(run, done, 404, "not_found", "does not exist");
        } else if (!later.isEmpty()) {
            var what = later.stream().map(Later::kind).distinct().collect(Collectors.joining(", "));
            fail(run, done, 409, "changed_since", "was " + what + " since it was made");
        } else {
            var last = Deletion.lastValues(register, entry);
            run.tally.updated(last);
            run.work.deleted.add(entry);
            run.work.events.add(new Event(entry.number(), "deleted", last, run.stamp));
        }
    }

    private void bringBack(Done done, @Nullable Entry entry, long comments, Run run) {
        if (entry != null) {
            fail(run, done, 409, "changed_since", "was brought back since");
            return;
        }
        var back = restored(done, comments, run);
        if (back.tags().size()
                < UndoRules.ids(from(done.changes(), ChangeRules.TAGS)).size()) {
            fail(run, done, 409, "changed_since", "some of its tags no longer exist");
        }
        var all = ChangeRules.whole(register, back, true);
        run.tally.updated(all);
        run.work.restored.add(back);
        run.work.become.add(become(done, all));
        run.work.events.add(new Event(back.number(), "created", all, run.stamp));
        run.work.rows.add(back);
    }

    private static Done become(Done done, Map<String, Change> changes) {
        return new Done(done.number(), done.id(), done.kind(), changes);
    }

    private Entry restored(Done done, long comments, Run run) {
        var last = done.changes();
        var values = new HashMap<Field, @Nullable Object>();
        register.fields().forEach(field -> values.put(field, from(last, field.name())));
        // The organization's settings may have changed since.
        run.derivation.complete(new HashMap<Field, @Nullable Object>(values), values, run.stamp.at());
        ChangeRules.keepSince(register, values, run.stamp.at());
        var itsTags = UndoRules.ids(from(last, ChangeRules.TAGS)).stream()
                .filter(tag -> run.book.find(tag) != null)
                .toList();
        var objectives = from(last, ChangeRules.OBJECTIVES) instanceof List<?> list
                ? list.stream().map(ObjectiveRelation.class::cast).toList()
                : List.<ObjectiveRelation>of();
        var links = from(last, register.links().name()) instanceof List<?> list
                ? list.stream()
                        .map(String.class::cast)
                        .map(register.links()::number)
                        .map(Objects::requireNonNull)
                        .toList()
                : List.<Long>of();
        var trace = new Entry.Trace(
                (UUID) Objects.requireNonNull(from(last, ChangeRules.OPENED_BY)),
                run.stamp.actor(),
                (Instant) Objects.requireNonNull(from(last, ChangeRules.CREATED)),
                run.stamp.at(),
                (Long) Objects.requireNonNull(from(last, ChangeRules.VERSION)) + 1);
        return new Entry(done.number(), values, itsTags, objectives, trace, comments, links);
    }

    private static @Nullable Object from(Map<String, Change> changes, String name) {
        var change = changes.get(name);
        return change == null ? null : change.from();
    }

    private void fail(Run run, Done done, int status, String code, String detail) {
        run.tally.failed(new Failure("", register.id(done.number()), status, code, detail));
    }

    private void write(Handle handle, Caller caller, Work work) {
        store.update(handle, caller.orgId(), work.updates);
        store.record(handle, caller.orgId(), work.events);
        store.delete(handle, caller.orgId(), work.deleted);
        store.insert(handle, caller.orgId(), work.restored);
        undoStore.restoreSince(handle, caller.orgId(), work.become);
        var links = undoStore.relink(handle, caller.orgId(), work.restored);
        var restored = work.restored.stream().map(Entry::number).collect(Collectors.toSet());
        work.rows.replaceAll(entry -> restored.contains(entry.number())
                ? entry.linked(links.getOrDefault(entry.number(), List.of()).stream()
                        .sorted()
                        .toList())
                : entry);
    }

    private void emit(Caller caller, List<Entry> entries, TagBook book, Rows rows) {
        var names = batches.names(caller, book, entries);
        try {
            for (var entry : entries.stream()
                    .sorted(Comparator.comparingLong(Entry::number))
                    .toList()) {
                rows.row(entry, Map.of(), names);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
