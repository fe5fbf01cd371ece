package blotter.people.person;

import blotter.platform.json.Json;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import java.io.IOException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A person or a service account, as others see it. A class and not a record, because it caches its JSON, which
/// each row of a list contains three times.
public final class User {
    private final UUID id;
    private final String email;
    private final String firstName;
    private final String lastName;
    private final @Nullable String icon;
    private @Nullable SerializableString json;

    /// @param icon `users/{id}/avatar?v={hash}`, or null
    public User(UUID id, String email, String firstName, String lastName, @Nullable String icon) {
        this.id = id;
        this.email = email;
        this.firstName = firstName;
        this.lastName = lastName;
        this.icon = icon;
    }

    public UUID id() {
        return id;
    }

    public String email() {
        return email;
    }

    public String firstName() {
        return firstName;
    }

    public String lastName() {
        return lastName;
    }

    public @Nullable String icon() {
        return icon;
    }

    public void writeTo(JsonGenerator out) throws IOException {
        var written = json;
        if (written == null) {
            // A race is harmless: both threads produce the same value.
            written = Json.prepared(fresh -> {
                fresh.writeStartObject();
                writeFields(fresh);
                fresh.writeEndObject();
            });
            json = written;
        }
        out.writeRawValue(written);
    }

    void writeFields(JsonGenerator out) throws IOException {
        out.writeStringField("id", id.toString());
        out.writeStringField("email", email);
        out.writeStringField("first_name", firstName);
        out.writeStringField("last_name", lastName);
        out.writeStringField("icon", icon);
    }
}
