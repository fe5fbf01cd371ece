package blotter.platform.database;

import blotter.platform.problem.Problem;
import blotter.platform.problem.ProblemType;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/// The one place that knows SQLSTATEs: what of the database's failures a client may see, and as what.
public final class SqlFailures {
    private SqlFailures() {}

    /// The problem that a database failure is for a client that wanted to read: nothing was to be written.
    public static @Nullable Problem problemOfReading(Throwable failure) {
        var problem = problem(failure);
        return problem != null && problem.type() == ProblemType.OUTCOME_UNKNOWN ? unavailable() : problem;
    }

    /// The problem that a database failure is for the client; null when it is a fault of ours.
    public static @Nullable Problem problem(Throwable failure) {
        // Only what is read can be too large: it ended the connection before anything was written by itself.
        var refused = refused(failure);
        if (refused != null) {
            return refused.problem();
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof OutcomeUnknown) {
                // Without Retry-After: a program that simply repeats may write it twice.
                return Problem.problem(
                        ProblemType.OUTCOME_UNKNOWN,
                        "the connection to the database broke during the commit: all of it was written, or nothing;"
                                + " send it again with the same Idempotency-Key, or, if it had none, look for its"
                                + " request_id in GET /api/v1/batches before you do");
            }
        }
        var sql = sqlException(failure);
        if (sql == null) {
            return null;
        }
        var state = sql.getSQLState() == null ? "" : sql.getSQLState();
        // Connection failures, shutdown, too many connections; the pool's own time-out has no state.
        if (sql instanceof SQLTransientConnectionException
                || state.startsWith("08")
                || state.startsWith("57P")
                || state.startsWith("53")) {
            return unavailable();
        }
        // Lock not available, query cancelled by its time-out; deadlock and serialization failure, which the order of
        // our locks rules out unless somebody else works on the tables too.
        if (Set.of("55P03", "57014", "40P01", "40001").contains(state)) {
            return Problem.problem(ProblemType.CONFLICT, "another change holds these records; try again")
                    .header("Retry-After", "1");
        }
        // A label that was free a moment ago: somebody else has just taken it. Of any other key it is our fault.
        if (state.equals("23505") && isOf(sql, "tag_label")) {
            return Problem.problem(ProblemType.CONFLICT, "the label has just become another tag's; try again")
                    .header("Retry-After", "1");
        }
        if (state.equals("23505") && isOf(sql, "app_user_email")) {
            return Problem.problem(ProblemType.CONFLICT, "the email has just become another user's; try again")
                    .header("Retry-After", "1");
        }
        return null;
    }

    private static Problem unavailable() {
        return Problem.problem(
                        ProblemType.UNAVAILABLE, "the database does not answer at the moment; nothing was written")
                .header("Retry-After", "2");
    }

    /// Whether the connection is gone, so that nobody knows what became of the statement that was sent over it. A
    /// server that ends (57P01, 57P02) may have finished it before.
    static boolean isBroken(SQLException failure) {
        var state = failure.getSQLState() == null ? "" : failure.getSQLState();
        return state.startsWith("08") || state.startsWith("57P") && !state.equals("57P03");
    }

    private static boolean isOf(SQLException failure, String constraint) {
        return failure instanceof PSQLException sent
                && sent.getServerErrorMessage() != null
                && constraint.equals(sent.getServerErrorMessage().getConstraint());
    }

    /// Whether another transaction was faster, so that the same work, done anew, may go well: it has brought back
    /// the same deleted entry, or waited for what this one held.
    public static boolean isRace(Throwable failure) {
        var sql = sqlException(failure);
        return sql != null
                && ("40P01".equals(sql.getSQLState())
                        || "23505".equals(sql.getSQLState()) && (isOf(sql, "incident_pkey") || isOf(sql, "risk_pkey")));
    }

    /// Whether the statement's answer needed more memory than there was.
    public static boolean isRefusedForMemory(Throwable failure) {
        return refused(failure) != null;
    }

    /// Whether the statement's answer was larger than one may be.
    public static boolean isTooLarge(Throwable failure) {
        var refused = refused(failure);
        return refused != null && refused.ever();
    }

    private static MeteredSockets.@Nullable Refused refused(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof MeteredSockets.Refused refused) {
                return refused;
            }
        }
        return null;
    }

    /// What the log may say of a database failure: SQLSTATE, constraint, and PostgreSQL's own words. Not those about
    /// data (class 22), which repeat the value that was sent.
    ///
    /// @return null when the failure is none of the database's
    public static @Nullable String described(Throwable failure) {
        var sql = sqlException(failure);
        if (sql == null) {
            return null;
        }
        var state = sql.getSQLState() == null ? "none" : sql.getSQLState();
        var server = sql instanceof PSQLException sent ? sent.getServerErrorMessage() : null;
        var constraint = server == null ? null : server.getConstraint();
        var said = server == null ? sql.getMessage() : server.getMessage();
        return "SQLSTATE " + state
                + (constraint == null ? "" : ", constraint " + constraint)
                + (state.startsWith("22") || said == null
                        ? ""
                        : ": " + said.lines().findFirst().orElse(""));
    }

    /// The failure as the log may have it, with where it came from. The driver's own exceptions repeat values.
    public static Throwable loggable(Throwable failure) {
        var described = described(failure);
        if (described == null) {
            return failure;
        }
        var logged = new IllegalStateException(described);
        logged.setStackTrace(failure.getStackTrace());
        return logged;
    }

    private static @Nullable SQLException sqlException(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return sql;
            }
        }
        return null;
    }
}
