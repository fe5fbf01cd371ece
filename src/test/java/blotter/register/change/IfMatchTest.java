package blotter.register.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blotter.platform.problem.Fault;
import blotter.platform.problem.Faults;
import blotter.platform.problem.Problem;
import blotter.platform.problem.ProblemType;
import blotter.register.incident.Incidents;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class IfMatchTest {
    private static final Entry AT_7 = new Entry(
            17,
            Map.of(),
            List.of(),
            List.of(),
            new Entry.Trace(new UUID(0, 1), new UUID(0, 1), Instant.EPOCH, Instant.EPOCH, 7),
            0,
            List.of());

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "*",
                " * ",
                "\"7\"",
                " \"7\" ",
                "\"1\", \"7\"",
                "\"7\",\"1\"",
                "W/\"1\" , \"7\"",
                "\"a,b\", \"7\""
            })
    void theVersionThatIsNamedMatches(@Nullable String header) {
        assertThatCode(() -> IfMatch.of(header, new Faults()).check(Incidents.REGISTER, AT_7))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\"6\"", "\"8\"", "W/\"7\"", "\"\"", "\"07\"", "\" 7\"", "\"7,8\"", "\"1\", \"2\"", "\"*\""})
    void anotherVersionIsStale(String header) {
        assertThatThrownBy(() -> IfMatch.of(header, new Faults()).check(Incidents.REGISTER, AT_7))
                .isInstanceOfSatisfying(Problem.class, problem -> {
                    assertThat(problem.type()).isEqualTo(ProblemType.STALE);
                    assertThat(problem.detail()).isEqualTo("INC-00017 is at version 7");
                    assertThat(problem.headers()).isEqualTo(Map.of("ETag", "\"7\""));
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "7",
                "\"7",
                "7\"",
                "\"7\"x",
                "\"7\" \"8\"",
                "*, \"7\"",
                "w/\"7\"",
                "W/ \"7\"",
                "'7'",
                "**"
            })
    void whatIsNoListOfTagsIsRefused(String header) {
        var faults = new Faults();
        IfMatch.of(header, faults);
        assertThat(faults.list())
                .containsExactly(
                        new Fault("If-Match", "invalid_format", "not a list of entity tags (expected: * or \"7\")"));
    }
}
