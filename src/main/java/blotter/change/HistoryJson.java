package blotter.change;

import blotter.change.Outcome.Change;
import blotter.json.Json;
import blotter.objective.ObjectiveRelation;
import blotter.person.User;
import blotter.tag.TagBook;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// How history is kept: each change as `[from, to]`, tags and people by their ids; the batch keeps once how these were
/// called then.
final class HistoryJson {
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

    private static void write(JsonGenerator json, @Nullable Object value) throws IOException {
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
            case ObjectiveRelation relation -> {
                json.writeStartObject();
                json.writeStringField("threat_objective", relation.objective().label());
                json.writeStringField(
                        "relevance",
                        relation.relevance() == null
                                ? null
                                : relation.relevance().label());
                json.writeStringField("created_date", relation.createdDate().toString());
                json.writeEndObject();
            }
            default -> json.writeString(value.toString());
        }
    }

    /// How the tags and people that these changes name are called now.
    static String names(Collection<Map<String, Change>> changes, TagBook tags, Function<UUID, @Nullable User> users) {
        var ids = changes.stream()
                .flatMap(each -> each.values().stream())
                .flatMap(change -> Stream.of(change.from(), change.to()).flatMap(HistoryJson::ids))
                .collect(Collectors.toSet());
        return Json.text(json -> {
            json.writeStartObject();
            for (var id : ids) {
                var tag = tags.find(id);
                var user = tag == null ? users.apply(id) : null;
                json.writeFieldName(id.toString());
                if (tag != null) {
                    json.writeString(tag.content());
                } else if (user != null) {
                    user.writeTo(json);
                } else {
                    json.writeNull();
                }
            }
            json.writeEndObject();
        });
    }

    private static Stream<UUID> ids(@Nullable Object value) {
        return switch (value) {
            case null -> Stream.of();
            case UUID id -> Stream.of(id);
            case List<?> list -> list.stream().flatMap(HistoryJson::ids);
            default -> Stream.of();
        };
    }
}
