package blotter.platform.access;

import static blotter.platform.access.Permission.AUDIT_READ;
import static blotter.platform.access.Permission.INCIDENTS_READ;
import static blotter.platform.access.Permission.INCIDENTS_WRITE;
import static blotter.platform.access.Permission.ORGANIZATION_MANAGE;
import static blotter.platform.access.Permission.RISKS_READ;
import static blotter.platform.access.Permission.RISKS_WRITE;
import static blotter.platform.access.Permission.TAGS_READ;
import static blotter.platform.access.Permission.TAGS_WRITE;
import static blotter.platform.access.Permission.USERS_MANAGE;
import static blotter.platform.access.Permission.USERS_READ;

import blotter.platform.json.JsonFields;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A user's role in an organization. Permissions of several roles add up. Every role may read tags and users.
public enum Role {
    ADMIN(
            "Admin",
            INCIDENTS_READ,
            INCIDENTS_WRITE,
            RISKS_READ,
            RISKS_WRITE,
            TAGS_WRITE,
            USERS_MANAGE,
            ORGANIZATION_MANAGE,
            AUDIT_READ),
    EDITOR("Editor", INCIDENTS_READ, INCIDENTS_WRITE, RISKS_READ, RISKS_WRITE, TAGS_WRITE),
    VIEWER("Viewer", INCIDENTS_READ, RISKS_READ),
    INCIDENT_EDITOR("Incident Editor", INCIDENTS_READ, INCIDENTS_WRITE, TAGS_WRITE),
    INCIDENT_VIEWER("Incident Viewer", INCIDENTS_READ),
    RISK_EDITOR("Risk Editor", RISKS_READ, RISKS_WRITE, TAGS_WRITE),
    RISK_VIEWER("Risk Viewer", RISKS_READ);

    private final String label;
    private final Set<Permission> permissions;

    Role(String label, Permission... permissions) {
        this.label = label;
        this.permissions = EnumSet.of(TAGS_READ, USERS_READ);
        this.permissions.addAll(Arrays.asList(permissions));
    }

    /// The name in the API: `Incident Editor`.
    public String label() {
        return label;
    }

    /// The role with exactly this label; null when there is none.
    public static @Nullable Role fromLabel(String label) {
        for (var role : values()) {
            if (role.label.equals(label)) {
                return role;
            }
        }
        return null;
    }

    /// Reads the field `roles`: each once, in the order of the request. Null when it is absent or not an array.
    public static @Nullable List<Role> read(JsonFields fields) {
        var labels = fields.array("roles");
        if (labels == null) {
            return null;
        }
        var roles = new LinkedHashSet<Role>();
        for (int i = 0; i < labels.size(); i++) {
            var pointer = fields.pointer("roles") + "/" + i;
            var label = JsonFields.text(labels.get(i), pointer, Integer.MAX_VALUE, fields.faults());
            var role = label == null ? null : fromLabel(label);
            if (role != null) {
                roles.add(role);
            } else if (label != null) {
                fields.faults().add(pointer, "invalid_value", label, labels());
            }
        }
        return List.copyOf(roles);
    }

    /// All labels, for messages.
    public static String labels() {
        return Arrays.stream(values()).map(Role::label).collect(Collectors.joining(", "));
    }

    public static Set<Permission> permissions(Collection<Role> roles) {
        var all = EnumSet.noneOf(Permission.class);
        roles.forEach(role -> all.addAll(role.permissions));
        return all;
    }
}
