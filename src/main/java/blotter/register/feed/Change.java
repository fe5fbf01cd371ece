package blotter.register.feed;

import blotter.people.person.Member;
import blotter.platform.json.Json;
import blotter.register.change.Register;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A change to announce: one batch's part in one register, or one comment or link.
///
/// @param register `incident` or `risk`
/// @param kind as in the history
/// @param last the id of its last row in the history
/// @param actor null when several changes were merged
/// @param via null when several changes were merged
/// @param count the number of entries
/// @param numbers of the first [#MAX_NUMBERS] entries
record Change(
        int orgId,
        String register,
        String kind,
        @Nullable UUID batchId,
        long last,
        Instant at,
        @Nullable UUID actor,
        @Nullable String via,
        long count,
        List<Long> numbers) {
    /// Further entries are only counted.
    static final int MAX_NUMBERS = 100;

    boolean ofRisks() {
        return register.equals("risk");
    }

    /// Identifies the change, also when it is read again.
    String key() {
        return batchId == null ? register + ":" + last : "%s:%s:%s".formatted(batchId, register, kind);
    }

    /// Merges two changes.
    Change and(Change later) {
        return new Change(
                orgId, register, kind, null, later.last, later.at, null, null, count + later.count, List.of());
    }

    String json(Register of, Map<UUID, Member> people) {
        return Json.text(json -> {
            var by = actor == null ? null : people.get(actor);
            boolean one = actor != null;
            json.writeStartObject();
            json.writeStringField("key", one ? key() : null);
            json.writeStringField("at", at.toString());
            json.writeFieldName("by");
            if (by == null) {
                json.writeNull();
            } else {
                by.user().writeTo(json);
            }
            json.writeStringField("via", via);
            json.writeStringField("register", register);
            json.writeStringField("kind", kind);
            json.writeStringField("batch_id", batchId == null ? null : batchId.toString());
            json.writeNumberField("count", count);
            json.writeFieldName("ids");
            if (count > numbers.size()) {
                json.writeNull();
            } else {
                json.writeStartArray();
                for (var number : numbers) {
                    json.writeString(of.id(number));
                }
                json.writeEndArray();
            }
            json.writeEndObject();
        });
    }
}
