package blotter.people.audit;

import blotter.platform.access.Caller;
import blotter.platform.access.Origin;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Something that the audit log is to keep. Never a password, a secret, or a token.
///
/// @param actor who did it; null for somebody who is not known, as in a failed sign-in
/// @param subject what it was done to: the id of a user, the ids of incidents, an address that was signed in with
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

    /// Of somebody who is known.
    public static AuditEntry of(Caller caller, Origin origin, Action action) {
        return new AuditEntry(caller.orgId(), caller.userId(), origin, action, null, Map.of());
    }

    /// Of an organization's user, or of nobody who is known.
    public static AuditEntry of(int orgId, @Nullable UUID actor, Origin origin, Action action) {
        return new AuditEntry(orgId, actor, origin, action, null, Map.of());
    }

    /// With what it was done to.
    public AuditEntry subject(Object what) {
        return new AuditEntry(orgId, actor, origin, action, what.toString(), details);
    }

    /// With one more detail; a null says nothing and is left out.
    public AuditEntry with(String name, @Nullable Object value) {
        if (value == null) {
            return this;
        }
        var more = new LinkedHashMap<>(details);
        more.put(name, value);
        return new AuditEntry(orgId, actor, origin, action, subject, more);
    }
}
