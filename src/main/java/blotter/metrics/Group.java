package blotter.metrics;

import blotter.incident.Incidents;
import blotter.objective.ThreatObjective;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Incidents that have the same source, in one order. Their dates are numbers of [Moments].
///
/// @param kinds eight times the number of the status, from 0, and that of the severity, from 1; 0 for none
/// @param tags their arrays of tags, one behind the other, as PostgreSQL sends them
/// @param objectives a bit of each for each objective
record Group(
        @Nullable String source,
        long[] occurred,
        long[] detected,
        long[] responded,
        long[] contained,
        long[] closed,
        short[] kinds,
        short[] objectives,
        ByteBuffer tags) {
    private static final int MEASURED = 5 * Long.BYTES + 2 * Short.BYTES;
    private static final int SEVERITIES = 8;

    /// More than any of [#kinds()].
    static final int KINDS = 4 * SEVERITIES;

    /// @param measured the incidents' columns of this name, one behind the other
    /// @param tags their arrays of tags, in the same order
    static Group of(@Nullable String source, ByteBuffer measured, ByteBuffer tags) {
        int size = measured.remaining() / MEASURED;
        var group = new Group(
                source,
                new long[size],
                new long[size],
                new long[size],
                new long[size],
                new long[size],
                new short[size],
                new short[size],
                tags);
        for (int i = 0; i < size; i++) {
            group.occurred[i] = measured.getLong();
            group.detected[i] = measured.getLong();
            group.responded[i] = measured.getLong();
            group.contained[i] = measured.getLong();
            group.closed[i] = measured.getLong();
            group.kinds[i] = measured.getShort();
            group.objectives[i] = measured.getShort();
        }
        return group;
    }

    /// The status of a kind.
    static String status(int kind) {
        return Incidents.STATUS.allowed().get(kind / SEVERITIES);
    }

    /// The severity of a kind.
    static @Nullable String severity(int kind) {
        int severity = kind % SEVERITIES;
        var all = Incidents.SEVERITY.allowed();
        return severity == 0 || severity > all.size() ? null : all.get(severity - 1);
    }

    /// The set that holds but this one, as the column `measured` has it.
    static int set(ThreatObjective objective) {
        return 1 << objective.ordinal();
    }

    int size() {
        return detected.length;
    }

    /// Counts the tags of the next incident; leaves them out without a tally.
    void nextTags(@Nullable Tally tally) {
        int dimensions = tags.getInt();
        // Whether it has nulls, and the type of its elements.
        tags.getLong();
        if (dimensions == 0) {
            return;
        }
        int count = tags.getInt();
        // From which number on it counts.
        tags.getInt();
        for (int i = 0; i < count; i++) {
            // The length of what follows.
            tags.getInt();
            long high = tags.getLong();
            long low = tags.getLong();
            if (tally != null) {
                tally.add(high, low);
            }
        }
    }
}
