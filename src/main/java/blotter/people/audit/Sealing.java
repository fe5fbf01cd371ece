package blotter.people.audit;

import blotter.platform.database.Database;
import java.time.Clock;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/// Seals what was written since the last time, and passes the audit log on.
public final class Sealing {
    private static final Logger LOG = Logger.getLogger("blotter.audit");

    private final Seals seals;
    private final Forwarding forwarding;

    public Sealing(Database database, Clock clock, Forwarding forwarding) {
        this.seals = new Seals(database, clock);
        this.forwarding = forwarding;
    }

    /// Seals and passes on whatever there is.
    ///
    /// @param open false ends it; what is not sealed yet is sealed the next time
    public void run(BooleanSupplier open) {
        try {
            boolean more;
            do {
                more = seals.round(open).more();
                forwarding.round();
            } while (more && open.getAsBoolean());
        } catch (RuntimeException e) {
            if (open.getAsBoolean()) {
                LOG.warnf("the audit log is not sealed or passed on at the moment (%s); trying again", e.getMessage());
            }
        }
    }
}
