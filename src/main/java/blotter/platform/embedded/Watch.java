package blotter.platform.embedded;

import blotter.platform.database.StartupFailure;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Starts PostgreSQL again when it ends without having been asked to.
final class Watch implements AutoCloseable {
    private static final int LIMIT = 3;
    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final Consumer<String> onGivenUp;
    // Until when each end of it counts.
    private final Deque<Deadline> ends = new ArrayDeque<>();
    private PostgresServer server;
    private boolean closed;

    private Watch(PostgresServer server, Consumer<String> onGivenUp) {
        this.server = server;
        this.onGivenUp = onGivenUp;
    }

    static Watch over(PostgresServer server, Consumer<String> onGivenUp) {
        var watch = new Watch(server, onGivenUp);
        Thread.ofPlatform().daemon().name("postgresql-watch").start(watch::watch);
        return watch;
    }

    private void watch() {
        while (true) {
            try {
                current().process().waitFor();
            } catch (InterruptedException e) {
                return;
            }
            try {
                if (!startAgain()) {
                    return;
                }
            } catch (StartupFailure e) {
                onGivenUp.accept("PostgreSQL ended and cannot be started again: " + e.getMessage());
                return;
            }
        }
    }

    private synchronized PostgresServer current() {
        return server;
    }

    private synchronized boolean startAgain() {
        if (closed) {
            return false;
        }
        @Nullable StartupFailure reason = null;
        while (!isOneTooMany()) {
            System.err.println("blotter: PostgreSQL ended unexpectedly; starting it again");
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

    private boolean isOneTooMany() {
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
