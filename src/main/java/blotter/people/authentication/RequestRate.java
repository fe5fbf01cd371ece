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

/// Limits the requests per minute of each caller, with bursts of up to that number. Each node counts by itself.
///
/// Uses the generic cell rate algorithm (GCRA): one number per caller, updated without locks.
public final class RequestRate {
    private static final Duration BURST = Duration.ofMinutes(1);

    private final Ticker ticker;
    private final long begun;
    private final int perMinute;
    // A caller's debt is at most one burst, so an entry can expire after that time without a request. The size
    // needs no limit, because only authenticated callers have entries.
    private final Cache<UUID, AtomicLong> paid;

    /// @param ticker a monotonic clock: setting the wall clock back would block all callers
    /// @param perMinute 0 for no limit
    public RequestRate(Ticker ticker, int perMinute) {
        this.ticker = ticker;
        this.begun = ticker.read();
        this.perMinute = perMinute;
        this.paid =
                Caffeine.newBuilder().expireAfterAccess(BURST).ticker(ticker).build();
    }

    /// Throws `rate-limited` with `Retry-After` when the caller exceeds the limit.
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

    long remembered() {
        paid.cleanUp();
        return paid.estimatedSize();
    }
}
