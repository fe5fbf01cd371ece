package blotter.change;

import blotter.access.Caller;
import blotter.change.Batch.Operation;
import blotter.change.Outcome.Change;
import blotter.change.Outcome.Missing;
import blotter.change.Outcome.Rejected;
import blotter.change.Outcome.Unchanged;
import blotter.change.Outcome.Updated;
import blotter.person.Users;
import blotter.problem.Fault;
import blotter.problem.Problem;
import blotter.problem.ProblemType;
import blotter.tag.TagBook;
import blotter.tag.Tags;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/// Changes entries of a register: all that a call names, or none. Every method works in the transaction of the handle
/// that
/// it is given, with a number of statements that does not grow with the number of entries.
public final class Changes {
    private final Register register;
    private final ChangeStore store;
    private final Users users;
    private final Tags tags;
    private final Clock clock;

    public Changes(Register register, Users users, Tags tags, Clock clock) {
        this.register = register;
        this.store = new ChangeStore(register);
        this.users = users;
        this.tags = tags;
        this.clock = clock;
    }

    /// The entries as they now are, in the order asked for, and what was written.
    public record Result(List<Entry> entries, Batch batch, Names names) {}

    /// Applies the patch to each of the entries. Throws a problem that names every entry that is missing or that a rule
    /// forbids to change; nothing is written then.
    public Result patch(Handle handle, Caller caller, List<Selected> selection, PatchRequest request, IfMatch ifMatch) {
        // Tags before entries, in every operation: who holds an entry never waits for a tag.
        var book = tags.create(handle, caller.orgId(), caller.userId(), request.madeLabels());
        var patch = request.resolve(book);
        var current = lock(handle, caller, selection);
        var stamp = Stamp.now(caller, clock);
        var outcomes = new ArrayList<Outcome>(selection.size());
        for (var selected : selection) {
            var entry = current.get(selected.number());
            if (entry != null) {
                ifMatch.check(register, entry);
            }
            outcomes.add(
                    entry == null
                            ? new Missing(selected.number())
                            : ChangeRules.decide(register, entry, patch, stamp.actor(), stamp.at()));
        }
        refuse(selection, outcomes);
        return apply(handle, caller, outcomes, stamp, book);
    }

    private Map<Long, Entry> lock(Handle handle, Caller caller, List<Selected> selection) {
        var numbers = selection.stream().map(Selected::number).toList();
        return store.lock(handle, caller.orgId(), numbers).stream()
                .collect(Collectors.toMap(Entry::number, Function.identity()));
    }

    private Result apply(Handle handle, Caller caller, List<Outcome> outcomes, Stamp stamp, TagBook book) {
        var updates = new ArrayList<Updated>();
        var entries = new ArrayList<Entry>(outcomes.size());
        for (var outcome : outcomes) {
            switch (outcome) {
                case Updated updated -> {
                    updates.add(updated);
                    entries.add(updated.after());
                }
                case Unchanged unchanged -> entries.add(unchanged.entry());
                case Missing missing -> throw new IllegalStateException("refused before: " + missing);
                case Rejected rejected -> throw new IllegalStateException("refused before: " + rejected);
            }
        }
        if (updates.isEmpty()) {
            return new Result(entries, new Batch(null, 0, entries.size()), names(caller, book, entries));
        }
        var batch = new Batch(stamp.batchId(), updates.size(), entries.size() - updates.size());
        store.update(handle, caller.orgId(), updates);
        var events = updates.stream()
                .map(each -> new ChangeStore.Event(each.after().number(), "changed", each.changes(), stamp))
                .toList();
        write(handle, caller, Operation.PATCH, batch, stamp, events, book);
        return new Result(entries, batch, names(caller, book, entries));
    }

