package blotter.platform.embedded;

import java.time.Duration;

/// When patience ends. By a clock that only goes forward: the time of day may be set while somebody waits.
record Deadline(long nanos) {
    static Deadline in(Duration patience) {
        return new Deadline(System.nanoTime() + patience.toNanos());
    }

    boolean isOver() {
        return System.nanoTime() - nanos > 0;
    }
}
