package blotter.platform.embedded;

import blotter.platform.database.StartupFailure;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/// Waiting for what other processes do, of which nobody tells us.
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

    /// Whether the condition came true in time.
    static boolean until(Duration patience, BooleanSupplier condition) {
        var end = Deadline.in(patience);
        while (!condition.getAsBoolean()) {
            if (end.isOver()) {
                return false;
            }
            millis(10);
        }
        return true;
    }
}
