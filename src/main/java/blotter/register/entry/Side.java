package blotter.register.entry;

/// A table that a register's lists read: that of its entries, or one beside it that has a row for each
/// entry and indexes for what changes seldom touch.
public record Side(String alias, String table) {
    /// The register's own table, whatever its name.
    public static final Side ENTRY = new Side("i", "");

    /// A column that is called like its filter.
    public Column column(String name) {
        return new Column(name, this, alias + "." + name);
    }

    /// A value that a list filters by.
    ///
    /// @param name the filter's
    /// @param sql the value, with the alias of its side
    public record Column(String name, Side side, String sql) {}
}
