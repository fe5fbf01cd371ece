package blotter.register.change;

import blotter.platform.problem.Fault;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Collection;

/// An entry that could not be changed.
///
/// @param pointer the JSON pointer to its id in the request
/// @param status the HTTP status of the same change to this entry alone
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
