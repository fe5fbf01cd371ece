package blotter.http;

import blotter.json.Json;
import blotter.json.Texts;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// Where a list goes on: behind the row with this sort key and id. Opaque to clients.
///
/// @param order the order it continues, with its `-`
/// @param page the number of the page that it starts
/// @param key the last row's sort key, or null when that row had none
/// @param id the last row's id
public record Cursor(String order, int page, @Nullable String key, String id) {

    static @Nullable Cursor parse(String text) {
        try {
            var node = Json.trusted(new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8));
            if (!node.isArray()
                    || node.size() != 4
                    || !node.get(0).isTextual()
                    || !node.get(1).isInt()
                    || !(node.get(2).isTextual() || node.get(2).isNull())
                    || !node.get(3).isTextual()) {
                return null;
            }
            var cursor = new Cursor(
                    node.get(0).asText(),
                    node.get(1).asInt(),
                    node.get(2).textValue(),
                    node.get(3).asText());
            boolean sound = Texts.isSound(cursor.order)
                    && Texts.isSound(cursor.id)
                    && (cursor.key == null || Texts.isSound(cursor.key));
            return sound && cursor.page > 0 && cursor.page < Integer.MAX_VALUE ? cursor : null;
        } catch (IllegalArgumentException | IllegalStateException e) {
            return null;
        }
    }

    String text() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Json.bytes(json -> {
            json.writeStartArray();
            json.writeString(order);
            json.writeNumber(page);
            json.writeString(key);
            json.writeString(id);
            json.writeEndArray();
        }));
    }
}
