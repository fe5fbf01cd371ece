package blotter.person;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A person or a service account, as others see it.
///
/// @param icon `users/{id}/avatar?v={hash}`, or null
public record User(
        UUID id,
        String email,
        String firstName,
        String lastName,
        @Nullable String icon) {

    public void writeTo(JsonGenerator json) throws IOException {
        json.writeStartObject();
        writeFields(json);
        json.writeEndObject();
    }

    void writeFields(JsonGenerator json) throws IOException {
        json.writeStringField("id", id.toString());
        json.writeStringField("email", email);
        json.writeStringField("first_name", firstName);
        json.writeStringField("last_name", lastName);
        json.writeStringField("icon", icon);
    }
}
