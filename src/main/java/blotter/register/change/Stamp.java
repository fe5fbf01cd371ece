package blotter.register.change;

import blotter.platform.access.Caller;
import blotter.platform.access.Via;
import blotter.platform.json.Uuids;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The author, time, channel and batch of a change.
///
/// @param batchId null for comments and links, which have no batch
/// @param requestId the request, if there was one
public record Stamp(
        UUID actor,
        Instant at,
        Via via,
        @Nullable UUID batchId,
        @Nullable String requestId) {

    /// A stamp without a request.
    public Stamp(UUID actor, Instant at, Via via, @Nullable UUID batchId) {
        this(actor, at, via, batchId, null);
    }

    /// A stamp for the caller now, to the microsecond, as the database stores times.
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
