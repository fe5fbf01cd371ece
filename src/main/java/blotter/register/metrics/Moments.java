package blotter.register.metrics;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// Timestamps in PostgreSQL's binary format, microseconds since 2000, as plain numbers for speed.
final class Moments {
    /// A missing date; PostgreSQL's `-infinity`.
    static final long NONE = Long.MIN_VALUE;

    private static final Instant EPOCH = Instant.parse("2000-01-01T00:00:00Z");

    private Moments() {}

    static long of(Instant instant) {
        return ChronoUnit.MICROS.between(EPOCH, instant);
    }

    static Instant instant(long moment) {
        return EPOCH.plus(moment, ChronoUnit.MICROS);
    }
}
