package blotter.platform.http;

import blotter.platform.json.Json;
import blotter.platform.memory.MemoryBudget;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
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
    // As much as each connection may hold besides.
    private static final int FREE = 64 * 1024;
    private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");

    public static Answer json(int status, Json.Content content) {
        return new Answer(status, JSON, counted(Json.bytes(content)), null, false);
    }

    // Before what was written is committed: who finds no memory for the answer has written nothing.
    private static byte[] counted(byte[] body) {
        var share = MemoryBudget.current();
        if (share != null && body.length > FREE) {
            share.answer(body.length);
        }
        return body;
    }

    /// An answer of any size, of which only the first megabytes are in memory.
    public static Answer spooled(int status, Json.Content content) {
        var spool = new Spool();
        try (var json = Json.generator(spool)) {
            content.writeTo(json);
            json.close();
            return json(status, spool);
        } catch (IOException e) {
            spool.discard();
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            spool.discard();
            throw e;
        }
    }

    /// An answer of any size.
    public static Answer json(int status, Spool spool) {
        return spool.isSmall()
                ? new Answer(status, JSON, counted(spool.bytes()), null, false)
                : new Answer(status, JSON, new byte[0], spool, false);
    }

    /// An answer that was kept.
    public static Answer kept(int status, Map<String, String> headers, byte[] body) {
        return new Answer(status, headers, counted(body), null, true);
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
        if (body.length > FREE) {
            return response.entity(new LargeBody(body)).build();
        }
        return body.length == 0 ? response.build() : response.entity(body).build();
    }
}
