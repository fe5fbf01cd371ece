package blotter.platform.access;

import org.jspecify.annotations.Nullable;

/// A permission. Every operation declares those it requires.
public enum Permission {
    INCIDENTS_READ("incidents:read"),
    INCIDENTS_WRITE("incidents:write"),
    RISKS_READ("risks:read"),
    RISKS_WRITE("risks:write"),
    TAGS_READ("tags:read"),
    TAGS_WRITE("tags:write"),
    USERS_READ("users:read"),
    USERS_MANAGE("users:manage"),
    ORGANIZATION_MANAGE("organization:manage"),
    AUDIT_READ("audit:read");

    private final String label;

    Permission(String label) {
        this.label = label;
    }

    /// The permission with this label; null when there is none.
    public static @Nullable Permission fromLabel(String label) {
        for (var permission : values()) {
            if (permission.label.equals(label)) {
                return permission;
            }
        }
        return null;
    }

    /// The name in the API: `incidents:write`.
    public String label() {
        return label;
    }
}
