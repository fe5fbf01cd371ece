package blotter.incident;

import static blotter.incident.Incidents.ASSIGNED_TO;
import static blotter.incident.Incidents.CONTAINED;
import static blotter.incident.Incidents.DESCRIPTION;
import static blotter.incident.Incidents.DETECTED;
import static blotter.incident.Incidents.OCCURRED;
import static blotter.incident.Incidents.REGISTER;
import static blotter.incident.Incidents.RESPONDED;
import static blotter.incident.Incidents.SEVERITY;
import static blotter.incident.Incidents.SEVERITY_REASONING;
import static blotter.incident.Incidents.SOURCE;
import static blotter.incident.Incidents.STATUS;
import static blotter.incident.Incidents.TITLE;

import blotter.change.Entry;
import blotter.change.Field;
import blotter.change.Names;
import blotter.change.Register;
import blotter.objective.ObjectiveRelation;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/// How an incident stands in an answer.
final class IncidentJson {
    private IncidentJson() {}

    /// The register row: the incident, and what belongs to it.
    static void writeRow(JsonGenerator json, Entry entry, Names names) throws IOException {
        json.writeStartObject();
        writeRowFields(json, entry, names);
        json.writeEndObject();
    }

    static void writeRowFields(JsonGenerator json, Entry entry, Names names) throws IOException {
        json.writeFieldName("incident");
        writeIncident(json, entry, names);
        json.writeNumberField("comment_count", entry.commentCount());
        json.writeArrayFieldStart("risk_associations");
        for (long risk : entry.links()) {
            json.writeString(Register.id("RSK", risk));
        }
        json.writeEndArray();
        json.writeFieldName("tags");
        names.writeTags(json, entry.tags());
        json.writeFieldName("threat_objectives");
        ObjectiveRelation.write(json, entry.objectives());
    }

    /// The bare incident.
    static void writeIncident(JsonGenerator json, Entry entry, Names names) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", REGISTER.id(entry.number()));
        text(json, entry, TITLE);
        text(json, entry, DESCRIPTION);
        text(json, entry, STATUS);
        text(json, entry, SEVERITY);
        text(json, entry, SEVERITY_REASONING);
        text(json, entry, SOURCE);
        names.writeUser(json, "assigned_to", entry.uuid(ASSIGNED_TO));
        names.writeUser(json, "opened_by", entry.trace().openedBy());
        names.writeUser(json, "updated_by", entry.trace().updatedBy());
        instant(json, entry, OCCURRED);
        instant(json, entry, DETECTED);
        instant(json, entry, RESPONDED);
        instant(json, entry, CONTAINED);
        json.writeStringField("created_date", entry.trace().createdDate().toString());
        json.writeStringField("updated_date", entry.trace().updatedDate().toString());
        json.writeNumberField("version", entry.version());
        json.writeEndObject();
    }

    private static void text(JsonGenerator json, Entry entry, Field field) throws IOException {
        json.writeStringField(field.name(), entry.text(field));
    }

    private static void instant(JsonGenerator json, Entry entry, Field field) throws IOException {
        var instant = entry.instant(field);
        json.writeStringField(field.name(), instant == null ? null : instant.toString());
    }
}
