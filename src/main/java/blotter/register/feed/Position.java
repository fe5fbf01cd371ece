package blotter.register.feed;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How far somebody has heard: up to which row of each history. Over the wire, the id of an event.
record Position(long incidents, long risks) {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,18})-([0-9]{1,18})");

    /// What an id must look like, for messages.
    static final String EXPECTED = "the id of an event, like 4711-892";

    /// The position of an id; null when it is none.
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

    /// Whether it is as far as the other in both histories.
    boolean reaches(Position other) {
        return incidents >= other.incidents && risks >= other.risks;
    }

    /// Whether who is here has heard of the change.
    boolean covers(Change change) {
        return change.last() <= (change.ofRisks() ? risks : incidents);
    }
}
