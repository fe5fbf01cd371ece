package blotter.register.change;

import blotter.register.objective.ObjectiveRelation;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An entry of a register as it is at one version.
///
/// @param values of each of the register's fields, null where it has none
/// @param links the numbers of the other register's entries that it is linked to
public record Entry(
        long number,
        Map<Field, @Nullable Object> values,
        List<UUID> tags,
        List<ObjectiveRelation> objectives,
        Trace trace,
        long commentCount,
        List<Long> links) {

    /// Who created and last changed an entry, and when.
    public record Trace(UUID openedBy, UUID updatedBy, Instant createdDate, Instant updatedDate, long version) {
        Trace changed(UUID by, Instant at) {
            return new Trace(openedBy, by, createdDate, at, version + 1);
        }
    }

    public @Nullable Object get(Field field) {
        return values.get(field);
    }

    public @Nullable String text(Field field) {
        return (String) values.get(field);
    }

    public @Nullable Instant instant(Field field) {
        return (Instant) values.get(field);
    }

    public @Nullable UUID uuid(Field field) {
        return (UUID) values.get(field);
    }

    /// The length of its texts, in characters.
    public long length() {
        return values.values().stream()
                .mapToLong(value -> value instanceof String text ? text.length() : 0)
                .sum();
    }

    public long version() {
        return trace.version;
    }

    Entry numbered(long itsNumber) {
        return new Entry(itsNumber, values, tags, objectives, trace, commentCount, links);
    }

    Entry traced(Trace itsTrace) {
        return new Entry(number, values, tags, objectives, itsTrace, commentCount, links);
    }

    Entry linked(List<Long> itsLinks) {
        return new Entry(number, values, tags, objectives, trace, commentCount, itsLinks);
    }

    Entry commented(long comments) {
        return new Entry(number, values, tags, objectives, trace, comments, links);
    }

    Entry with(
            Map<Field, @Nullable Object> changed,
            List<UUID> newTags,
            List<ObjectiveRelation> newObjectives,
            Trace newTrace) {
        var all = values;
        if (!changed.isEmpty()) {
            all = new HashMap<>(values);
            all.putAll(changed);
        }
        return new Entry(number, all, newTags, newObjectives, newTrace, commentCount, links);
    }
}
