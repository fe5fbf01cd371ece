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

/// A case of another register, on its way to become an incident: what has been understood so far, and the
/// rest. What is taken leaves the rest; what could not be used stays in it, and ends in the description.
final class ForeignCase {
    /// The longest rest, in characters of JSON.
    static final int MOST_REST = 20_000;

    private static final int MOST_TITLE = 500;
    private static final long LEAST_MILLIS = 100_000_000_000L;
    private static final int MOST_TEXT = 100_000 - MOST_REST - 1_000;

    private final ObjectNode rest;
    private final ObjectNode fields = JsonNodeFactory.instance.objectNode();
    private final OrganizationTerms terms;
    private @Nullable Instant closed;

    ForeignCase(ObjectNode original, OrganizationTerms terms) {
        this.rest = original.deepCopy();
        this.terms = terms;
    }

    /// A member of the case, which stays in the rest; a missing node when there is none.
    JsonNode at(String pointer) {
        return rest.at(pointer);
    }

    /// The text at the pointer, null when there is none that is not blank.
    @Nullable
    String text(String pointer) {
        var text = rest.at(pointer).textValue();
        return text == null || Texts.isBlank(text) ? null : text.strip();
    }

    /// The point in time at the pointer, as a number or an RFC 3339 date-time; null when there is none that a register
    /// can have.
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

    /// Milliseconds since 1970; or seconds, as some write them, when milliseconds would be before March 1973.
    private static Instant instant(long number) {
        return Math.abs(number) < LEAST_MILLIS ? Instant.ofEpochSecond(number) : Instant.ofEpochMilli(number);
    }

    /// Takes a member of the case out of the rest.
    void taken(String name) {
        rest.remove(name);
    }

    /// The title; one that is too long is cut.
    void title(String title) {
        fields.put("title", cut(title, MOST_TITLE));
    }

    void put(String field, String value) {
        fields.put(field, value);
    }

    /// The dates that keep their order; the others stay in the rest.
    ///
    /// @param detectedIn the member that it comes from, as of the other two
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

    /// When it was closed, if it is, and not before it was detected; whether it is so.
    boolean closed(@Nullable Instant time) {
        var detected = fields.path("detected_date").textValue();
        boolean fits = time != null
                && detected != null
                && "Closed".equals(fields.path("status").textValue())
                && !time.isBefore(Instant.parse(detected));
        closed = fits ? time : null;
        return fits;
    }

    /// The assignee, if that is the email of somebody active here; whether it is.
    boolean assignee(@Nullable String email) {
        if (email == null || !terms.isActive(email)) {
            return false;
        }
        put("assigned_to", email);
        return true;
    }

    /// The source, if one here is called so.
    void source(@Nullable String name) {
        var source = name == null ? null : terms.source(name);
        if (source != null) {
            put("source", source);
        }
    }

    /// Makes tags of an array of labels; whether all could be.
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

    /// What an import makes of it.
    ///
    /// @param origin the other register's name
    ImportRow row(long place, String origin, List<String> texts, Faults faults) {
        var description = new StringBuilder(cut(String.join("\n\n", texts), MOST_TEXT));
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

    /// The rest as JSON; when it is too long, without its longest members, which are named instead.
    private String boundedRest() {
        var bounded = rest.deepCopy();
        var text = bounded.toPrettyString();
        var left = new ArrayList<String>();
        while (text.length() > MOST_REST && bounded.size() > (left.isEmpty() ? 0 : 1)) {
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
