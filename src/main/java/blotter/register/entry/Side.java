package blotter.register.entry;

/// A table that a register's lists read: that of the entries, or a side table that has one row for each entry and
/// the indexes on what changes rarely touch.
public record Side(String alias, String table) {
    /// The register's own table, whatever its name.
    public static final Side ENTRY = new Side("i", "");

    /// A column with the filter's name.
    public Column column(String name) {
        return new Column(name, this, alias + "." + name);
    }

    /// A value that lists filter by.
    ///
    /// @param name the name of the filter
    /// @param sql the value, with its table's alias
    public record Column(String name, Side side, String sql) {}
}
