package blotter.register.entry;

import blotter.register.change.Field;
import blotter.register.entry.Side.Column;
import java.util.List;

/// What a register's lists can be filtered by beside ids, assignees and tags, which all have in common; and
/// where each value stands.
///
/// @param choices fields of few values, in the entries' own table
/// @param objectives the names of an entry's threat objectives, as an array
/// @param dates those of which a range can be asked for
public record Filters(
        List<Field> choices, Column source, Column openedBy, Column objectives, Texts texts, List<Column> dates) {

    /// What text search reads, in lower case.
    ///
    /// @param search the id, the title and the description
    public record Texts(Side side, String search, String title) {}
}
