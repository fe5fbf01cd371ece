package blotter.authentication;

import blotter.access.Caller;
import blotter.problem.Problem;
import blotter.problem.ProblemType;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/// How many requests a minute a caller may make, in bursts of at most that many. Each node counts for itself.
///
/// By the generic cell rate algorithm: for each caller the moment at which its past requests are paid for, in one
/// number
/// that is changed without a lock.
public final class RequestRate {
    private static final long BURST_MILLIS = Duration.ofMinutes(1).toMillis();
    private static final int MOST_KEPT = 50_000;

    private final Clock clock;
    private final double millisEach;
    private final ConcurrentMap<UUID, AtomicLong> paid = new ConcurrentHashMap<>();

    /// @param perMinute 0 for no limit
    public RequestRate(Clock clock, int perMinute) {
        this.clock = clock;
        this.millisEach = perMinute == 0 ? 0 : (double) BURST_MILLIS / perMinute;
    }

    /// Throws a problem `rate-limited` with `Retry-After` when the caller has had its share.
    void take(Caller caller) {
        if (millisEach == 0) {
            return;
        }
        if (paid.size() > MOST_KEPT) {
            paid.clear();
        }
        // In thousandths of a millisecond, so that a thousand requests a second are counted as well.
        long now = clock.millis() * 1_000;
        long each = (long) (millisEach * 1_000);
        long burst = BURST_MILLIS * 1_000;
        var until = paid.computeIfAbsent(caller.userId(), absent -> new AtomicLong(now));
        while (true) {
            long before = until.get();
            long after = Math.max(before, now) + each;
            if (after - now > burst) {
                long seconds = Math.max(1, (after - now - burst + 999_999) / 1_000_000);
                throw Problem.problem(
                                ProblemType.RATE_LIMITED,
                                "more than %d requests a minute".formatted(Math.round(BURST_MILLIS / millisEach)))
                        .header("Retry-After", Long.toString(seconds));
            }
            if (until.compareAndSet(before, after)) {
                return;
            }
        }
    }
}
