package blotter.register.entry;

import blotter.register.change.Field;
import blotter.register.entry.Side.Column;
import java.util.List;

/// The filters of a register's lists, beside ids, assignees and tags, which all have, and the table of each value.
///
/// @param choices fields with few values, in the entries' own table
/// @param objectives the names of an entry's threat objectives, as an array
/// @param dates dates that can be filtered by range
public record Filters(
        List<Field> choices, Column source, Column openedBy, Column objectives, Texts texts, List<Column> dates) {

    /// The text that search looks in, in lower case.
    ///
    /// @param search the id, the title and the description
    public record Texts(Side side, String search, String title) {}
}
