package blotter.register.change;

import blotter.people.person.Users;
import blotter.platform.access.Caller;
import blotter.register.tag.Tags;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The changes to one register. Except for [#tryAtOnce], every method works in the transaction of the handle that
/// it is given; when it throws, roll that back and nothing is written. Up to [#CHUNK] entries take the same few
/// statements.
public final class Changes {
    /// At most so many entries are in memory at a time.
    static final int CHUNK = 5_000;

    /// The most entries that one filter may select.
    public static final int MOST_BY_FILTER = 100_000;

    private final Register register;
    private final Tags tags;
    private final Clock clock;
    private final BatchWriter batches;
    private final Patching patching;
    private final Creation creation;
    private final Deletion deletion;
    private final Undo undo;
    private final Intake intake;

    /// @param changed called with the organization once a change to its entries is committed
    /// @param derivations the derived values of an organization's entries
    public Changes(
            Register register,
            Users users,
            Tags tags,
            Clock clock,
            IntConsumer changed,
            IntFunction<Derivation> derivations) {
        this(register, tags, clock, new BatchWriter(register, users, tags, changed), derivations);
    }

    private Changes(
            Register register, Tags tags, Clock clock, BatchWriter batches, IntFunction<Derivation> derivations) {
        this.register = register;
        this.tags = tags;
        this.clock = clock;
        this.batches = batches;
        this.patching = new Patching(register, tags, clock, batches, derivations);
        this.creation = new Creation(register, tags, clock, batches, derivations);
        this.deletion = new Deletion(register, tags, clock, batches);
        this.undo = new Undo(register, tags, clock, batches, derivations);
        this.intake = new Intake(register, tags, clock, batches, derivations);
    }

    /// The same, with a derivation that will be in force once the current transaction is committed.
    public Changes deriving(Derivation derivation) {
        return new Changes(register, tags, clock, batches, orgId -> derivation);
    }

    /// What was written, and what could not be changed: failures only when the terms were lenient.
    public record Result(Batch batch, List<Failure> failures) {}

    /// Entries that were created.
    public record Created(List<Entry> entries, Batch batch, Names names) {}

    /// Applies the patch to each of the entries, and gives them to `rows` in their new state. A dry run locks and
    /// writes nothing, but may create tags: roll it back.
    ///
    /// All or nothing throws a problem that names every entry that is missing, has been changed, or that a rule
    /// forbids to change; lenient throws it when no other entry remains.
    public Result patch(
            Handle handle, Caller caller, Selection selection, PatchRequest request, Terms terms, Rows rows) {
        return patching.patch(handle, caller, selection, request, terms, rows);
    }

    /// Does the same as [#patch] without a transaction, if one statement can do it and nobody changes the entries
    /// meanwhile.
    ///
    /// @return null if it has written nothing and [#patch] is needed; what was given to `rows` is then void
    public @Nullable Result tryAtOnce(
            Handle handle, Caller caller, Selection selection, PatchRequest request, Terms terms, Rows rows) {
        return patching.tryAtOnce(handle, caller, selection, request, terms, rows);
    }

    /// Creates entries, in the order given. Throws a problem when dates are out of order.
    ///
    /// @param pointer where in the request the n-th entry is
    public Created create(Handle handle, Caller caller, List<PatchRequest> requests, IntFunction<String> pointer) {
        return creation.create(handle, caller, requests, pointer);
    }

    /// Deletes the entries: all, or none. Their history stays, with their last values.
    public Batch delete(Handle handle, Caller caller, List<Selected> selection, IfMatch ifMatch) {
        return deletion.delete(handle, caller, selection, ifMatch);
    }

    public Undo undo() {
        return undo;
    }

    public Intake intake() {
        return intake;
    }

    /// Removes a tag from every entry that has it, or puts another in its place; both tags are locked exclusively.
    void retag(Handle handle, Caller caller, UUID tag, @Nullable UUID into, Stamp stamp, Tally tally) {
        patching.retag(handle, caller, tag, into, stamp, tally);
    }

    BatchWriter batches() {
        return batches;
    }
}
