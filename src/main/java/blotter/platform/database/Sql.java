package blotter.platform.database;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jdbi.v3.core.statement.SqlStatement;

/// Builds a where clause with its bound values.
public final class Sql {
    /// The organization, bound as `org`, hidden from the planner. For an organization that is missing from its
    /// statistics, the planner would expect one row and choose nested loops over thousands. A subquery makes it
    /// assume an average organization.
    public static final String ANY_ORG = "(select :org)";

    private final List<String> conditions = new ArrayList<>();
    private final List<Object> values;

    public Sql() {
        this(new ArrayList<>());
    }

    private Sql(List<Object> values) {
        this.values = values;
    }

    public boolean hasValues() {
        return !values.isEmpty();
    }

    /// A separate list of conditions for another part of the same statement, with shared binds.
    public Sql section() {
        return new Sql(values);
    }

    /// Adds a value, and returns its placeholder.
    public String bind(Object value) {
        values.add(value);
        return ":v" + (values.size() - 1);
    }

    /// The conditions, as a list that can be extended.
    public List<String> conditions() {
        return conditions;
    }

    public Sql and(String condition) {
        conditions.add(condition);
        return this;
    }

    public String where() {
        return String.join("\n   and ", conditions);
    }

    /// Conditions and values as text, equal for equal queries.
    public String text() {
        return where() + Arrays.deepToString(values.toArray());
    }

    public <S extends SqlStatement<S>> S bindAll(S statement) {
        for (int i = 0; i < values.size(); i++) {
            statement.bind("v" + i, values.get(i));
        }
        return statement;
    }
}
