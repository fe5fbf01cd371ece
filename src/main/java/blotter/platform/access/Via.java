package blotter.platform.access;

import java.util.Locale;

/// The channel of a request or change.
public enum Via {
    API,
    PAGE,
    CLI,
    IMPORT,
    UNDO,
    INTEGRATION;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
