package blotter.people.audit;

import blotter.platform.access.Caller;
import blotter.platform.access.Origin;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An entry to record in the audit log. It must not contain passwords, secrets or tokens.
///
/// @param actor null when unknown, as in a failed sign-in
/// @param subject the object of the action: the id of a user, ids of incidents, the email of a sign-in
/// @param details texts, numbers, booleans and lists of texts, by name
public record AuditEntry(
        int orgId,
        @Nullable UUID actor,
        Origin origin,
        Action action,
        @Nullable String subject,
        Map<String, Object> details) {

    public AuditEntry {
        for (var value : details.values()) {
            if (!(value instanceof String
                    || value instanceof Number
                    || value instanceof Boolean
                    || value instanceof List<?>)) {
                throw new IllegalArgumentException("%s (expected: a text, number, boolean or list)".formatted(value));
            }
        }
        details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
    }

    public static AuditEntry of(Caller caller, Origin origin, Action action) {
        return new AuditEntry(caller.orgId(), caller.userId(), origin, action, null, Map.of());
    }

    /// @param actor null when unknown
    public static AuditEntry of(int orgId, @Nullable UUID actor, Origin origin, Action action) {
        return new AuditEntry(orgId, actor, origin, action, null, Map.of());
    }

    public AuditEntry subject(Object subject) {
        return new AuditEntry(orgId, actor, origin, action, subject.toString(), details);
    }

    /// Adds a detail, unless it is null.
    public AuditEntry with(String name, @Nullable Object value) {
        if (value == null) {
            return this;
        }
        var more = new LinkedHashMap<>(details);
        more.put(name, value);
        return new AuditEntry(orgId, actor, origin, action, subject, more);
    }
}
