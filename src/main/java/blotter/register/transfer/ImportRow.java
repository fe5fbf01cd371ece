package blotter.register.transfer;

import blotter.platform.problem.Faults;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A row of a file, in the words of the API's JSON, where null clears; the assignee is named by email.
///
/// @param line where it stands: the line of a CSV file, or the how-manieth value of a JSON file, from 1
/// @param id of the entry that it is for, or null when it makes one
/// @param version of that entry when the file was made, or null when the file does not say
/// @param since since when the entry that it makes has been as it is, or null when the file does not say
/// @param faults what is wrong with it so far
record ImportRow(
        long line,
        @Nullable String id,
        @Nullable String version,
        ObjectNode fields,
        @Nullable Instant since,
        Faults faults) {
    /// The column that holds the id, and that which holds the version.
    static final String ID = "id";

    static final String VERSION = "version";

    /// How much text it has, in characters.
    long length() {
        return fields.valueStream().mapToLong(value -> value.asText().length()).sum();
    }

    /// Where a column of the row stands, for faults.
    String pointer(String column) {
        return "/%d/%s".formatted(line, column);
    }
}
