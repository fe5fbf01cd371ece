package blotter.register.metrics;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/// Counts hundreds of thousands of ids with few distinct values, in a hash table of primitive arrays without
/// objects.
final class Tally {
    // The two halves of each id; a place with the count 0 is free. The size is a power of two, at most half full.
    private long[] halves = new long[2 * 64];
    private long[] counts = new long[64];
    private int different;

    /// Counts the id with these halves.
    void add(long high, long low) {
        if (counts[place(high, low)]++ == 0 && ++different * 2 > counts.length) {
            grow();
        }
    }

    /// The place of the id with these halves, or the free place for it.
    private int place(long high, long low) {
        long mixed = (high ^ Long.rotateLeft(low, 32)) * 0x9E3779B97F4A7C15L;
        int mask = counts.length - 1;
        int place = (int) (mixed >>> 40) & mask;
        while (counts[place] != 0 && (halves[2 * place] != high || halves[2 * place + 1] != low)) {
            place = (place + 1) & mask;
        }
        halves[2 * place] = high;
        halves[2 * place + 1] = low;
        return place;
    }

    private void grow() {
        var formerHalves = halves;
        var formerCounts = counts;
        halves = new long[formerHalves.length * 2];
        counts = new long[formerCounts.length * 2];
        for (int i = 0; i < formerCounts.length; i++) {
            if (formerCounts[i] != 0) {
                counts[place(formerHalves[2 * i], formerHalves[2 * i + 1])] = formerCounts[i];
            }
        }
    }

    Map<UUID, Long> counts() {
        var all = new HashMap<UUID, Long>();
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] != 0) {
                all.put(new UUID(halves[2 * i], halves[2 * i + 1]), counts[i]);
            }
        }
        return all;
    }
}