    /// Makes new entries, in the order given. Throws a problem when dates are out of order.
    ///
    /// @param pointer where in the request the n-th entry stands
    public Result create(Handle handle, Caller caller, List<PatchRequest> requests, Function<Integer, String> pointer) {
        var labels =
                requests.stream().flatMap(each -> each.madeLabels().stream()).collect(Collectors.toSet());
        var book = tags.create(handle, caller.orgId(), caller.userId(), labels);
        var stamp = Stamp.now(caller, clock);
        var entries = new ArrayList<Entry>(requests.size());
        var faults = new ArrayList<Fault>();
        for (var request : requests) {
            var entry = ChangeRules.create(register, 0, request.resolve(book), stamp);
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
        var batch = new Batch(stamp.batchId(), entries.size(), 0);
        var events = entries.stream()
                .map(each ->
                        new ChangeStore.Event(each.number(), "created", ChangeRules.whole(register, each, true), stamp))
                .toList();
        write(handle, caller, Operation.CREATE, batch, stamp, events, book);
        return new Result(entries, batch, names(caller, book, entries));
    }

    /// Deletes the entries. Their history stays, with their last values.
    public Batch delete(Handle handle, Caller caller, List<Selected> selection, IfMatch ifMatch) {
        var current = lock(handle, caller, selection);
        var stamp = Stamp.now(caller, clock);
        refuse(
                selection,
                selection.stream()
                        .filter(selected -> !current.containsKey(selected.number()))
                        .<Outcome>map(selected -> new Missing(selected.number()))
                        .toList());
        current.values().forEach(entry -> ifMatch.check(register, entry));
        var entries = current.values().stream()
                .sorted(java.util.Comparator.comparing(Entry::number))
                .toList();
        var events = entries.stream()
                .map(each -> new ChangeStore.Event(each.number(), "deleted", lastValues(each), stamp))
                .toList();
        store.delete(handle, caller.orgId(), entries);
        var batch = new Batch(stamp.batchId(), entries.size(), 0);
        var ids = entries.stream().flatMap(entry -> entry.tags().stream()).collect(Collectors.toSet());
        write(handle, caller, Operation.DELETE, batch, stamp, events, tags.of(caller.orgId(), ids));
        return batch;
    }

    /// All that an undo needs to bring the entry back.
    private Map<String, Change> lastValues(Entry entry) {
        var changes = new LinkedHashMap<>(ChangeRules.whole(register, entry, false));
        changes.put("opened_by", new Change(entry.trace().openedBy(), null));
        changes.put("created_date", new Change(entry.trace().createdDate(), null));
        changes.put("version", new Change(entry.version(), null));
        if (!entry.links().isEmpty()) {
            changes.put("risk_associations", new Change(entry.links(), null));
        }
        return changes;
    }

    private void write(
            Handle handle,
            Caller caller,
            Operation operation,
            Batch batch,
            Stamp stamp,
            List<ChangeStore.Event> events,
            TagBook book) {
        store.record(handle, caller.orgId(), events);
        Collection<Map<String, Change>> changes =
                events.stream().map(ChangeStore.Event::changes).toList();
        var people = users.of(caller.orgId());
        var names = HistoryJson.names(changes, book, id -> {
            var member = people.get(id);
            return member == null ? null : member.user();
        });
        store.insertBatches(handle, caller.orgId(), List.of(new ChangeStore.BatchRow(stamp, operation, batch, names)));
    }

    /// Throws when there is anything that an all-or-nothing call cannot do: first what is missing, then what is
    /// forbidden.
    private void refuse(List<Selected> selection, List<Outcome> outcomes) {
        var missing = new HashSet<Long>();
        var rejected = new LinkedHashMap<Long, Rejected>();
        for (var outcome : outcomes) {
            switch (outcome) {
                case Missing(var number) -> missing.add(number);
                case Rejected each -> rejected.put(each.number(), each);
                case Updated updated -> {}
                case Unchanged unchanged -> {}
            }
        }
        if (!missing.isEmpty()) {
            var faults = selection.stream()
                    .filter(selected -> missing.contains(selected.number()))
                    .map(selected -> fault(selected, "not_found", "does not exist"))
                    .toList();
            throw Problem.problem(ProblemType.NOT_FOUND, notFound(faults), faults);
        }
        if (!rejected.isEmpty()) {
            throw Problem.invalid(selection.stream()
                    .filter(selected -> rejected.containsKey(selected.number()))
                    .map(selected -> {
                        var each = java.util.Objects.requireNonNull(rejected.get(selected.number()));
                        return fault(selected, each.code(), each.detail());
                    })
                    .toList());
        }
    }

    private Fault fault(Selected selected, String code, String detail) {
        var id = register.id(selected.number());
        return new Fault(selected.pointer(), code, id + ": " + detail, id);
    }

    private static String notFound(List<Fault> faults) {
        var ids = faults.stream().limit(10).map(Fault::id).collect(Collectors.joining(", "));
        var more = faults.size() > 10
                ? " and %d more do not exist".formatted(faults.size() - 10)
                : faults.size() == 1 ? " does not exist" : " do not exist";
        return ids + more;
    }

    /// The organization's people and tags, these entries' and the book's among them.
    private Names names(Caller caller, TagBook book, Collection<Entry> entries) {
        var needed = entries.stream().flatMap(entry -> entry.tags().stream()).collect(Collectors.toSet());
        return new Names(users.of(caller.orgId()), tags.completed(book, caller.orgId(), needed));
    }
}
