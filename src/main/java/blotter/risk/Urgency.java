package blotter.risk;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How soon a risk must be dealt with: derived from its likelihood and its impact by a matrix of five by five.
public enum Urgency {
    CRITICAL("Critical", 20, 7),
    HIGH("High", 12, 30),
    MEDIUM("Medium", 6, 90),
    LOW("Low", 3, 180),
    INFO("Info", 1, 0);

    /// From the least to the most likely.
    public static final List<String> LIKELIHOODS = List.of("Remote", "Unlikely", "Possible", "Probable", "Imminent");

    /// From the least to the most severe.
    public static final List<String> IMPACTS = List.of("Very Low", "Low", "Medium", "High", "Severe");

    private final String label;
    private final int least;
    private final int days;

    Urgency(String label, int least, int days) {
        this.label = label;
        this.least = least;
        this.days = days;
    }

    public String label() {
        return label;
    }

    /// The urgency of a likelihood and an impact, each counted from 1 to 5 and multiplied: 20 and more is critical, 12
    /// high, 6 medium, 3 low, less is for information. Null when one of the two is not known.
    public static @Nullable Urgency of(@Nullable String likelihood, @Nullable String impact) {
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

    /// When a risk discovered then is due; null when it need not be.
    public @Nullable Instant due(Instant discovered) {
        return days == 0 ? null : discovered.plus(Duration.ofDays(days));
    }
}
