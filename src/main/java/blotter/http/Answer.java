package blotter.http;

import blotter.json.Json;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.Map;

/// An answer as it goes over the wire, so that it can be kept and given again byte for byte.
///
/// @param wrote whether the request changed anything
public record Answer(int status, Map<String, String> headers, byte[] body, boolean wrote) {

    public static Answer json(int status, Json.Content content) {
        return new Answer(status, Map.of("Content-Type", "application/json"), Json.bytes(content), false);
    }

    public static Answer empty(int status) {
        return new Answer(status, Map.of(), new byte[0], false);
    }

    public Answer header(String name, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Answer(status, more, body, wrote);
    }

    /// This answer, of a request that changed something or not.
    public Answer wrote(boolean changed) {
        return new Answer(status, headers, body, changed);
    }

    /// As JAX-RS wants it.
    public Response response() {
        var response = Response.status(status);
        headers.forEach(response::header);
        return body.length == 0 ? response.build() : response.entity(body).build();
    }
}
