package blotter.platform.database;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/// A statement and its values in one row, as JDBC takes it: in a change of one entry Jdbi's share would be a fifth.
public final class PlainStatement {
    private final StringBuilder sql = new StringBuilder(1_000);
    private final List<@Nullable Object> values = new ArrayList<>();

    @FunctionalInterface
    public interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    @FunctionalInterface
    private interface Execution<T> {
        T run(PreparedStatement statement) throws SQLException;
    }

    public PlainStatement add(String text) {
        sql.append(text);
        return this;
    }

    /// Adds a parameter with this value.
    public PlainStatement value(@Nullable Object value) {
        sql.append('?');
        values.add(value);
        return this;
    }

    public void update(Handle handle) {
        execute(handle, PreparedStatement::executeUpdate);
    }

    public <T> List<T> list(Handle handle, Reader<T> reader) {
        return execute(handle, statement -> {
            var list = new ArrayList<T>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    list.add(reader.read(rows));
                }
            }
            return list;
        });
    }

    private <T> T execute(Handle handle, Execution<T> execution) {
        boolean commits = !handle.isInTransaction() && sql.indexOf("select") != 0;
        try (var statement = handle.getConnection().prepareStatement(sql.toString())) {
            for (int i = 0; i < values.size(); i++) {
                bind(statement, i + 1, values.get(i));
            }
            return execution.run(statement);
        } catch (SQLException e) {
            if (commits && SqlFailures.isBroken(e)) {
                throw new OutcomeUnknown(e);
            }
            throw new IllegalStateException("a statement failed: " + SqlFailures.described(e), e);
        }
    }

    private static void bind(PreparedStatement statement, int position, @Nullable Object value) throws SQLException {
        var type = switch (value) {
            case String[] texts -> "text";
            case Long[] numbers -> "bigint";
            case null, default -> null;
        };
        if (type == null) {
            statement.setObject(position, value);
        } else {
            var connection = statement.getConnection().unwrap(PGConnection.class);
            statement.setArray(position, connection.createArrayOf(type, value));
        }
    }
}
