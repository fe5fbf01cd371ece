package blotter.people.audit;

import blotter.platform.database.Database;
import java.time.Clock;
import java.time.Duration;
import org.jboss.logging.Logger;

/// Seals in the background, every few seconds, and passes the audit log on to whoever is to be told. One node at a
/// time.
public final class Sealing implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger("blotter.audit");

    private final Seals seals;
    private final Forwarding forwarding;
    private final Duration pause;
    private final Thread thread;
    private volatile boolean open = true;

    /// @param pause between two rounds
    public Sealing(Database database, Clock clock, Forwarding forwarding, Duration pause) {
        this.seals = new Seals(database, clock);
        this.forwarding = forwarding;
        this.pause = pause;
        this.thread = Thread.ofPlatform().daemon().name("sealing").unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    private void run() {
        while (open) {
            try {
                Thread.sleep(round() ? Duration.ZERO : pause);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private boolean round() {
        try {
            boolean more = seals.round(() -> open).more();
            forwarding.round();
            return more;
        } catch (RuntimeException e) {
            if (open) {
                LOG.warnf("the audit log is not sealed or passed on at the moment (%s); trying again", e.getMessage());
            }
            return false;
        }
    }

    /// Ends; what is not sealed yet is sealed after the next start.
    @Override
    public void close() {
        open = false;
        thread.interrupt();
    }
}
