package blotter.platform.embedded;

import blotter.platform.database.StartupFailure;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Restarts PostgreSQL when it ends unexpectedly. Gives up at the third time within a minute.
final class Watchdog implements AutoCloseable {
    private static final int LIMIT = 3;
    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final Consumer<String> onGivenUp;
    // For each recent end of the server, the time until which it counts.
    private final Deque<Deadline> ends = new ArrayDeque<>();
    private PostgresServer server;
    private boolean closed;

    private Watchdog(PostgresServer server, Consumer<String> onGivenUp) {
        this.server = server;
        this.onGivenUp = onGivenUp;
    }

    static Watchdog start(PostgresServer server, Consumer<String> onGivenUp) {
        var watchdog = new Watchdog(server, onGivenUp);
        Thread.ofPlatform().daemon().name("postgresql-watch").start(watchdog::watch);
        return watchdog;
    }

    private void watch() {
        while (true) {
            try {
                current().process().waitFor();
            } catch (InterruptedException e) {
                return;
            }
            try {
                if (!restart()) {
                    return;
                }
            } catch (StartupFailure e) {
                onGivenUp.accept("PostgreSQL ended and cannot be restarted: " + e.getMessage());
                return;
            }
        }
    }

    private synchronized PostgresServer current() {
        return server;
    }

    private synchronized boolean restart() {
        if (closed) {
            return false;
        }
        @Nullable StartupFailure reason = null;
        while (!endsTooOften()) {
            System.err.println("blotter: PostgreSQL ended unexpectedly; restarting it");
            try {
                server = PostgresServer.start(server.cluster(), server.port());
                return true;
            } catch (StartupFailure e) {
                reason = e;
            }
        }
        throw reason != null
                ? reason
                : new StartupFailure("it has ended %d times within a minute (see %s)"
                        .formatted(LIMIT, server.cluster().folder().log()));
    }

    private boolean endsTooOften() {
        ends.removeIf(Deadline::isOver);
        ends.addLast(Deadline.in(WINDOW));
        return ends.size() >= LIMIT;
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            server.stop();
        }
    }
}
