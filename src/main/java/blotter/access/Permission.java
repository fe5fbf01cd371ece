package blotter.access;

/// What a caller may do. Every operation names the one it needs.
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

    /// As it stands in the API: `incidents:write`.
    public String label() {
        return label;
    }
}
