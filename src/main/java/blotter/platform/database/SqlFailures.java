package blotter.platform.database;

import blotter.platform.problem.Problem;
import blotter.platform.problem.ProblemType;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/// Maps SQLSTATEs to problems that clients see.
public final class SqlFailures {
    private SqlFailures() {}

    /// The problem for a failed read, whose outcome is never unknown.
    public static @Nullable Problem problemOfReading(Throwable failure) {
        var problem = problem(failure);
        return problem != null && problem.type() == ProblemType.OUTCOME_UNKNOWN ? unavailable() : problem;
    }

    /// The problem for a database failure; null when the fault is ours.
    public static @Nullable Problem problem(Throwable failure) {
        // Comes first: a refused result also breaks the connection, but only reads are refused.
        var refused = refused(failure);
        if (refused != null) {
            return refused.problem();
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof OutcomeUnknown) {
                // No Retry-After: a blind retry may write twice.
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
        // Connection failures, shutdown, too many connections. The pool's own timeout has no SQLSTATE.
        if (sql instanceof SQLTransientConnectionException
                || state.startsWith("08")
                || state.startsWith("57P")
                || state.startsWith("53")) {
            return unavailable();
        }
        // Lock not available, statement timeout, deadlock, serialization failure. Our lock order prevents the last
        // two unless another program uses the tables.
        if (Set.of("55P03", "57014", "40P01", "40001").contains(state)) {
            return Problem.problem(ProblemType.CONFLICT, "another change holds these records; try again")
                    .header("Retry-After", "1");
        }
        // Stores check uniqueness first, so another transaction took the value since. For other keys the fault is
        // ours.
        if (state.equals("23505") && isOf(sql, "tag_label")) {
            return Problem.problem(ProblemType.CONFLICT, "another tag has just taken the label; try again")
                    .header("Retry-After", "1");
        }
        if (state.equals("23505") && isOf(sql, "app_user_email")) {
            return Problem.problem(ProblemType.CONFLICT, "another user has just taken the email; try again")
                    .header("Retry-After", "1");
        }
        return null;
    }

    private static Problem unavailable() {
        return Problem.problem(ProblemType.UNAVAILABLE, "the database does not respond; nothing was written")
                .header("Retry-After", "2");
    }

    /// Whether the connection broke, so that the outcome of the statement is unknown. A server that shuts down
    /// (57P01, 57P02) may have completed it.
    static boolean isBroken(SQLException failure) {
        var state = failure.getSQLState() == null ? "" : failure.getSQLState();
        return state.startsWith("08") || state.startsWith("57P") && !state.equals("57P03");
    }

    private static boolean isOf(SQLException failure, String constraint) {
        return failure instanceof PSQLException sent
                && sent.getServerErrorMessage() != null
                && constraint.equals(sent.getServerErrorMessage().getConstraint());
    }

    /// Whether a retry may succeed: a deadlock, or another transaction restored the same deleted entry first.
    public static boolean isRace(Throwable failure) {
        var sql = sqlException(failure);
        return sql != null
                && ("40P01".equals(sql.getSQLState())
                        || "23505".equals(sql.getSQLState()) && (isOf(sql, "incident_pkey") || isOf(sql, "risk_pkey")));
    }

    /// Whether the result needed more memory than was free.
    public static boolean isRefusedForMemory(Throwable failure) {
        return refused(failure) != null;
    }

    /// Whether the result exceeded the limit.
    public static boolean isTooLarge(Throwable failure) {
        var refused = refused(failure);
        return refused != null && refused.isPermanent();
    }

    private static MeteredSockets.@Nullable Refused refused(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof MeteredSockets.Refused refused) {
                return refused;
            }
        }
        return null;
    }

    /// Describes a database failure for the log: SQLSTATE, constraint and PostgreSQL's message. Messages of class
    /// 22 (data exceptions) are left out because they quote the value.
    ///
    /// @return null when the failure does not come from the database
    public static @Nullable String described(Throwable failure) {
        var sql = sqlException(failure);
        if (sql == null) {
            return null;
        }
        var state = sql.getSQLState() == null ? "none" : sql.getSQLState();
        var server = sql instanceof PSQLException sent ? sent.getServerErrorMessage() : null;
        var constraint = server == null ? null : server.getConstraint();
        var message = server == null ? sql.getMessage() : server.getMessage();
        return "SQLSTATE " + state
                + (constraint == null ? "" : ", constraint " + constraint)
                + (state.startsWith("22") || message == null
                        ? ""
                        : ": " + message.lines().findFirst().orElse(""));
    }

    /// A copy of the failure that is safe to log, with the original stack trace. The driver's exceptions quote
    /// values.
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
