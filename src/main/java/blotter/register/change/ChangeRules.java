package blotter.register.change;

import blotter.platform.problem.Faults;
import blotter.register.change.Outcome.Change;
import blotter.register.change.Outcome.Rejected;
import blotter.register.change.Outcome.Unchanged;
import blotter.register.change.Outcome.Updated;
import blotter.register.objective.ObjectiveRelation;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Decides what a patch does to an entry. Pure: single, bulk and every other kind of change follow it.
public final class ChangeRules {
    /// The names under which tags and objectives stand in `changes`.
    public static final String TAGS = "tags";

    public static final String OBJECTIVES = "threat_objectives";

    // Values of a deleted entry beside its fields, recorded for undo.
    static final String OPENED_BY = "opened_by";
    static final String CREATED = "created_date";
    static final String VERSION = "version";

    /// The most tags that an entry has.
    public static final int MAX_TAGS = 100;

    private ChangeRules() {}

    /// Decides the outcome for one entry.
    public static Outcome decide(
            Register register, Derivation derivation, Entry current, Patch patch, UUID actor, Instant at) {
        // A clock that lags behind that of the last change must not turn time back.
        var now =
                at.isAfter(current.trace().updatedDate()) ? at : current.trace().updatedDate();
        var refused = refused(current, patch);
        if (refused != null) {
            return refused;
        }
        var changed = changed(register, derivation, current, patch, now);
        var changes = new LinkedHashMap<String, Change>();
        boolean datesChanged = false;
        for (var each : changed.entrySet()) {
            var field = each.getKey();
            changes.put(field.name(), new Change(current.get(field), each.getValue()));
            datesChanged |= field.kind() == Field.Kind.DATE_TIME;
        }
        var tags = patch.tags() == null ? current.tags() : patch.tags().apply(current.tags());
        if (tags.size() > MAX_TAGS && tags.size() > current.tags().size()) {
            return new Rejected(
                    current.number(), "too_many", "%d tags (expected: %d at most)".formatted(tags.size(), MAX_TAGS));
        }
        if (!tags.equals(current.tags())) {
            changes.put(TAGS, new Change(current.tags(), tags));
        }
        var objectives = patch.objectives() == null
                ? current.objectives()
                : ObjectiveRelation.apply(patch.objectives(), current.objectives(), now);
        if (!objectives.equals(current.objectives())) {
            changes.put(OBJECTIVES, new Change(current.objectives(), objectives));
        }
        if (changes.isEmpty()) {
            return new Unchanged(current);
        }
        keepSince(register, changed, now);
        var after = current.with(changed, tags, objectives, current.trace().changed(actor, now));
        var disorder = datesChanged ? disorder(register, after.values()) : null;
        return disorder != null
                ? new Rejected(current.number(), "date_order", disorder)
                : new Updated(current, after, changes);
    }

    /// A value that is only allowed where the entry already has it.
    private static @Nullable Rejected refused(Entry current, Patch patch) {
        for (var each : patch.fields().entrySet()) {
            var field = each.getKey();
            if (each.getValue() instanceof FieldChange.Keep(var value) && !value.equals(current.get(field))) {
                boolean user = field.kind() == Field.Kind.USER;
                return new Rejected(
                        current.number(),
                        user ? "inactive_assignee" : "inactive_source",
                        "%s: %s (expected: a %s that is active)"
                                .formatted(field, Faults.shown(value), user ? "user" : "source"));
            }
        }
        return null;
    }

    /// The new values of the fields that change, in the register's order, including derived ones.
    private static Map<Field, @Nullable Object> changed(
            Register register, Derivation derivation, Entry current, Patch patch, Instant now) {
        var changed = new LinkedHashMap<Field, @Nullable Object>();
        for (var field : register.fields()) {
            var change = patch.fields().get(field);
            if (change != null && !Objects.equals(current.get(field), change.result())) {
                changed.put(field, change.result());
            }
        }
        if (derivation == Derivation.NONE) {
            return changed;
        }
        var after = new HashMap<Field, @Nullable Object>(current.values());
        after.putAll(changed);
        derivation.complete(current.values(), after, now);
        changed.clear();
        for (var field : register.fields()) {
            if (!Objects.equals(current.get(field), after.get(field))) {
                changed.put(field, after.get(field));
            }
        }
        return changed;
    }

    /// A new entry with the patch's values, from now on.
    static Entry create(Register register, Derivation derivation, long number, Patch patch, Stamp stamp) {
        return create(register, derivation, number, patch, stamp, stamp.at());
    }

    /// A new entry with the patch's values.
    ///
    /// @param since the time since when it has had them elsewhere; null if unknown
    static Entry create(
            Register register, Derivation derivation, long number, Patch patch, Stamp stamp, @Nullable Instant since) {
        var values = new HashMap<Field, @Nullable Object>();
        register.fields().forEach(field -> values.put(field, patch.result(field)));
        derivation.complete(Map.of(), values, stamp.at());
        keepSince(register, values, since);
        var tags = patch.tags() == null ? List.<UUID>of() : patch.tags().apply(List.of());
        var objectives = patch.objectives() == null
                ? List.<ObjectiveRelation>of()
                : ObjectiveRelation.apply(patch.objectives(), List.of(), stamp.at());
        var trace = new Entry.Trace(stamp.actor(), stamp.actor(), stamp.at(), stamp.at(), 1);
        return new Entry(number, values, tags, objectives, trace, 0, List.of());
    }

    /// Sets the dates since when a field has had its value.
    static void keepSince(Register register, Map<Field, @Nullable Object> values, @Nullable Instant since) {
        for (var field : register.fields()) {
            var dated = field.since();
            if (dated != null && values.containsKey(field)) {
                values.put(dated.date(), dated.value().equals(values.get(field)) ? since : null);
            }
        }
    }

    /// All values of an entry, as changes from or to nothing.
    static Map<String, Change> whole(Register register, Entry entry, boolean created) {
        var changes = new LinkedHashMap<String, Change>();
        for (var field : register.fields()) {
            var value = entry.get(field);
            if (value != null) {
                changes.put(field.name(), change(value, created));
            }
        }
        if (!entry.tags().isEmpty()) {
            changes.put(TAGS, change(entry.tags(), created));
        }
        if (!entry.objectives().isEmpty()) {
            changes.put(OBJECTIVES, change(entry.objectives(), created));
        }
        return changes;
    }

    private static Change change(Object value, boolean created) {
        return created ? new Change(null, value) : new Change(value, null);
    }

    /// The fault in the order of an entry's dates; null if there is none.
    static @Nullable String disorder(Register register, Map<Field, @Nullable Object> values) {
        for (var order : register.dateOrders()) {
            var earlier = (Instant) values.get(order.earlier());
            var later = (Instant) values.get(order.later());
            if (earlier != null && later != null && earlier.isAfter(later)) {
                return "%s %s is after %s %s".formatted(order.earlier(), earlier, order.later(), later);
            }
        }
        return null;
    }
}
