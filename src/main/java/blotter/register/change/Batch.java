package blotter.register.change;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One write, of one entry or many.
///
/// @param id null when nothing changed, since then nothing was written
/// @param failed entries that were left as they are since they could not be changed
public record Batch(@Nullable UUID id, int updated, int unchanged, int failed) {

    /// What a batch did.
    public enum Operation {
        CREATE,
        PATCH,
        UNDO,
        IMPORT,
        DELETE,
        TAG_MERGE;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Writes the batch as the answer to a change has it.
    public void writeTo(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", id == null ? null : id.toString());
        json.writeNumberField("updated", updated);
        json.writeNumberField("unchanged", unchanged);
        json.writeEndObject();
    }
}
