package blotter.register.tag;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.UUID;

/// A label. It is one tag in its organization whatever its case or accents; the first spelling is kept.
///
/// @param orgId the organization's public id
public record Tag(UUID id, String content, UUID creatorId, UUID orgId) {
    /// The longest label, in characters.
    public static final int MAX_LENGTH = 100;

    /// This tag in another spelling.
    public Tag spelled(String other) {
        return new Tag(id, other, creatorId, orgId);
    }

    public void writeTo(JsonGenerator json) throws IOException {
        json.writeStartObject();
        writeFields(json);
        json.writeEndObject();
    }

    /// Writes the fields, for who has more of them.
    public void writeFields(JsonGenerator json) throws IOException {
        json.writeStringField("id", id.toString());
        json.writeStringField("content", content);
        json.writeStringField("creator_id", creatorId.toString());
        json.writeStringField("org_id", orgId.toString());
    }
}
