package blotter.register.view;

import blotter.platform.access.Permission;
import blotter.platform.http.Query;
import java.util.List;

/// The columns and parameters of a register's list, so that only valid views are saved.
public interface ListGrammar {
    /// The permission to read the list.
    Permission permission();

    /// The columns, by their names in the API.
    List<String> columns();

    /// Checks the list's parameters, including `page` and `cursor`, and adds faults to the query.
    void read(Query query, int orgId);
}
