package blotter.register.transfer;

import blotter.platform.problem.Faults;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A row of a file, as a JSON object of the API, in which null clears; the assignee is an email.
///
/// @param line the line of a CSV file, or the position in a JSON file, from 1
/// @param id the entry to change, or null to create one
/// @param version the entry's version when the file was exported, or null
/// @param since since when a new entry has had its current state, or null
/// @param faults the faults found so far
record ImportRow(
        long line,
        @Nullable String id,
        @Nullable String version,
        ObjectNode fields,
        @Nullable Instant since,
        Faults faults) {
    static final String ID = "id";

    static final String VERSION = "version";

    /// The number of characters.
    long length() {
        return fields.valueStream().mapToLong(value -> value.asText().length()).sum();
    }

    /// The pointer of a column, for faults.
    String pointer(String column) {
        return "/%d/%s".formatted(line, column);
    }
}
