package blotter.register.change;

import blotter.platform.access.Caller;
import blotter.register.change.Batch.Operation;
import blotter.register.tag.Tags;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Deletes or merges a tag: removes it from every entry of every register, or replaces it by another. This is one
/// batch for any number of entries, and its undo restores the tag.
public final class Retagging {
    private final List<Changes> registers;
    private final Tags tags;
    private final Clock clock;

    /// Works on these registers, in the order in which their entries are locked.
    public Retagging(List<Changes> registers, Tags tags, Clock clock) {
        this.registers = List.copyOf(registers);
        this.tags = tags;
        this.clock = clock;
    }

    /// Deletes a tag that is locked exclusively. The batch is a patch of the entries that had it: the contract's
    /// operations have no closer one.
    public Batch delete(Handle handle, Caller caller, UUID tag) {
        return replace(handle, caller, Operation.PATCH, tag, null);
    }

    /// Merges two tags that are locked exclusively: entries that had the first get the second.
    public Batch merge(Handle handle, Caller caller, UUID tag, UUID into) {
        return replace(handle, caller, Operation.TAG_MERGE, tag, into);
    }

    private Batch replace(Handle handle, Caller caller, Operation operation, UUID tag, @Nullable UUID into) {
        var stamp = Stamp.now(caller, clock);
        var tally = new Tally();
        tally.besides();
        tally.ofAllRegisters();
        for (var register : registers) {
            register.retag(handle, caller, tag, into, stamp, tally);
        }
        var book = tags.read(handle, caller.orgId());
        var batch = registers
                .getFirst()
                .batches()
                .finish(handle, caller, operation, stamp, tally, book, Terms.STRICT)
                .batch();
        tags.remove(handle, caller.orgId(), tag, Objects.requireNonNull(batch.id()));
        return batch;
    }
}
