package blotter.register.change;

import blotter.platform.database.Sql;

/// Which entries of a register are meant: one grammar for lists and for changes.
public interface EntryFilter {
    /// Adds the conditions on the register's table `i`; `:org` is the organization.
    void addTo(Sql sql);
}
