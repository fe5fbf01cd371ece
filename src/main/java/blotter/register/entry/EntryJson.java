package blotter.register.entry;

import blotter.platform.json.Json;
import blotter.register.change.Entry;
import blotter.register.change.Field;
import blotter.register.change.Names;
import blotter.register.change.Register;
import blotter.register.objective.ObjectiveRelation;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/// Writes entries as JSON.
public final class EntryJson {
    private final Register register;

    EntryJson(Register register) {
        this.register = register;
    }

    /// The name of a list of entries.
    String plural() {
        return register.plural();
    }

    /// The register's row: the entry and its links.
    public void writeRow(JsonGenerator json, Entry entry, Names names) throws IOException {
        json.writeStartObject();
        writeRowFields(json, entry, names);
        json.writeEndObject();
    }

    void writeRowFields(JsonGenerator json, Entry entry, Names names) throws IOException {
        json.writeFieldName(register.name());
        writeEntry(json, entry, names);
        json.writeNumberField(register.comments(), entry.commentCount());
        json.writeArrayFieldStart(register.links().name());
        for (long other : entry.links()) {
            json.writeString(register.links().id(other));
        }
        json.writeEndArray();
        json.writeFieldName("tags");
        names.writeTags(json, entry.tags());
        json.writeFieldName("threat_objectives");
        ObjectiveRelation.write(json, entry.objectives());
    }

    /// The bare entry.
    void writeEntry(JsonGenerator json, Entry entry, Names names) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", register.id(entry.number()));
        for (var field : register.fields()) {
            write(json, entry, field, names);
        }
        json.writeStringField("created_date", entry.trace().createdDate().toString());
        json.writeStringField("updated_date", entry.trace().updatedDate().toString());
        json.writeNumberField("version", entry.version());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Entry entry, Field field, Names names) throws IOException {
        switch (field.kind()) {
            case TEXT, LABEL, ONE_OF, SOURCE -> Json.writeText(json, field.name(), entry.text(field));
            case DATE_TIME -> {
                var instant = entry.instant(field);
                json.writeStringField(field.name(), instant == null ? null : instant.toString());
            }
            case USER -> {
                names.writeUser(json, field.name(), entry.uuid(field));
                // All people are in one group.
                names.writeUser(json, "opened_by", entry.trace().openedBy());
                names.writeUser(json, "updated_by", entry.trace().updatedBy());
            }
        }
    }
}
