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

/// A valid patch from a client, whose tags may have to be created first.
public record PatchRequest(
        Map<Field, FieldChange> fields,
        @Nullable TagRequest tags,
        @Nullable List<ObjectiveRelation.Setting> objectives) {

    /// The change to tags.
    ///
    /// @param replaces whether the added tags replace all others
    /// @param known existing tags to add
    /// @param made labels to add that are not yet tags
    /// @param removed tags to remove
    public record TagRequest(boolean replaces, List<UUID> known, List<String> made, List<UUID> removed) {}

    /// Whether it changes nothing.
    public boolean isEmpty() {
        return fields.isEmpty() && tags == null && objectives == null;
    }

    /// The same request, which also requires the field to have this value already, and is rejected elsewhere.
    public PatchRequest keeping(Field field, Object value) {
        var more = new LinkedHashMap<>(fields);
        more.put(field, new FieldChange.Keep(value));
        return new PatchRequest(more, tags, objectives);
    }

    /// The existing tags that it adds.
    List<UUID> usedTags() {
        return tags == null ? List.of() : tags.known;
    }

    /// The labels that must become tags first.
    List<String> madeLabels() {
        return tags == null ? List.of() : tags.made;
    }

    /// The patch, with the tags of all labels taken from the book.
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
