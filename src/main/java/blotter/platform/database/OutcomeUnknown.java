package blotter.platform.database;

import java.sql.SQLException;

/// Thrown when the connection broke after a commit was sent and before it was answered: what was to be written may have
/// been written, all of it, or not.
public final class OutcomeUnknown extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OutcomeUnknown(SQLException failure) {
        super("the connection broke before PostgreSQL acknowledged the commit", failure);
    }
}
