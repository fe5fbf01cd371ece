package blotter.change;

import blotter.access.Caller;
import blotter.access.Via;
import blotter.json.Uuids;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/// Who changes, when, through what, in which batch.
public record Stamp(UUID actor, Instant at, Via via, UUID batchId) {

    /// A stamp for what the caller does now, to the microsecond, which is what the database keeps.
    static Stamp now(Caller caller, Clock clock) {
        return new Stamp(
                caller.userId(), clock.instant().truncatedTo(ChronoUnit.MICROS), caller.via(), Uuids.ordered());
    }
}
