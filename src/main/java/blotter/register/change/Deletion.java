package blotter.register.change;

import blotter.platform.access.Caller;
import blotter.register.change.Batch.Operation;
import blotter.register.change.ChangeStore.Event;
import blotter.register.change.Outcome.Change;
import blotter.register.tag.Tags;
import java.time.Clock;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/// Deletes entries. Their history stays, and ends with their last values.
final class Deletion {
    private final Register register;
    private final ChangeStore store;
    private final Tags tags;
    private final Clock clock;
    private final BatchWriter batches;

    Deletion(Register register, Tags tags, Clock clock, BatchWriter batches) {
        this.register = register;
        this.store = new ChangeStore(register);
        this.tags = tags;
        this.clock = clock;
        this.batches = batches;
    }

    Batch delete(Handle handle, Caller caller, List<Selected> selection, IfMatch ifMatch) {
        var locked = store.lock(handle, caller.orgId(), Selected.numbers(selection));
        var stamp = Stamp.now(caller, clock);
        var tally = new Tally();
        selection.stream()
                .filter(selected -> !locked.has(selected.number()))
                .forEach(selected -> tally.failed(Failure.missing(register, selected)));
        tally.refuseUnless(Terms.STRICT);
        var itsTags = new HashSet<UUID>();
        for (var portion : locked.portions(locked.numbers(), number -> number)) {
            var entries = store.read(handle, caller.orgId(), portion);
            entries.forEach(entry -> ifMatch.check(register, entry));
            var events = entries.stream()
                    .map(each -> new Event(each.number(), "deleted", lastValues(register, each), stamp))
                    .toList();
            events.forEach(event -> tally.updated(event.changes()));
            store.record(handle, caller.orgId(), events);
            store.delete(handle, caller.orgId(), entries);
            entries.forEach(entry -> itsTags.addAll(entry.tags()));
        }
        var book = tags.of(caller.orgId(), itsTags);
        return batches.finish(handle, caller, Operation.DELETE, stamp, tally, book, Terms.STRICT)
                .batch();
    }

    /// Everything that an undo needs to restore the entry.
    static Map<String, Change> lastValues(Register register, Entry entry) {
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
}
