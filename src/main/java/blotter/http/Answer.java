package blotter.http;

import blotter.json.Json;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An answer as it goes over the wire, so that it can be kept and given again byte for byte.
///
/// @param large the body, when it is too large for memory
/// @param wrote whether the request changed anything
public record Answer(
        int status,
        Map<String, String> headers,
        byte[] body,
        @Nullable Spool large,
        boolean wrote) {
    private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");

    public static Answer json(int status, Json.Content content) {
        return new Answer(status, JSON, Json.bytes(content), null, false);
    }

    /// An answer of any size.
    public static Answer json(int status, Spool spool) {
        return spool.isSmall()
                ? new Answer(status, JSON, spool.bytes(), null, false)
                : new Answer(status, JSON, new byte[0], spool, false);
    }

    /// An answer that was kept.
    public static Answer kept(int status, Map<String, String> headers, byte[] body) {
        return new Answer(status, headers, body, null, true);
    }

    public static Answer empty(int status) {
        return new Answer(status, Map.of(), new byte[0], null, false);
    }

    public Answer header(String name, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Answer(status, more, body, large, wrote);
    }

    /// This answer, of a request that changed something or not.
    public Answer wrote(boolean changed) {
        return new Answer(status, headers, body, large, changed);
    }

    /// Gives up what a large answer holds, since nobody will get it.
    public void discard() {
        if (large != null) {
            large.discard();
        }
    }

    /// As JAX-RS wants it.
    public Response response() {
        var response = Response.status(status);
        headers.forEach(response::header);
        if (large != null) {
            return response.entity(large.content()).build();
        }
        return body.length == 0 ? response.build() : response.entity(body).build();
    }
}
