package blotter.register.change;

import blotter.platform.access.Caller;
import blotter.platform.access.Via;
import blotter.platform.json.Uuids;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Who changes, when, through what, in which batch.
///
/// @param batchId null for what stands in the history without a batch: comments and links
/// @param requestId the request that asked for it; null when none did
public record Stamp(
        UUID actor,
        Instant at,
        Via via,
        @Nullable UUID batchId,
        @Nullable String requestId) {

    /// Of what no request asked for.
    public Stamp(UUID actor, Instant at, Via via, @Nullable UUID batchId) {
        this(actor, at, via, batchId, null);
    }

    /// A stamp for what the caller does now, to the microsecond, which is what the database keeps.
    static Stamp now(Caller caller, Clock clock) {
        return new Stamp(
                caller.userId(),
                clock.instant().truncatedTo(ChronoUnit.MICROS),
                caller.via(),
                Uuids.ordered(),
                caller.requestId());
    }

    Stamp at(Instant other) {
        return new Stamp(actor, other, via, batchId, requestId);
    }

    Stamp via(Via other) {
        return new Stamp(actor, at, other, batchId, requestId);
    }
}
