package blotter.register.metrics;

import blotter.register.incident.Incidents;
import blotter.register.objective.ThreatObjective;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Incidents with the same source, read directly from PostgreSQL's bytes, because copying them would take as long
/// as counting. Dates are [Moments].
///
/// @param measured the concatenated values of the column `measured`: five dates, the kind, a bit for each threat
///     objective
/// @param tags their arrays of tags, in the same order
record Group(@Nullable String source, ByteBuffer measured, ByteBuffer tags) {
    private static final int KIND = 5 * Long.BYTES;
    private static final int OBJECTIVES = KIND + Short.BYTES;
    private static final int MEASURED = OBJECTIVES + Short.BYTES;
    private static final int SEVERITIES = 8;

    /// More than any [#kind].
    static final int KINDS = 4 * SEVERITIES;

    private long date(int n, int which) {
        return measured.getLong(n * MEASURED + which * Long.BYTES);
    }

    long occurred(int n) {
        return date(n, 0);
    }

    long detected(int n) {
        return date(n, 1);
    }

    long responded(int n) {
        return date(n, 2);
    }

    long contained(int n) {
        return date(n, 3);
    }

    long closed(int n) {
        return date(n, 4);
    }

    /// Eight times the index of the status, plus the index of the severity from 1, or 0 for none.
    int kind(int n) {
        return measured.getShort(n * MEASURED + KIND);
    }

    /// A bit for each threat objective.
    int objectives(int n) {
        return measured.getShort(n * MEASURED + OBJECTIVES);
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

    /// The set that contains only this objective, as in the column `measured`.
    static int set(ThreatObjective objective) {
        return 1 << objective.ordinal();
    }

    int size() {
        return measured.limit() / MEASURED;
    }

    /// Counts the tags of the next incident, or skips them if `tally` is null.
    void nextTags(@Nullable Tally tally) {
        int dimensions = tags.getInt();
        // Flag for nulls, element type.
        tags.getLong();
        if (dimensions == 0) {
            return;
        }
        int count = tags.getInt();
        // Lower bound.
        tags.getInt();
        for (int i = 0; i < count; i++) {
            // Element length.
            tags.getInt();
            long high = tags.getLong();
            long low = tags.getLong();
            if (tally != null) {
                tally.add(high, low);
            }
        }
    }
}
