package blotter.platform.access;

import java.util.Locale;

/// Through what a change came.
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
