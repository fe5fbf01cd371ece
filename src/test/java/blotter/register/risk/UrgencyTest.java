package blotter.register.risk;

import static org.assertj.core.api.Assertions.assertThat;

import blotter.people.organization.SlaDays;
import blotter.platform.json.DateTimes;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UrgencyTest {
    private static final Instant DISCOVERED = Instant.parse("2026-02-20T09:00:00.000001Z");

    @ParameterizedTest
    @CsvSource({
        "Remote,   Info, Info, Low, Low, Low",
        "Unlikely, Info, Low, Medium, Medium, Medium",
        "Possible, Low, Medium, Medium, High, High",
        "Probable, Low, Medium, High, High, Critical",
        "Imminent, Low, Medium, High, Critical, Critical"
    })
    void theMatrixHasAnUrgencyForEachLikelihoodAndImpact(
            String likelihood, String veryLow, String low, String medium, String high, String severe) {
        var impacts = Map.of("Very Low", veryLow, "Low", low, "Medium", medium, "High", high, "Severe", severe);
        impacts.forEach((impact, urgency) -> assertThat(
                        Objects.requireNonNull(Urgency.of(likelihood, impact)).label())
                .as(likelihood + " " + impact)
                .isEqualTo(urgency));
    }

    @ParameterizedTest
    @CsvSource({",", "Probable,", ",Severe"})
    void unscoredRisksHaveNoUrgency(@Nullable String likelihood, @Nullable String impact) {
        assertThat(Urgency.of(likelihood, impact)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "CRITICAL, 2026-02-27T09:00:00.000001Z",
        "HIGH, 2026-03-22T09:00:00.000001Z",
        "MEDIUM, 2026-05-21T09:00:00.000001Z",
        "LOW, 2026-08-19T09:00:00.000001Z"
    })
    void theDefaultsAre7And30And90And180Days(Urgency urgency, String due) {
        assertThat(urgency.due(DISCOVERED, SlaDays.DEFAULT)).isEqualTo(due);
    }

    @Test
    void withoutAnSlaThereIsNoDueDate() {
        assertThat(Urgency.INFO.due(DISCOVERED, SlaDays.DEFAULT)).isNull();
        assertThat(Urgency.HIGH.due(DISCOVERED, new SlaDays(Map.of()))).isNull();
        assertThat(Urgency.INFO.due(DISCOVERED, new SlaDays(Map.of("Info", 1))))
                .isEqualTo("2026-02-21T09:00:00.000001Z");
    }

    @Test
    void dueDatesAreCappedAtTheLatestDate() {
        var late = Instant.parse("9999-12-30T00:00:00Z");
        assertThat(Urgency.LOW.due(late, SlaDays.DEFAULT)).isEqualTo(DateTimes.LATEST);
    }
}
