package blotter.platform.embedded;

import blotter.platform.database.StartupFailure;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/// Waits for other processes by polling.
final class Pause {
    private Pause() {}

    static void millis(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartupFailure("interrupted while waiting for PostgreSQL", e);
        }
    }

    /// Returns whether the condition became true in time.
    static boolean until(Duration timeout, BooleanSupplier condition) {
        var end = Deadline.in(timeout);
        while (!condition.getAsBoolean()) {
            if (end.isOver()) {
                return false;
            }
            millis(10);
        }
        return true;
    }
}
