package blotter.people.person;

import blotter.platform.access.Role;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/// A user as a member of an organization. Deactivated users remain visible in their past changes.
public record Member(User user, Kind kind, boolean active, List<Role> roles) {

    public enum Kind {
        PERSON,
        SERVICE_ACCOUNT;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public void writeTo(JsonGenerator json) throws IOException {
        json.writeStartObject();
        user.writeFields(json);
        json.writeBooleanField("active", active);
        json.writeArrayFieldStart("roles");
        for (var role : roles) {
            json.writeString(role.label());
        }
        json.writeEndArray();
        json.writeStringField("kind", kind.label());
        json.writeEndObject();
    }
}
