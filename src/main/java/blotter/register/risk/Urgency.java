package blotter.register.risk;

import blotter.people.organization.SlaDays;
import blotter.platform.json.DateTimes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How soon a risk must be dealt with, derived from likelihood and impact by a 5 × 5 matrix.
enum Urgency {
    CRITICAL("Critical", 20),
    HIGH("High", 12),
    MEDIUM("Medium", 6),
    LOW("Low", 3),
    INFO("Info", 1);

    /// In ascending order.
    static final List<String> LIKELIHOODS = List.of("Remote", "Unlikely", "Possible", "Probable", "Imminent");

    /// In ascending order.
    static final List<String> IMPACTS = List.of("Very Low", "Low", "Medium", "High", "Severe");

    private final String label;
    private final int least;

    Urgency(String label, int least) {
        this.label = label;
        this.least = least;
    }

    String label() {
        return label;
    }

    /// The urgency of the product of likelihood and impact, each from 1 to 5; null when one of them is missing.
    static @Nullable Urgency of(@Nullable String likelihood, @Nullable String impact) {
        if (likelihood == null || impact == null) {
            return null;
        }
        int product = (LIKELIHOODS.indexOf(likelihood) + 1) * (IMPACTS.indexOf(impact) + 1);
        for (var urgency : values()) {
            if (product >= urgency.least) {
                return urgency;
            }
        }
        throw new IllegalArgumentException("likelihood %s, impact %s".formatted(likelihood, impact));
    }

    /// The due date of a risk; null when the urgency has no SLA.
    @Nullable
    Instant due(Instant discovered, SlaDays limits) {
        var days = limits.of(label);
        if (days == null) {
            return null;
        }
        var due = discovered.plus(Duration.ofDays(days));
        return due.isAfter(DateTimes.LATEST) ? DateTimes.LATEST : due;
    }
}
