package blotter.register.change;

import blotter.platform.access.Caller;
import blotter.register.change.ChangeStore.Event;
import blotter.register.change.Outcome.Change;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/// Records events beside an entry's fields in its history: comments and links. They make no batch, and change
/// neither version nor date. The caller must have locked the entry.
public final class Notes {
    private final ChangeStore store;
    private final Clock clock;

    public Notes(Register register, Clock clock) {
        this.store = new ChangeStore(register);
        this.clock = clock;
    }

    /// Records what the caller did.
    ///
    /// @param kind `commented`, `linked` or `unlinked`
    /// @return when, as the history has it
    public Instant write(Handle handle, Caller caller, long number, String kind, Map<String, Change> changes) {
        var now = Stamp.now(caller, clock);
        var stamp = new Stamp(now.actor(), now.at(), now.via(), null);
        store.record(handle, caller.orgId(), List.of(new Event(number, kind, changes, stamp)));
        return stamp.at();
    }
}
