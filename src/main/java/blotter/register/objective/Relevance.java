package blotter.register.objective;

import org.jspecify.annotations.Nullable;

/// How much a threat objective matters to an incident or a risk.
public enum Relevance {
    HIGH("High"),
    MEDIUM("Medium"),
    LOW("Low");

    private final String label;

    Relevance(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }

    /// The relevance of this label, spelled exactly so; null when there is none.
    public static @Nullable Relevance of(String label) {
        for (var relevance : values()) {
            if (relevance.label.equals(label)) {
                return relevance;
            }
        }
        return null;
    }

    /// All labels, for messages.
    public static String labels() {
        return "High, Medium, Low";
    }
}
