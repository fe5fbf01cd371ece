package blotter.register.tag;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.UUID;

/// A tag. Its label is unique within the organization, ignoring case and accents; the first spelling is kept.
///
/// @param orgId the organization's public id
public record Tag(UUID id, String content, UUID creatorId, UUID orgId) {
    /// The longest label, in characters.
    public static final int MAX_LENGTH = 100;

    /// The same tag with another label.
    public Tag spelled(String other) {
        return new Tag(id, other, creatorId, orgId);
    }

    public void writeTo(JsonGenerator json) throws IOException {
        json.writeStartObject();
        writeFields(json);
        json.writeEndObject();
    }

    /// Writes the fields into an object with further fields.
    public void writeFields(JsonGenerator json) throws IOException {
        json.writeStringField("id", id.toString());
        json.writeStringField("content", content);
        json.writeStringField("creator_id", creatorId.toString());
        json.writeStringField("org_id", orgId.toString());
    }
}
