package blotter.platform.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import org.postgresql.PGConnection;

/// Detects connection poolers in transaction mode. They spread the statements of one connection over many sessions,
/// and silently lose LISTEN, SET and prepared statements.
final class Poolers {
    private static final int ROUNDS = 8;

    private Poolers() {}

    /// @throws StartupFailure behind a pooler in transaction mode
    static void refuseTransactionMode(Connection first, Database.Settings settings) throws SQLException {
        // A pooler invents the pid of the cancel key. If it is the real one, there is no pooler.
        if (first.unwrap(PGConnection.class).getBackendPID() == backend(first)) {
            return;
        }
        try (var second = Database.connect(settings)) {
            var ofFirst = new HashSet<Integer>();
            var ofSecond = new HashSet<Integer>();
            // Without transaction pooling, two open connections have different sessions and keep them.
            for (int i = 0; i < ROUNDS; i++) {
                ofFirst.add(backend(first));
                ofSecond.add(backend(second));
            }
            if (ofFirst.size() > 1 || ofSecond.size() > 1 || ofFirst.equals(ofSecond)) {
                throw new StartupFailure(
                        "PostgreSQL at %s is behind a pooler in transaction mode, such as PgBouncer, in which sessions do not last: connect directly, or in session mode (BLOTTER_DATABASE_URL)"
                                .formatted(DatabaseProblems.place(settings)));
            }
        }
    }

    private static int backend(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("select pg_backend_pid()")) {
            row.next();
            return row.getInt(1);
        }
    }
}
