package blotter.register.transfer;

import blotter.platform.json.DateTimes;
import blotter.platform.json.Texts;
import blotter.platform.problem.Faults;
import blotter.register.tag.Tag;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A case of another system during its conversion to an incident: the converted fields, and the rest. Members that
/// cannot be converted stay in the rest, which is appended to the description.
final class ForeignCase {
    /// The longest rest, in characters of JSON.
    static final int MAX_REST = 20_000;

    private static final int MAX_TITLE = 500;
    private static final long MIN_MILLIS = 100_000_000_000L;
    private static final int MAX_TEXT = 100_000 - MAX_REST - 1_000;

    private final ObjectNode rest;
    private final ObjectNode fields = JsonNodeFactory.instance.objectNode();
    private final OrganizationTerms terms;
    private @Nullable Instant closed;

    ForeignCase(ObjectNode original, OrganizationTerms terms) {
        this.rest = original.deepCopy();
        this.terms = terms;
    }

    /// A member, which stays in the rest; a missing node when there is none.
    JsonNode at(String pointer) {
        return rest.at(pointer);
    }

    /// The text at the pointer; null when missing or blank.
    @Nullable
    String text(String pointer) {
        var text = rest.at(pointer).textValue();
        return text == null || Texts.isBlank(text) ? null : text.strip();
    }

    /// The time at the pointer, from a number or an RFC 3339 date-time; null when missing or invalid.
    @Nullable
    Instant time(String pointer) {
        var node = rest.at(pointer);
        try {
            var text = node.isIntegralNumber() ? instant(node.longValue()).toString() : node.textValue();
            return text == null || (node.isIntegralNumber() && !node.canConvertToLong())
                    ? null
                    : DateTimes.parse(text, "", new Faults());
        } catch (DateTimeException e) {
            return null;
        }
    }

    /// Milliseconds since 1970, or seconds if that would be before March 1973.
    private static Instant instant(long number) {
        return Math.abs(number) < MIN_MILLIS ? Instant.ofEpochSecond(number) : Instant.ofEpochMilli(number);
    }

    /// Removes a converted member from the rest.
    void taken(String name) {
        rest.remove(name);
    }

    /// Sets the title, shortened if necessary.
    void title(String title) {
        fields.put("title", cut(title, MAX_TITLE));
    }

    void put(String field, String value) {
        fields.put(field, value);
    }

    /// Sets the dates that are in order. The others stay in the rest.
    ///
    /// @param detectedIn the member that contains the date; likewise for the others
    void dates(
            @Nullable Instant detected,
            String detectedIn,
            @Nullable Instant occurred,
            String occurredIn,
            @Nullable Instant responded,
            String respondedIn) {
        if (detected != null) {
            put("detected_date", detected.toString());
            taken(detectedIn);
        }
        if (occurred != null && detected != null && !occurred.isAfter(detected)) {
            put("occurred_date", occurred.toString());
            taken(occurredIn);
        }
        if (responded != null && detected != null && !responded.isBefore(detected)) {
            put("responded_date", responded.toString());
            taken(respondedIn);
        }
    }

    /// Sets the closed date if the case is closed and the date is not before the detection; returns whether it was
    /// set.
    boolean closed(@Nullable Instant time) {
        var detected = fields.path("detected_date").textValue();
        boolean fits = time != null
                && detected != null
                && "Closed".equals(fields.path("status").textValue())
                && !time.isBefore(Instant.parse(detected));
        closed = fits ? time : null;
        return fits;
    }

    /// Sets the assignee if the email belongs to an active user; returns whether it was set.
    boolean assignee(@Nullable String email) {
        if (email == null || !terms.isActive(email)) {
            return false;
        }
        put("assigned_to", email);
        return true;
    }

    /// Sets the source if the organization has one with this name.
    void source(@Nullable String name) {
        var source = name == null ? null : terms.source(name);
        if (source != null) {
            put("source", source);
        }
    }

    /// Sets the tags from an array of labels; returns whether all are valid.
    boolean tags(JsonNode labels) {
        var tags = new LinkedHashSet<String>();
        for (var label : labels) {
            var text = label.textValue();
            if (text != null && !Texts.isBlank(text)) {
                tags.add(text.strip());
            }
        }
        boolean all = tags.stream().allMatch(tag -> tag.codePointCount(0, tag.length()) <= Tag.MAX_LENGTH)
                && tags.size() <= 100;
        if (all && !tags.isEmpty()) {
            var array = fields.putArray("tags");
            tags.forEach(array::add);
        }
        return all;
    }

    /// The resulting row.
    ///
    /// @param origin the name of the other system
    ImportRow row(long place, String origin, List<String> texts, Faults faults) {
        var description = new StringBuilder(cut(String.join("\n\n", texts), MAX_TEXT));
        if (!rest.isEmpty()) {
            description
                    .append(description.isEmpty() ? "" : "\n\n")
                    .append("Imported from %s, where it also had:\n\n```json\n".formatted(origin))
                    .append(boundedRest())
                    .append("\n```\n");
        }
        fields.put("description", description.toString());
        return new ImportRow(place, null, null, fields, closed, faults);
    }

    /// The rest as JSON. If it is too long, its longest members are listed by name only.
    private String boundedRest() {
        var bounded = rest.deepCopy();
        var text = bounded.toPrettyString();
        var left = new ArrayList<String>();
        while (text.length() > MAX_REST && bounded.size() > (left.isEmpty() ? 0 : 1)) {
            var longest = bounded.properties().stream()
                    .filter(each -> !each.getKey().equals("left_out"))
                    .max(Comparator.comparingInt(
                            each -> each.getValue().toString().length()))
                    .orElseThrow();
            left.add(cut(longest.getKey(), 100));
            bounded.remove(longest.getKey());
            var names = bounded.putArray("left_out");
            left.stream().limit(50).forEach(names::add);
            text = bounded.toPrettyString();
        }
        return text.replace("\r\n", "\n");
    }

    private static String cut(String text, int most) {
        if (text.codePointCount(0, text.length()) <= most) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, most - 1)) + "…";
    }
}
