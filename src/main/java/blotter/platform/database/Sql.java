package blotter.platform.database;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jdbi.v3.core.statement.SqlStatement;

/// Conditions that are gathered one by one, each with its values.
public final class Sql {
    /// The organization, bound as `org`, of which the planner is not told. Told that it is one which its
    /// statistics do not know yet, it takes it to have one row, and compares each with each of the thousands
    /// that have just come. Not told, it reckons with the average of all organizations.
    public static final String ANY_ORG = "(select :org)";

    private final List<String> conditions = new ArrayList<>();
    private final List<Object> values;

    public Sql() {
        this(new ArrayList<>());
    }

    private Sql(List<Object> values) {
        this.values = values;
    }

    /// Whether anything is bound.
    public boolean hasValues() {
        return !values.isEmpty();
    }

    /// Conditions of their own, for a part of the same statement.
    public Sql section() {
        return new Sql(values);
    }

    /// A bind for the value.
    public String bind(Object value) {
        values.add(value);
        return ":v" + (values.size() - 1);
    }

    /// The conditions so far, to add to.
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

    /// The conditions with their values: the same for the same question.
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
