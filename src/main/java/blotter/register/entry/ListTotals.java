package blotter.register.entry;

import blotter.platform.paging.Page;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/// Remembers that a filter finds more than is counted, until the organization's register changes: such a count is a
/// lower bound, and costs more than the page it is for. Exact counts are repeated each time. Changes by other nodes
/// are not noticed, so entries expire after two seconds.
final class ListTotals {
    private static final long NANOS = Duration.ofSeconds(2).toNanos();
    private static final int MOST = 500;

    private final Map<Integer, Remembered> byOrganization = new ConcurrentHashMap<>();

    private record Total(long count, long at) {}

    private static final class Remembered {
        private final Map<String, Total> totals = new ConcurrentHashMap<>();
        private volatile long changes;
    }

    long get(int orgId, String filter, LongSupplier count) {
        var remembered = byOrganization.computeIfAbsent(orgId, id -> new Remembered());
        var total = remembered.totals.get(filter);
        long now = System.nanoTime();
        if (total != null && now - total.at < NANOS) {
            return total.count;
        }
        long changes = remembered.changes;
        long counted = count.getAsLong();
        if (counted <= Page.COUNTED) {
            return counted;
        }
        if (remembered.totals.size() >= MOST) {
            remembered.totals.clear();
        }
        var fresh = new Total(counted, now);
        remembered.totals.put(filter, fresh);
        // The count may be older than a change that came meanwhile.
        if (remembered.changes != changes) {
            remembered.totals.remove(filter, fresh);
        }
        return counted;
    }

    void changed(int orgId) {
        var remembered = byOrganization.get(orgId);
        if (remembered != null) {
            remembered.changes = System.nanoTime();
            remembered.totals.clear();
        }
    }
}
