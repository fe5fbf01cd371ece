package blotter.register.entry;

import blotter.platform.paging.Cursor;
import blotter.register.change.Field;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A sort order of a register's list. Entries without a value come last in both directions.
///
/// @param from the tables, with the entries' own as `i`; the one with the index comes first
/// @param key the sort key; null for the id, which needs none beside itself
/// @param type the key's SQL type
/// @param nullable whether entries may have no key
/// @param allowed the key's values if they are few, else empty
public record ListOrder(
        String name, String from, @Nullable String key, String type, boolean nullable, List<String> allowed) {

    /// By number.
    public static ListOrder byNumber(String from) {
        return new ListOrder("id", from, null, "bigint", false, List.of());
    }

    /// By a text.
    public static ListOrder byText(String name, String from, String key, boolean nullable) {
        return new ListOrder(name, from, key, "text", nullable, List.of());
    }

    /// By the order of a field's allowed values.
    public static ListOrder byChoice(Field field, String from) {
        return new ListOrder(
                field.name(), from, "i." + field.name(), field.sqlType(), !field.required(), field.allowed());
    }

    /// By a point in time.
    public static ListOrder byTime(String name, String from, String key, boolean nullable) {
        return new ListOrder(name, from, key, "timestamptz", nullable, List.of());
    }

    /// The table whose index has this order.
    String alias() {
        return key != null && key.startsWith("o.") ? "o" : "i";
    }

    String number() {
        return alias() + ".number";
    }

    /// Whether the cursor belongs to this order.
    boolean accepts(Cursor cursor) {
        var cursorKey = cursor.key();
        if (!cursor.isNumbered()) {
            return false;
        }
        if (cursorKey == null) {
            return nullable || key == null;
        }
        return type.equals("timestamptz")
                ? cursor.hasInstant()
                : key != null && (allowed.isEmpty() || allowed.contains(cursorKey));
    }

    /// The key as text that can be parsed exactly.
    String keyText() {
        return type.equals("timestamptz")
                ? "to_char(%s at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')".formatted(key)
                : key + "::text";
    }
}
