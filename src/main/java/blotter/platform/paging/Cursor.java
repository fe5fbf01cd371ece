package blotter.platform.paging;

import blotter.platform.json.DateTimes;
import blotter.platform.json.Json;
import blotter.platform.json.Texts;
import blotter.platform.json.Uuids;
import blotter.platform.problem.Faults;
import blotter.platform.problem.Problem;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// Where a list goes on: behind the row with this sort key and id. Opaque to clients.
///
/// @param order the order it continues, with its `-`
/// @param page the number of the page that it starts
/// @param key the last row's sort key, or null when that row had none
/// @param id the last row's id
public record Cursor(String order, int page, @Nullable String key, String id) {

    /// What a list's cursors look like: who makes one up is told so, and does not reach the database.
    @FunctionalInterface
    public interface Form {
        /// Of lists that are in memory, where any cursor is a place.
        Form ANY = cursor -> true;

        /// Of rows by their number, without a key.
        Form NUMBERED = cursor -> cursor.isNumbered();

        /// Of rows by time and uuid.
        Form TIMED = cursor -> cursor.hasInstant() && Uuids.parse(cursor.id()) != null;

        boolean accepts(Cursor cursor);
    }

    /// The field by which the list is sorted.
    public String field() {
        return order.startsWith("-") ? order.substring(1) : order;
    }

    /// Whether its id is a number.
    public boolean isNumbered() {
        return id.matches("[0-9]{1,18}");
    }

    /// Whether its key is a point in time.
    public boolean hasInstant() {
        return key != null && key.length() < 40 && DateTimes.parse(key, "cursor", new Faults()) != null;
    }

    static @Nullable Cursor parse(String text) {
        try {
            var node = Json.parse(Base64.getUrlDecoder().decode(text));
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
        } catch (IllegalArgumentException | Problem e) {
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
