package blotter.register.objective;

import blotter.platform.json.DateTimes;
import blotter.platform.json.Json;
import blotter.platform.json.JsonFields;
import blotter.platform.problem.Faults;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A threat objective of an incident or a risk, with its relevance.
///
/// @param createdDate when it got this relevance
public record ObjectiveRelation(
        ThreatObjective objective, @Nullable Relevance relevance, Instant createdDate) {

    /// An objective and relevance from a request.
    public record Setting(
            ThreatObjective objective, @Nullable Relevance relevance) {}

    public Setting setting() {
        return new Setting(objective, relevance);
    }

    /// Reads a list of settings, each objective at most once. Ignores `created_date`, which the server sets.
    public static List<Setting> settings(List<JsonNode> elements, String pointer, Faults faults) {
        var settings = new EnumMap<ThreatObjective, Setting>(ThreatObjective.class);
        for (int i = 0; i < elements.size(); i++) {
            var at = pointer + "/" + i;
            var fields = JsonFields.of(elements.get(i), at, faults);
            if (fields == null) {
                continue;
            }
            fields.value("created_date");
            if (fields.value("threat_objective") == null) {
                faults.add(
                        at + "/threat_objective",
                        "required",
                        "missing (expected: %s)".formatted(ThreatObjective.labels()));
            }
            var objective = fields.oneOf("threat_objective", ThreatObjective::of, ThreatObjective.labels());
            var relevance = fields.oneOf("relevance", Relevance::of, Relevance.labels() + " or null");
            fields.refuseUnknown();
            if (objective != null && settings.put(objective, new Setting(objective, relevance)) != null) {
                faults.add(at + "/threat_objective", "duplicate_objective", objective.label(), "each objective once");
            }
        }
        return List.copyOf(settings.values());
    }

    /// Applies the settings. Relations that already existed with the same relevance keep their date.
    public static List<ObjectiveRelation> apply(List<Setting> settings, List<ObjectiveRelation> current, Instant now) {
        var relations = new ArrayList<ObjectiveRelation>(settings.size());
        for (var setting : settings) {
            var kept = current.stream()
                    .filter(relation ->
                            relation.objective == setting.objective && relation.relevance == setting.relevance)
                    .findFirst();
            relations.add(kept.orElseGet(() -> new ObjectiveRelation(setting.objective, setting.relevance, now)));
        }
        relations.sort(Comparator.comparing(ObjectiveRelation::objective));
        return List.copyOf(relations);
    }

    public static void write(JsonGenerator json, List<ObjectiveRelation> relations) throws IOException {
        json.writeStartArray();
        for (var relation : relations) {
            relation.writeTo(json);
        }
        json.writeEndArray();
    }

    public void writeTo(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("threat_objective", objective.label());
        json.writeStringField("relevance", relevance == null ? null : relevance.label());
        json.writeStringField("created_date", createdDate.toString());
        json.writeEndObject();
    }

    /// Formats relations for the database.
    public static String stored(List<ObjectiveRelation> relations) {
        return relations.isEmpty() ? "[]" : Json.text(json -> write(json, relations));
    }

    /// Parses stored relations.
    public static List<ObjectiveRelation> ofStored(String stored) {
        if (stored.equals("[]")) {
            return List.of();
        }
        // Reads tokens, because building a tree would take twice as long, for each row of a list.
        return Json.trusted(stored, json -> {
            var relations = new ArrayList<ObjectiveRelation>();
            while (json.nextToken() != JsonToken.END_ARRAY) {
                ThreatObjective objective = null;
                Relevance relevance = null;
                Instant created = null;
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    var name = json.currentName();
                    var value = json.nextTextValue();
                    switch (name) {
                        case "threat_objective" -> objective = ThreatObjective.of(Objects.requireNonNull(value));
                        case "relevance" -> relevance = value == null ? null : Relevance.of(value);
                        default -> created = DateTimes.stored(Objects.requireNonNull(value));
                    }
                }
                relations.add(new ObjectiveRelation(
                        Objects.requireNonNull(objective), relevance, Objects.requireNonNull(created)));
            }
            relations.sort(Comparator.comparing(ObjectiveRelation::objective));
            return List.copyOf(relations);
        });
    }

    /// Parses stored relations.
    public static List<ObjectiveRelation> of(JsonNode stored) {
        return stored.valueStream()
                .map(each -> {
                    var relevance = each.get("relevance").textValue();
                    return new ObjectiveRelation(
                            Objects.requireNonNull(ThreatObjective.of(
                                    each.get("threat_objective").textValue())),
                            relevance == null ? null : Relevance.of(relevance),
                            Instant.parse(each.get("created_date").textValue()));
                })
                .sorted(Comparator.comparing(ObjectiveRelation::objective))
                .toList();
    }
}
