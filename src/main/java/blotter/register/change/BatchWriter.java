package blotter.register.change;

import blotter.people.person.Users;
import blotter.platform.access.Caller;
import blotter.register.change.Batch.Operation;
import blotter.register.change.ChangeStore.BatchRow;
import blotter.register.change.Changes.Result;
import blotter.register.tag.TagBook;
import blotter.register.tag.Tags;
import java.util.Collection;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/// Ends every kind of change to a register: refuses it, or writes its batch and announces it.
final class BatchWriter {
    private final Register register;
    private final ChangeStore store;
    private final Users users;
    private final Tags tags;
    private final IntConsumer changed;

    /// @param changed called with the organization once a change to its entries is committed
    BatchWriter(Register register, Users users, Tags tags, IntConsumer changed) {
        this.register = register;
        this.store = new ChangeStore(register);
        this.users = users;
        this.tags = tags;
        this.changed = changed;
    }

    /// Refuses the change if the terms do not allow its failures; otherwise writes its batch, if it changed
    /// anything and is not a dry run.
    Result finish(
            Handle handle, Caller caller, Operation operation, Stamp stamp, Tally tally, TagBook book, Terms terms) {
        tally.refuseUnless(terms);
        if (terms.dryRun()) {
            return new Result(tally.batch(null), tally.failures());
        }
        if (tally.anyWritten()) {
            store.insertBatches(handle, caller.orgId(), List.of(row(caller, operation, stamp, tally, book)));
            announce(handle, caller);
        }
        return new Result(tally.batch(stamp.batchId()), tally.failures());
    }

    BatchRow row(Caller caller, Operation operation, Stamp stamp, Tally tally, TagBook book) {
        var people = users.of(caller.orgId());
        // Entries that had to be waited for may have tags that were made after the book was read.
        var its = tally.named().stream().filter(id -> !people.containsKey(id)).collect(Collectors.toSet());
        var names = new Names(people, tags.completed(book, caller.orgId(), its));
        return new BatchRow(
                stamp,
                tally.isOfAllRegisters() ? null : register.name(),
                operation,
                tally.batch(stamp.batchId()),
                HistoryJson.names(tally.named(), names));
    }

    /// Announces, once the transaction is committed, that entries of this register were changed.
    void announce(Handle handle, Caller caller) {
        handle.afterCommit(() -> changed.accept(caller.orgId()));
    }

    /// Announces at once that entries of this register were changed.
    void announceNow(Caller caller) {
        changed.accept(caller.orgId());
    }

    /// The organization's people and tags, these entries' and the book's among them.
    Names names(Caller caller, TagBook book, Collection<Entry> entries) {
        var needed = entries.stream().flatMap(entry -> entry.tags().stream()).collect(Collectors.toSet());
        return new Names(users.of(caller.orgId()), tags.completed(book, caller.orgId(), needed));
    }
}
