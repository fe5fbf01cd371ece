package blotter.platform.database;

import java.sql.SQLException;

/// Thrown when the connection breaks between the commit and its acknowledgement: either everything was written or
/// nothing.
public final class OutcomeUnknown extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OutcomeUnknown(SQLException failure) {
        super("the connection broke before PostgreSQL acknowledged the commit", failure);
    }
}
