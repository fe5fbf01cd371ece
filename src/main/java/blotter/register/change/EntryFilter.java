package blotter.register.change;

import blotter.platform.database.Sql;

/// A condition on the entries of a register, the same for lists and for changes.
public interface EntryFilter {
    /// Adds the conditions on the register's table `i`; `:org` is the organization.
    void addTo(Sql sql);
}
