package blotter.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import blotter.platform.problem.Fault;
import blotter.platform.problem.Faults;
import blotter.platform.problem.Problem;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ParameterTest {
    @Test
    void aSoundOneHasItsValue() {
        var id = UUID.randomUUID();
        var parameter = Parameter.uuid("id", id.toString(), "a uuid");
        assertThat(parameter.value()).isEqualTo(id);
        assertThat(parameter.orNull()).isEqualTo(id);
        var faults = new Faults();
        parameter.addTo(faults);
        assertThat(faults.isEmpty()).isTrue();
    }

    @Test
    void noValueGetsPastAFault() {
        for (var parameter : List.of(Parameter.uuid("id", "1-1-1-1-1", "a uuid"), Parameter.of(faults -> {
            faults.add("id", "invalid_format", "1-1-1-1-1", "a uuid");
            return new UUID(0, 0);
        }))) {
            var fault = new Fault("id", "invalid_format", "1-1-1-1-1 (expected: a uuid)");
            assertThatExceptionOfType(Problem.class)
                    .isThrownBy(parameter::value)
                    .satisfies(problem -> assertThat(problem.faults()).containsExactly(fault));
            assertThat(parameter.orNull()).isNull();
            var faults = new Faults();
            parameter.addTo(faults);
            assertThat(faults.list()).containsExactly(fault);
        }
    }
}
