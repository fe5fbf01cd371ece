package blotter.register.change;

import blotter.register.change.Outcome.Change;
import blotter.register.objective.ObjectiveRelation;
import blotter.register.tag.TagBook;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Decides how a change is undone. Pure. Later changes win; tags are compared one by one.
final class UndoRules {
    private UndoRules() {}

    /// The inverse of a change.
    ///
    /// @param kept what cannot be undone, and why
    record Inverse(Patch patch, List<String> kept) {}

    /// The patch that undoes the changes, except for what others have changed since.
    ///
    /// @param since later changes that were not undone themselves
    static Inverse inverse(
            Register register,
            Map<String, Change> changes,
            List<Map<String, Change>> since,
            Entry current,
            TagBook book) {
        var fields = new LinkedHashMap<Field, FieldChange>();
        var kept = new ArrayList<String>();
        TagChange tags = null;
        List<ObjectiveRelation.Setting> objectives = null;
        for (var each : changes.entrySet()) {
            var name = each.getKey();
            var change = each.getValue();
            if (name.equals(ChangeRules.TAGS)) {
                tags = tags(change, since, current, book, kept);
            } else if (touched(name, since) || !isAsLeft(register, name, change, current)) {
                // Derived values follow from the restored ones.
                if (!isDerived(register, name)) {
                    kept.add(name + " was changed since");
                }
            } else if (name.equals(ChangeRules.OBJECTIVES)) {
                objectives = settings(change.from());
            } else {
                var field = Objects.requireNonNull(register.field(name));
                fields.put(field, change.from() == null ? new FieldChange.Clear() : new FieldChange.Set(change.from()));
            }
        }
        return new Inverse(new Patch(fields, tags, objectives), kept);
    }

    /// Whether the field still has the value that the change gave it.
    private static boolean isAsLeft(Register register, String name, Change change, Entry current) {
        if (name.equals(ChangeRules.OBJECTIVES)) {
            return settings(change.to()).equals(settings(current.objectives()));
        }
        return Objects.equals(current.get(Objects.requireNonNull(register.field(name))), change.to());
    }

    private static boolean isDerived(Register register, String name) {
        var field = register.field(name);
        return field != null && field.derivedFrom() != null;
    }

    private static boolean touched(String name, List<Map<String, Change>> since) {
        return since.stream().anyMatch(changes -> changes.containsKey(name));
    }

    private static TagChange tags(
            Change change, List<Map<String, Change>> since, Entry current, TagBook book, List<String> kept) {
        var touched = new LinkedHashSet<UUID>();
        since.stream()
                .map(changes -> changes.get(ChangeRules.TAGS))
                .filter(Objects::nonNull)
                .forEach(later -> touched.addAll(difference(later)));
        var from = ids(change.from());
        var result = new LinkedHashSet<>(current.tags());
        for (var tag : difference(change)) {
            var known = book.find(tag);
            if (touched.contains(tag)) {
                kept.add("tag %s was changed since".formatted(known == null ? tag : known.content()));
            } else if (!from.contains(tag)) {
                result.remove(tag);
            } else if (known == null) {
                kept.add("tag %s no longer exists".formatted(tag));
            } else {
                result.add(tag);
            }
        }
        return new TagChange.Replace(List.copyOf(result));
    }

    /// The tags that a change added or removed.
    private static Set<UUID> difference(Change change) {
        var from = ids(change.from());
        var to = ids(change.to());
        var all = new LinkedHashSet<>(from);
        all.addAll(to);
        all.removeIf(tag -> from.contains(tag) && to.contains(tag));
        return all;
    }

    static List<UUID> ids(@Nullable Object tags) {
        return tags instanceof List<?> list
                ? list.stream().map(UUID.class::cast).toList()
                : List.of();
    }

    static List<ObjectiveRelation.Setting> settings(@Nullable Object relations) {
        return relations instanceof List<?> list
                ? list.stream()
                        .map(ObjectiveRelation.class::cast)
                        .map(ObjectiveRelation::setting)
                        .toList()
                : List.of();
    }
}
