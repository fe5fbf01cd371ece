package blotter.metrics;

import blotter.objective.ThreatObjective;
import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Incidents that have the same status, severity and source. Their dates are numbers of
/// [Moments], in one order.
///
/// @param tags their arrays of tags, one behind the other, as PostgreSQL sends them
/// @param objectives two bytes of each: a bit for each objective
record Group(
        String status,
        @Nullable String severity,
        @Nullable String source,
        long[] occurred,
        long[] detected,
        long[] responded,
        long[] contained,
        long[] closed,
        ByteBuffer tags,
        ByteBuffer objectives) {

    /// The set that holds but this one, as the column `objective_set` has it.
    static int set(ThreatObjective objective) {
        return 1 << objective.ordinal();
    }

    /// The set of the n-th incident.
    int objectives(int n) {
        return objectives.getShort(Short.BYTES * n);
    }

    int size() {
        return detected.length;
    }

    /// Reads the tags of the next incident; each is handed to `use`.
    void nextTags(Consumer<UUID> use) {
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
            use.accept(new UUID(tags.getLong(), tags.getLong()));
        }
    }
}
