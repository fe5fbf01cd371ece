package blotter.register.change;

import blotter.platform.problem.Fault;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Collection;

/// An entry that a change left as it is.
///
/// @param pointer where in the request it was named
/// @param status the HTTP status that it alone would have been answered with
public record Failure(String pointer, String id, int status, String code, String detail) {

    static Failure missing(Register register, Selected selected) {
        return new Failure(selected.pointer(), register.id(selected.number()), 404, "not_found", "does not exist");
    }

    Fault fault() {
        return new Fault(pointer, code, id + ": " + detail, id);
    }

    /// Writes the member `failures`.
    public static void write(JsonGenerator json, Collection<Failure> failures) throws IOException {
        json.writeArrayFieldStart("failures");
        for (var failure : failures) {
            json.writeStartObject();
            json.writeStringField("id", failure.id);
            json.writeNumberField("status", failure.status);
            json.writeStringField("code", failure.code);
            json.writeStringField("detail", failure.detail);
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
