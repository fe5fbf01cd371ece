package blotter.register.change;

import blotter.register.objective.ObjectiveRelation;
import blotter.register.tag.TagBook;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A patch as a client asked for it: sound, but with tags that may have to be made first.
public record PatchRequest(
        Map<Field, FieldChange> fields,
        @Nullable TagRequest tags,
        @Nullable List<ObjectiveRelation.Setting> objectives) {

    /// What is asked for the tags.
    ///
    /// @param replaces whether the tags that are put on are the whole list
    /// @param known tags that are put on
    /// @param made labels that are put on and are no tags yet
    /// @param removed tags that are taken off
    public record TagRequest(boolean replaces, List<UUID> known, List<String> made, List<UUID> removed) {}

    /// Whether there is nothing in it.
    public boolean isEmpty() {
        return fields.isEmpty() && tags == null && objectives == null;
    }

    /// This request, which leaves the field its value where it has it, and is refused where it has another.
    public PatchRequest keeping(Field field, Object value) {
        var more = new LinkedHashMap<>(fields);
        more.put(field, new FieldChange.Keep(value));
        return new PatchRequest(more, tags, objectives);
    }

    /// The tags that it puts on entries.
    List<UUID> usedTags() {
        return tags == null ? List.of() : tags.known;
    }

    /// The labels that must be made tags first.
    List<String> madeLabels() {
        return tags == null ? List.of() : tags.made;
    }

    /// The patch, with every label found in the book.
    Patch resolve(TagBook book) {
        if (tags == null) {
            return new Patch(fields, null, objectives);
        }
        var ids = new LinkedHashSet<>(tags.known);
        tags.made.forEach(
                label -> ids.add(Objects.requireNonNull(book.find(label)).id()));
        var put = List.copyOf(ids);
        var change = tags.replaces ? new TagChange.Replace(put) : new TagChange.Edit(put, tags.removed);
        return new Patch(fields, change, objectives);
    }
}
