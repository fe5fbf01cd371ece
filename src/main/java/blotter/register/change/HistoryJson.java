package blotter.register.change;

import blotter.platform.json.Json;
import blotter.register.change.Outcome.Change;
import blotter.register.objective.ObjectiveRelation;
import blotter.register.tag.TagBook;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The stored form of history: each change as `[from, to]`, with tags and people as ids. The batch stores their
/// names at that time once.
final class HistoryJson {
    // Recognized by the field's name: the text of another field may look like an id.
    private static final Set<String> PEOPLE = Set.of("assigned_to", ChangeRules.OPENED_BY);

    private HistoryJson() {}

    static String changes(Map<String, Change> changes) {
        return Json.text(json -> {
            json.writeStartObject();
            for (var change : changes.entrySet()) {
                json.writeArrayFieldStart(change.getKey());
                write(json, change.getValue().from());
                write(json, change.getValue().to());
                json.writeEndArray();
            }
            json.writeEndObject();
        });
    }

    static void write(JsonGenerator json, @Nullable Object value) throws IOException {
        switch (value) {
            case null -> json.writeNull();
            case Long number -> json.writeNumber(number);
            case List<?> list -> {
                json.writeStartArray();
                for (var element : list) {
                    write(json, element);
                }
                json.writeEndArray();
            }
            case ObjectiveRelation relation -> relation.writeTo(json);
            default -> json.writeString(value.toString());
        }
    }

    /// Parses stored changes: the inverse of [#changes].
    static Map<String, Change> read(Register register, String kept) {
        var changes = new LinkedHashMap<String, Change>();
        Json.trusted(kept).properties().forEach(each -> {
            var name = each.getKey();
            changes.put(
                    name,
                    new Change(
                            value(register, name, each.getValue().get(0)),
                            value(register, name, each.getValue().get(1))));
        });
        return changes;
    }

    private static @Nullable Object value(Register register, String name, JsonNode kept) {
        if (kept.isNull()) {
            return null;
        }
        if (name.equals(register.links().name())) {
            return kept.isArray() ? kept.valueStream().map(JsonNode::textValue).toList() : kept.textValue();
        }
        return switch (name) {
            case ChangeRules.TAGS ->
                kept.valueStream().map(id -> UUID.fromString(id.textValue())).toList();
            case ChangeRules.OBJECTIVES -> ObjectiveRelation.of(kept);
            case ChangeRules.OPENED_BY -> UUID.fromString(kept.textValue());
            case ChangeRules.CREATED -> Instant.parse(kept.textValue());
            case ChangeRules.VERSION -> kept.longValue();
            default -> {
                var field = register.field(name);
                yield switch (field == null ? Field.Kind.TEXT : field.kind()) {
                    case TEXT, LABEL, ONE_OF, SOURCE -> kept.textValue();
                    case USER -> UUID.fromString(kept.textValue());
                    case DATE_TIME -> Instant.parse(kept.textValue());
                };
            }
        };
    }

    /// Adds the ids of the tags and people that the changes name.
    static void collectIds(Map<String, Change> changes, Set<UUID> ids) {
        for (var change : changes.values()) {
            collect(change.from(), ids);
            collect(change.to(), ids);
        }
    }

    private static void collect(@Nullable Object value, Collection<UUID> ids) {
        switch (value) {
            case null -> {}
            case UUID id -> ids.add(id);
            case List<?> list -> list.forEach(element -> collect(element, ids));
            default -> {}
        }
    }

    /// The current names of these tags and people.
    static String names(Collection<UUID> ids, Names names) {
        return Json.text(json -> {
            json.writeStartObject();
            for (var id : ids) {
                var tag = names.tags().find(id);
                json.writeFieldName(id.toString());
                if (tag != null) {
                    json.writeString(tag.content());
                } else {
                    names.writeUser(json, id);
                }
            }
            json.writeEndObject();
        });
    }

    /// Writes new changes as the API's history has them, with tags as labels and people as users.
    static void present(JsonGenerator json, Map<String, Change> changes, Names names) throws IOException {
        json.writeStartObject();
        for (var change : changes.entrySet()) {
            json.writeObjectFieldStart(change.getKey());
            json.writeFieldName("from");
            present(json, change.getValue().from(), names);
            json.writeFieldName("to");
            present(json, change.getValue().to(), names);
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static void present(JsonGenerator json, @Nullable Object value, Names names) throws IOException {
        if (value instanceof UUID user) {
            names.writeUser(json, user);
        } else if (value instanceof List<?> list && !list.isEmpty() && list.getFirst() instanceof UUID) {
            json.writeStartArray();
            for (var tag : names.sorted(list.stream().map(UUID.class::cast).toList())) {
                json.writeString(tag.content());
            }
            json.writeEndArray();
        } else {
            write(json, value);
        }
    }

    /// Writes stored changes as the API's history has them, with the names that the batch stored.
    static void present(JsonGenerator json, String kept, String keptNames) throws IOException {
        var names = Json.trusted(keptNames);
        json.writeStartObject();
        for (var change : Json.trusted(kept).properties()) {
            json.writeObjectFieldStart(change.getKey());
            json.writeFieldName("from");
            present(json, change.getKey(), change.getValue().get(0), names);
            json.writeFieldName("to");
            present(json, change.getKey(), change.getValue().get(1), names);
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static void present(JsonGenerator json, String field, JsonNode value, JsonNode names) throws IOException {
        if (field.equals(ChangeRules.TAGS) && value.isArray()) {
            json.writeStartArray();
            for (var label : value.valueStream()
                    .map(id -> names.path(id.asText()).asText(id.asText()))
                    .sorted(TagBook.BY_LABEL)
                    .toList()) {
                json.writeString(label);
            }
            json.writeEndArray();
        } else if (PEOPLE.contains(field) && names.path(value.asText()).isObject()) {
            Json.copy(json, Objects.requireNonNull(names.get(value.asText())));
        } else {
            Json.copy(json, value);
        }
    }
}
