package blotter.register.risk;

import blotter.people.organization.SlaDays;
import blotter.platform.json.DateTimes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How soon a risk must be dealt with: derived from its likelihood and its impact by a matrix of five by
/// five.
enum Urgency {
    CRITICAL("Critical", 20),
    HIGH("High", 12),
    MEDIUM("Medium", 6),
    LOW("Low", 3),
    INFO("Info", 1);

    /// From the least to the most likely.
    static final List<String> LIKELIHOODS = List.of("Remote", "Unlikely", "Possible", "Probable", "Imminent");

    /// From the least to the most severe.
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

    /// The urgency of a likelihood and an impact, each counted from 1 to 5 and multiplied: 20 and more is
    /// critical, 12 high, 6 medium, 3 low, less is for information. Null when one of the two is not known.
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

    /// When a risk discovered then is due; null when there is no limit.
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
