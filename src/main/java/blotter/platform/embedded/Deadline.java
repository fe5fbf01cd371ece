package blotter.platform.embedded;

import java.time.Duration;

/// A deadline on the monotonic clock, which is safe from changes of the wall clock.
record Deadline(long nanos) {
    static Deadline in(Duration timeout) {
        return new Deadline(System.nanoTime() + timeout.toNanos());
    }

    boolean isOver() {
        return System.nanoTime() - nanos > 0;
    }
}
