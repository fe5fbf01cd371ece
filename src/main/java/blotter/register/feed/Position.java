package blotter.register.feed;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A listener's position: the last row of each history. Clients see it as the id of an event.
record Position(long incidents, long risks) {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,18})-([0-9]{1,18})");

    /// The expectation in messages.
    static final String EXPECTED = "the id of an event, like 4711-892";

    /// Parses the id of an event; null when it is invalid.
    static @Nullable Position parse(String id) {
        var form = FORM.matcher(id);
        return form.matches() ? new Position(Long.parseLong(form.group(1)), Long.parseLong(form.group(2))) : null;
    }

    String id() {
        return incidents + "-" + risks;
    }

    Position back(long rows) {
        return new Position(Math.max(0, incidents - rows), Math.max(0, risks - rows));
    }

    Position least(Position other) {
        return new Position(Math.min(incidents, other.incidents), Math.min(risks, other.risks));
    }

    /// Whether it is at least as far as the other in both histories.
    boolean reaches(Position other) {
        return incidents >= other.incidents && risks >= other.risks;
    }

    /// Whether the change is at or before this position.
    boolean covers(Change change) {
        return change.last() <= (change.ofRisks() ? risks : incidents);
    }
}
