package blotter.platform.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import org.postgresql.PGConnection;

/// Poolers between us and PostgreSQL. In transaction mode, statements of one connection come to many sessions: what is
/// listened to, set or prepared there is lost, and nothing says so.
final class Poolers {
    private static final int ROUNDS = 8;

    private Poolers() {}

    /// Throws a startup failure behind a pooler in transaction mode.
    static void refuseTransactionMode(Connection first, Database.Settings settings) throws SQLException {
        // A pooler makes up the number by which a statement is cancelled. Without one nothing more is asked.
        if (first.unwrap(PGConnection.class).getBackendPID() == backend(first)) {
            return;
        }
        try (var second = Database.connect(settings)) {
            var ofFirst = new HashSet<Integer>();
            var ofSecond = new HashSet<Integer>();
            // Two that are open at once share no session, and neither changes its own, unless sessions are lent.
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
