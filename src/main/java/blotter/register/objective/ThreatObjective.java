package blotter.register.objective;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The goal of an attacker.
public enum ThreatObjective {
    SABOTAGE("Sabotage"),
    DATA_DISCLOSURE("Data Disclosure"),
    EXTORTION("Extortion"),
    CUSTOMER_TARGETING("Customer Targeting"),
    RESOURCE_HIJACKING("Resource Hijacking"),
    FRAUD("Fraud");

    private final String label;

    ThreatObjective(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }

    /// The objective with exactly this label; null when there is none.
    public static @Nullable ThreatObjective of(String label) {
        for (var objective : values()) {
            if (objective.label.equals(label)) {
                return objective;
            }
        }
        return null;
    }

    /// All labels, for messages.
    public static String labels() {
        return Arrays.stream(values()).map(ThreatObjective::label).collect(Collectors.joining(", "));
    }
}
