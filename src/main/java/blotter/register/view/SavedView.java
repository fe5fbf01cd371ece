package blotter.register.view;

import blotter.people.person.Users;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A saved view of a list.
///
/// @param register the name in the API: `incidents`
/// @param query the list's query string
/// @param columns in order; empty for the default
/// @param shared whether the whole organization sees it
public record SavedView(UUID id, UUID owner, String register, Content content, Instant created, Instant updated) {

    /// The fields that the owner can change.
    public record Content(String name, String query, List<String> columns, boolean shared) {}

    /// A change, in which null leaves the value as it is.
    record Change(
            @Nullable String name,
            @Nullable String query,
            @Nullable List<String> columns,
            @Nullable Boolean shared) {
        boolean isEmpty() {
            return name == null && query == null && columns == null && shared == null;
        }

        Content of(Content current) {
            return new Content(
                    name == null ? current.name : name,
                    query == null ? current.query : query,
                    columns == null ? current.columns : columns,
                    shared == null ? current.shared : shared);
        }
    }

    SavedView with(Content other, Instant at) {
        return new SavedView(id, owner, register, other, created, at);
    }

    void writeTo(JsonGenerator json, int orgId, Users users) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", id.toString());
        json.writeStringField("name", content.name);
        json.writeStringField("register", register);
        json.writeStringField("query", content.query);
        json.writeArrayFieldStart("columns");
        for (var column : content.columns) {
            json.writeString(column);
        }
        json.writeEndArray();
        json.writeBooleanField("shared", content.shared);
        json.writeFieldName("owner");
        var member = users.find(orgId, owner);
        if (member == null) {
            json.writeNull();
        } else {
            member.user().writeTo(json);
        }
        json.writeStringField("created_date", created.toString());
        json.writeStringField("updated_date", updated.toString());
        json.writeEndObject();
    }
}
