package blotter.platform.database;

import java.sql.SQLException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.transaction.DelegatingTransactionHandler;
import org.jdbi.v3.core.transaction.TransactionException;
import org.jdbi.v3.core.transaction.TransactionHandler;

/// Distinguishes a failed commit, which wrote nothing, from a lost connection, after which the outcome is unknown.
final class CommitOutcomes extends DelegatingTransactionHandler {
    CommitOutcomes(TransactionHandler delegate) {
        super(delegate);
    }

    @Override
    public TransactionHandler specialize(Handle handle) throws SQLException {
        return new CommitOutcomes(getDelegate().specialize(handle));
    }

    @Override
    public void commit(Handle handle) {
        try {
            super.commit(handle);
        } catch (TransactionException e) {
            throw e.getCause() instanceof SQLException sql && SqlFailures.isBroken(sql) ? new OutcomeUnknown(sql) : e;
        }
    }
}
