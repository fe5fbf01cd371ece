package blotter.register.metrics;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// Points in time as PostgreSQL sends them: microseconds since 2000. A hundred thousand are read at once, as plain
/// numbers.
final class Moments {
    /// Stands for a date that an incident does not have; PostgreSQL's `-infinity`.
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
