package blotter.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blotter.platform.problem.Problem;
import blotter.platform.problem.ProblemType;
import blotter.testing.PostgresExtension;
import java.sql.SQLException;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(PostgresExtension.class)
class SqlFailuresTest {
    @ParameterizedTest
    @CsvSource({
        "55P03, CONFLICT",
        "57014, CONFLICT",
        "40P01, CONFLICT",
        "40001, CONFLICT",
        "08006, UNAVAILABLE",
        "57P01, UNAVAILABLE",
        "53300, UNAVAILABLE"
    })
    void temporaryFailuresSayWhenToRetry(String state, ProblemType type) {
        var failure = new IllegalStateException(new SQLException("said", state));
        Problem problem = Objects.requireNonNull(SqlFailures.problem(failure));
        assertThat(problem.type()).isEqualTo(type);
        assertThat(problem.headers()).containsKey("Retry-After");
        assertThat(problem.detail()).doesNotContain("said");
    }

    @Test
    void aLostCommitHasAnUnknownOutcome() {
        var failure = new IllegalStateException(new OutcomeUnknown(new SQLException("said", "08006")));
        var problem = Objects.requireNonNull(SqlFailures.problem(failure));
        assertThat(problem.type()).isEqualTo(ProblemType.OUTCOME_UNKNOWN);
        assertThat(problem.headers()).isEmpty();
        var reading = Objects.requireNonNull(SqlFailures.problemOfReading(failure));
        assertThat(reading.type()).isEqualTo(ProblemType.UNAVAILABLE);
        assertThat(reading.headers()).containsEntry("Retry-After", "2");
    }

    @ParameterizedTest
    @CsvSource({
        "08006, true",
        "08003, true",
        "57P01, true",
        "57P02, true",
        "57P03, false",
        "53100, false",
        "40001, false"
    })
    void onlyABrokenConnectionLeavesTheOutcomeUnknown(String state, boolean broken) {
        assertThat(SqlFailures.isBroken(new SQLException("said", state))).isEqualTo(broken);
    }

    @Test
    void permanentFailuresAreOurFault() {
        assertThat(SqlFailures.problem(new SQLException("said", "23505"))).isNull();
        assertThat(SqlFailures.problem(new IllegalStateException())).isNull();
    }

    @Test
    void theLogNamesTheFailureAndQuotesNoValues(Database database) {
        database.jdbi().useHandle(handle -> {
            handle.execute(
                    "create temp table named (id int primary key, told text constraint brief check (told <> 'x'))");
            var insert = "insert into named (id, told) values (:id, :told)";
            PlainStatement.of(insert).bind("id", 7).bind("told", "a finding").update(handle);
            assertThatThrownBy(() -> PlainStatement.of(insert)
                            .bind("id", 7)
                            .bind("told", "a finding")
                            .update(handle))
                    .hasMessage(
                            "a statement failed: SQLSTATE 23505, constraint named_pkey: duplicate key value violates"
                                    + " unique constraint \"named_pkey\"");
            assertThatThrownBy(() -> PlainStatement.of(insert)
                            .bind("id", 8)
                            .bind("told", "x")
                            .update(handle))
                    .hasMessageContaining("SQLSTATE 23514, constraint brief: new row for relation \"named\"");
            assertThatThrownBy(() -> PlainStatement.of("select :told::text::int")
                            .bind("told", "a finding")
                            .list(handle, row -> 1))
                    .hasMessage("a statement failed: SQLSTATE 22P02")
                    .satisfies(failure -> {
                        var logged = new java.io.StringWriter();
                        SqlFailures.loggable(failure).printStackTrace(new java.io.PrintWriter(logged));
                        assertThat(logged.toString())
                                .contains("SQLSTATE 22P02", "PlainStatement")
                                .doesNotContain("finding");
                    });
        });
        var ours = new IllegalStateException("ours");
        assertThat(SqlFailures.loggable(ours)).isSameAs(ours);
        assertThat(SqlFailures.described(ours)).isNull();
    }

    @Test
    void failuresDoNotQuoteTheRow(Database database) {
        database.jdbi().useHandle(handle -> {
            handle.execute(
                    "create temp table secret (id int primary key, told text, constraint short check (length(told) < 3))");
            assertThatThrownBy(() -> handle.createUpdate("insert into secret values (7, :told)")
                            .bind("told", "a finding")
                            .execute())
                    .hasMessageContaining("short")
                    .hasMessageNotContaining("finding")
                    .hasStackTraceContaining("short")
                    .rootCause()
                    .hasMessageNotContaining("finding");
        });
    }
}
