package blotter.people.audit;

import blotter.platform.json.Json;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Objects;

/// Converts entries to events of the Open Cybersecurity Schema Framework 1.4.0: Authentication (3002), Account
/// Change (3001) or API Activity (6003).
final class OcsfEvent {
    private static final int INFORMATIONAL = 1;
    private static final int LOW = 2;
    private static final int HIGH = 4;

    private OcsfEvent() {}

    static Forwarding.Event of(Forwarding.Row row) {
        var entry = row.entry();
        // A newer node may have recorded an action that this version does not know.
        var action = Action.of(entry.action());
        var known = action == null ? Action.ORGANIZATION_CHANGED : action;
        var json = Json.text(out -> write(out, row, known));
        return new Forwarding.Event(entry.at(), known.isFailure(), entry.action(), ascii(json));
    }

    private static void write(JsonGenerator json, Forwarding.Row row, Action action) throws IOException {
        var entry = row.entry();
        var event = action.event();
        json.writeStartObject();
        json.writeNumberField("class_uid", event.id());
        json.writeStringField("class_name", event.name());
        json.writeNumberField("category_uid", event.category());
        json.writeStringField("category_name", event.categoryName());
        json.writeNumberField("activity_id", action.activity());
        json.writeStringField("activity_name", entry.action());
        json.writeNumberField("type_uid", event.id() * 100L + action.activity());
        json.writeNumberField("time", entry.at().toEpochMilli());
        json.writeNumberField(
                "severity_id", action == Action.TOKEN_REUSED ? HIGH : action.isFailure() ? LOW : INFORMATIONAL);
        json.writeNumberField("status_id", action.isFailure() ? 2 : 1);
        json.writeStringField("status", action.isFailure() ? "Failure" : "Success");
        writeMetadata(json, row);
        if (event.id() != 3002) {
            json.writeObjectFieldStart("actor");
            writeUser(json, row);
            json.writeEndObject();
        }
        switch (event.id()) {
            case 3002 -> writeUser(json, row);
            case 3001 -> {
                json.writeObjectFieldStart("user");
                json.writeStringField("uid", Objects.requireNonNullElse(entry.subject(), "unknown"));
                json.writeEndObject();
            }
            default -> {
                json.writeObjectFieldStart("api");
                json.writeStringField("operation", entry.action());
                json.writeEndObject();
            }
        }
        json.writeObjectFieldStart("src_endpoint");
        json.writeStringField("ip", Objects.requireNonNullElse(entry.address(), "127.0.0.1"));
        json.writeEndObject();
        json.writeObjectFieldStart("unmapped");
        json.writeStringField("via", entry.via());
        json.writeStringField("subject", entry.subject());
        json.writeFieldName("details");
        json.writeRawValue(entry.details());
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void writeMetadata(JsonGenerator json, Forwarding.Row row) throws IOException {
        json.writeObjectFieldStart("metadata");
        json.writeStringField("version", "1.4.0");
        json.writeObjectFieldStart("product");
        json.writeStringField("name", "Blotter");
        json.writeStringField("vendor_name", "Blotter");
        json.writeEndObject();
        json.writeStringField("uid", Long.toString(row.entry().id()));
        json.writeStringField("tenant_uid", row.organization().toString());
        if (row.entry().requestId() != null) {
            json.writeStringField("correlation_uid", row.entry().requestId());
        }
        json.writeEndObject();
    }

    private static void writeUser(JsonGenerator json, Forwarding.Row row) throws IOException {
        var entry = row.entry();
        json.writeObjectFieldStart("user");
        if (entry.actor() == null) {
            json.writeStringField("name", Objects.requireNonNullElse(entry.subject(), "unknown"));
        } else {
            json.writeStringField("uid", entry.actor().toString());
            json.writeStringField("name", row.name());
            json.writeStringField("email_addr", row.email());
        }
        json.writeObjectFieldStart("org");
        json.writeStringField("uid", row.organization().toString());
        json.writeStringField("name", row.slug());
        json.writeEndObject();
        json.writeEndObject();
    }

    // RFC 5424 requires a byte order mark before UTF-8, which many receivers do not expect. ASCII avoids it.
    private static String ascii(String json) {
        var text = new StringBuilder(json.length());
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c < 128) {
                text.append(c);
            } else {
                text.append("\\u%04x".formatted((int) c));
            }
        }
        return text.toString();
    }
}
