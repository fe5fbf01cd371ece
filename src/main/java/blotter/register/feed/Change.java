package blotter.register.feed;

import blotter.people.person.Member;
import blotter.platform.json.Json;
import blotter.register.change.Register;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Something that was written: one batch's part in one register, or one comment or link.
///
/// @param register `incident` or `risk`
/// @param kind as the history has it
/// @param last the last of its rows in the history
/// @param actor null when it stands for what several did
/// @param via null when it stands for what came in several ways
/// @param count how many entries
/// @param numbers of the first [#MOST_NUMBERS] entries
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
    /// More than so many entries are only counted.
    static final int MOST_NUMBERS = 100;

    boolean ofRisks() {
        return register.equals("risk");
    }

    /// The same for the same change, however often it is read.
    String key() {
        return batchId == null ? register + ":" + last : "%s:%s:%s".formatted(batchId, register, kind);
    }

    /// One change that stands for both.
    Change and(Change later) {
        return new Change(
                orgId, register, kind, null, later.last, later.at, null, null, count + later.count, List.of());
    }

    /// As it goes over the wire.
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
