package blotter.platform.http;

import blotter.platform.json.Json;
import blotter.platform.problem.Problem;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/// A problem as it goes over the wire (RFC 9457).
final class ProblemDocument {
    static final String MEDIA_TYPE = "application/problem+json";

    private ProblemDocument() {}

    static byte[] of(Problem problem, String requestId) {
        return Json.bytes(json -> write(json, problem, requestId));
    }

    private static void write(JsonGenerator json, Problem problem, String requestId) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "/problems/" + problem.type().slug());
        json.writeStringField("title", problem.type().title());
        json.writeNumberField("status", problem.type().status());
        json.writeStringField("detail", problem.detail());
        for (var member : problem.members().entrySet()) {
            json.writeStringField(member.getKey(), member.getValue());
        }
        for (var list : problem.lists().entrySet()) {
            json.writeArrayFieldStart(list.getKey());
            for (var each : list.getValue()) {
                json.writeStartObject();
                for (var member : each.entrySet()) {
                    json.writeStringField(member.getKey(), member.getValue());
                }
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        if (!problem.faults().isEmpty()) {
            json.writeArrayFieldStart("errors");
            for (var fault : problem.faults()) {
                json.writeStartObject();
                json.writeStringField("pointer", fault.pointer());
                json.writeStringField("code", fault.code());
                json.writeStringField("detail", fault.detail());
                if (fault.id() != null) {
                    json.writeStringField("id", fault.id());
                }
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        json.writeStringField("request_id", requestId);
        json.writeEndObject();
    }
}
