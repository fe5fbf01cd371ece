package blotter.register.objective;

import org.jspecify.annotations.Nullable;

/// The relevance of a threat objective for an incident or a risk.
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

    /// The relevance with exactly this label; null when there is none.
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
