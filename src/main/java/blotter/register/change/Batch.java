package blotter.register.change;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One write to one entry or many.
///
/// @param id null if nothing changed, because then nothing was written
/// @param failed the number of entries that could not be changed
public record Batch(@Nullable UUID id, int updated, int unchanged, int failed) {

    /// The kind of write.
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

    /// Writes the batch as a response to a change has it.
    public void writeTo(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", id == null ? null : id.toString());
        json.writeNumberField("updated", updated);
        json.writeNumberField("unchanged", unchanged);
        json.writeEndObject();
    }
}
