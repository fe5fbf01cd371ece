package blotter.register.view;

import blotter.platform.access.Permission;
import blotter.platform.http.Query;
import java.util.List;

/// What the list of a register takes, so that a view that is kept can always be shown.
public interface ListGrammar {
    /// What one needs to see the list.
    Permission permission();

    /// What its rows have, by the names of the API.
    List<String> columns();

    /// Reads the list's parameters, `page` and `cursor` among them; whatever is wrong is added to the query's faults.
    void read(Query query, int orgId);
}
