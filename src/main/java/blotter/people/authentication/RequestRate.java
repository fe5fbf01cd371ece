package blotter.people.authentication;

import blotter.platform.access.Caller;
import blotter.platform.problem.Problem;
import blotter.platform.problem.ProblemType;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// How many requests a minute a caller may make, in bursts of at most that many. Each node counts for itself.
///
/// By the generic cell rate algorithm: for each caller the moment at which its past requests are paid for, in one
/// number that is changed without a lock.
public final class RequestRate {
    private static final Duration BURST = Duration.ofMinutes(1);

    private final Ticker ticker;
    private final long begun;
    private final int perMinute;
    // Nobody owes more than a burst, so whoever has not asked for that long owes nothing and can be forgotten. Only
    // those who were let in are here, each by an account of its own: there is no need to limit their number, and a
    // limit
    // would forgive debts.
    private final Cache<UUID, AtomicLong> paid;

    /// @param nanos a clock that only goes forward, such as `System::nanoTime`: the time of day is set back now and
    /// then,
    ///     and would keep everybody out until it has caught up
    /// @param perMinute 0 for no limit
    public RequestRate(Ticker ticker, int perMinute) {
        this.ticker = ticker;
        this.begun = ticker.read();
        this.perMinute = perMinute;
        this.paid =
                Caffeine.newBuilder().expireAfterAccess(BURST).ticker(ticker).build();
    }

    /// Throws a problem `rate-limited` with `Retry-After` when the caller has had its share.
    void take(Caller caller) {
        if (perMinute == 0) {
            return;
        }
        long now = ticker.read() - begun;
        long each = BURST.toNanos() / perMinute;
        var until = paid.get(caller.userId(), absent -> new AtomicLong(now));
        while (true) {
            long before = until.get();
            long after = Math.max(before, now) + each;
            long wait = after - now - BURST.toNanos();
            if (wait > 0) {
                long seconds = (wait + TimeUnit.SECONDS.toNanos(1) - 1) / TimeUnit.SECONDS.toNanos(1);
                throw Problem.problem(ProblemType.RATE_LIMITED, "more than %d requests a minute".formatted(perMinute))
                        .header("Retry-After", Long.toString(seconds));
            }
            if (until.compareAndSet(before, after)) {
                return;
            }
        }
    }

    /// How many callers are remembered.
    long remembered() {
        paid.cleanUp();
        return paid.estimatedSize();
    }
}
