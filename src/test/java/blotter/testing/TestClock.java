package blotter.testing;

import com.github.benmanes.caffeine.cache.Ticker;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/// The server's clock in tests: the real time plus an offset that tests increase. Its ticker follows, and is
/// monotonic.
@Singleton
public class TestClock extends Clock implements Ticker {
    private final AtomicLong nanosAhead = new AtomicLong();
    private volatile Duration ahead = Duration.ZERO;

    /// Advances the clock.
    public void advance(Duration by) {
        ahead = ahead.plus(by);
        nanosAhead.addAndGet(by.toNanos());
    }

    @Override
    public long read() {
        return System.nanoTime() + nanosAhead.get();
    }

    void reset() {
        ahead = Duration.ZERO;
    }

    @Override
    public Instant instant() {
        return Instant.now().plus(ahead);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException();
    }
}
