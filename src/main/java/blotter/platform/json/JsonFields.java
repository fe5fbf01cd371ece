package blotter.platform.json;

import blotter.platform.problem.Faults;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Reads the fields of a client's JSON object. A wrong value adds a fault and reads as null, so that one pass finds
/// all faults.
public final class JsonFields {
    private final ObjectNode object;
    private final String pointer;
    private final Faults faults;
    private final boolean nullClears;
    private final Set<String> known = new HashSet<>();

    private JsonFields(ObjectNode object, String pointer, Faults faults, boolean nullClears) {
        this.object = object;
        this.pointer = pointer;
        this.faults = faults;
        this.nullClears = nullClears;
    }

    /// The fields of the value at the pointer. If it is not an object, adds a fault and returns null.
    public static @Nullable JsonFields of(JsonNode value, String pointer, Faults faults) {
        return of(value, pointer, faults, false);
    }

    /// @param nullClears whether null clears a field, as in a merge patch (RFC 7396), or means absent
    public static @Nullable JsonFields of(JsonNode value, String pointer, Faults faults, boolean nullClears) {
        if (value instanceof ObjectNode object) {
            return new JsonFields(object, pointer, faults, nullClears);
        }
        faults.add(pointer, "wrong_type", shown(value), "an object");
        return null;
    }

    public Faults faults() {
        return faults;
    }

    public String pointer(String name) {
        return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
    }

    /// Whether the field is present, even if null.
    public boolean has(String name) {
        known.add(name);
        return object.has(name);
    }

    /// Whether the field is present and null.
    public boolean isNull(String name) {
        known.add(name);
        var value = object.get(name);
        return value != null && value.isNull();
    }

    /// The value, or null when the field is absent or null.
    public @Nullable JsonNode value(String name) {
        known.add(name);
        var value = object.get(name);
        return value == null || value.isNull() ? null : value;
    }

    /// Adds a fault for each of these fields that is absent or null.
    ///
    /// @param expectation for the message, such as `a text`
    public void require(String expectation, String... names) {
        for (var name : names) {
            if (value(name) == null) {
                faults.add(pointer(name), "required", "missing (expected: %s)".formatted(expectation));
            }
        }
    }

    /// Whether null clears a field, as in a merge patch, or means absent.
    public boolean nullClears() {
        return nullClears;
    }

    /// Whether the field is to be cleared.
    public boolean clears(String name) {
        return nullClears && isNull(name);
    }

    /// Adds a fault for each of these fields that is to be cleared.
    ///
    /// @param expectation what should be there, such as `a value`
    public void refuseClearing(String expectation, String... names) {
        for (var name : names) {
            if (clears(name)) {
                faults.add(
                        pointer(name), "required", "null (expected: %s; it cannot be cleared)".formatted(expectation));
            }
        }
    }

    /// A text of at most `max` characters (Unicode code points).
    public @Nullable String text(String name, int max) {
        var value = value(name);
        return value == null ? null : text(value, pointer(name), max, faults);
    }

    /// A text that is not blank, without surrounding white space.
    public @Nullable String label(String name, int max) {
        var value = value(name);
        return value == null ? null : label(value, pointer(name), max, faults);
    }

    /// One of the values that `parse` knows.
    public <E> @Nullable E oneOf(String name, Function<String, @Nullable E> parse, String expectation) {
        var value = text(name, Integer.MAX_VALUE);
        if (value == null) {
            return null;
        }
        var parsed = parse.apply(value);
        if (parsed == null) {
            faults.add(pointer(name), "invalid_value", value, expectation);
        }
        return parsed;
    }

    public @Nullable Boolean bool(String name) {
        var value = value(name);
        if (value != null && !value.isBoolean()) {
            faults.add(pointer(name), "wrong_type", shown(value), "true or false");
            return null;
        }
        return value == null ? null : value.booleanValue();
    }

    public @Nullable Instant dateTime(String name) {
        var value = text(name, Integer.MAX_VALUE);
        return value == null ? null : DateTimes.parse(value, pointer(name), faults);
    }

    public @Nullable UUID uuid(String name) {
        var value = text(name, Integer.MAX_VALUE);
        if (value == null) {
            return null;
        }
        var uuid = Uuids.parse(value);
        if (uuid == null) {
            faults.add(pointer(name), "invalid_format", value, "a uuid");
        }
        return uuid;
    }

    /// The elements of an array; null when absent, null, or not an array.
    public @Nullable List<JsonNode> array(String name) {
        var value = value(name);
        if (value == null) {
            return null;
        }
        if (!value.isArray()) {
            faults.add(pointer(name), "wrong_type", shown(value), "an array");
            return null;
        }
        return value.valueStream().toList();
    }

    /// Adds a fault, once, for each field that was never read.
    public void refuseUnknown() {
        object.fieldNames().forEachRemaining(name -> {
            if (known.add(name)) {
                var shown = Faults.shown(name);
                faults.add(pointer(shown), "unknown_field", shown + " is not a field of this request");
            }
        });
    }

    /// Reads a text: a string without NUL and lone surrogates.
    public static @Nullable String text(JsonNode value, String pointer, int max, Faults faults) {
        if (!value.isTextual()) {
            faults.add(pointer, "wrong_type", shown(value), "a string");
            return null;
        }
        var text = value.textValue();
        if (!Texts.isSound(text)) {
            faults.add(
                    pointer,
                    "invalid_text",
                    "contains a NUL character or a lone surrogate (expected: well-formed Unicode)");
            return null;
        }
        if (text.length() > max && text.codePointCount(0, text.length()) > max) {
            faults.add(
                    pointer,
                    "too_long",
                    text.codePointCount(0, text.length()) + " characters",
                    "%d at most".formatted(max));
            return null;
        }
        return text;
    }

    /// Reads a text that is not blank, without surrounding white space.
    public static @Nullable String label(JsonNode value, String pointer, int max, Faults faults) {
        var text = text(value, pointer, max, faults);
        if (text == null) {
            return null;
        }
        if (Texts.isBlank(text)) {
            faults.add(pointer, "blank", "is blank (expected: some text)");
            return null;
        }
        return text.strip();
    }

    /// A JSON value for use in a message.
    public static String shown(JsonNode value) {
        return value.getNodeType() == JsonNodeType.OBJECT || value.getNodeType() == JsonNodeType.ARRAY
                ? "an " + value.getNodeType().name().toLowerCase(java.util.Locale.ROOT)
                : Faults.shown(value.toString());
    }
}
