package blotter.register.change;

import blotter.platform.access.Caller;
import blotter.platform.access.Permission;
import blotter.platform.json.JsonFields;
import blotter.platform.json.Uuids;
import blotter.register.change.PatchReader.Mode;
import blotter.register.change.PatchRequest.TagRequest;
import blotter.register.tag.Tag;
import blotter.register.tag.TagKey;
import blotter.register.tag.Tags;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads what a patch does to tags: either `tags`, with or without a `tag_operation`, or `tags_add` and
/// `tags_remove`.
final class TagReader {
    private static final String OPERATION = "tag_operation";
    private static final String ADD = "tags_add";
    private static final String REMOVE = "tags_remove";

    private final Tags tags;

    TagReader(Tags tags) {
        this.tags = tags;
    }

    private enum Operation {
        ADD("Add"),
        REMOVE("Remove"),
        REPLACE("Replace");

        private final String label;

        Operation(String label) {
            this.label = label;
        }

        static @Nullable Operation of(String label) {
            for (var operation : values()) {
                if (operation.label.equals(label)) {
                    return operation;
                }
            }
            return null;
        }
    }

    /// A tag in a list of the body.
    ///
    /// @param text its id or its label
    /// @param id null if there is no such tag
    private record Named(
            String pointer, String text, @Nullable UUID id) {

        boolean isUnknownId() {
            return id == null && Uuids.parse(text) != null;
        }

        boolean isUnknownLabel() {
            return id == null && Uuids.parse(text) == null;
        }

        /// The same for every spelling of one tag.
        Object key() {
            return id == null ? TagKey.of(text) : id;
        }
    }

    @Nullable
    TagRequest read(JsonFields json, Caller caller, Mode mode) {
        if (mode.takesOperation()) {
            boolean adds = json.value(ADD) != null;
            boolean removes = json.value(REMOVE) != null;
            if (adds || removes) {
                return edit(json, caller, mode);
            }
        }
        return list(json, caller, mode);
    }

    private @Nullable TagRequest edit(JsonFields json, Caller caller, Mode mode) {
        if (json.value(ChangeRules.TAGS) != null || mode.nullClears() && json.isNull(ChangeRules.TAGS)) {
            refuseBesideEdit(json, ChangeRules.TAGS);
        }
        if (json.value(OPERATION) != null) {
            refuseBesideEdit(json, OPERATION);
        }
        var added = named(json, ADD, caller, each -> requirePossible(each, json, caller));
        var removed = named(json, REMOVE, caller, each -> {});
        var both = added.stream().map(Named::key).collect(Collectors.toSet());
        for (var each : removed) {
            if (both.contains(each.key())) {
                json.faults().add(each.pointer, "duplicate", each.text, "a tag that is not in tags_add");
            }
        }
        return added.isEmpty() && removed.isEmpty() ? null : request(false, added, ids(removed));
    }

    private static void refuseBesideEdit(JsonFields json, String name) {
        json.faults()
                .add(
                        json.pointer(name),
                        "invalid_value",
                        "%s beside tags_add or tags_remove (expected: one or the other)".formatted(name));
    }

    private @Nullable TagRequest list(JsonFields json, Caller caller, Mode mode) {
        var requested =
                mode.takesOperation() ? json.oneOf(OPERATION, Operation::of, "Add, Remove, Replace or null") : null;
        var pointer = json.pointer(ChangeRules.TAGS);
        if (mode.nullClears() && json.isNull(ChangeRules.TAGS)) {
            if (requested != null && requested != Operation.REPLACE) {
                json.faults()
                        .add(pointer, "required", "null clears the tags (expected: a list beside this tag_operation)");
            }
            return request(true, List.of(), List.of());
        }
        if (json.value(ChangeRules.TAGS) == null) {
            if (requested != null) {
                json.faults().add(pointer, "required", "missing (expected: a list beside a tag_operation)");
            }
            return null;
        }
        var operation = requested != null ? requested : mode.replacesTags() ? Operation.REPLACE : Operation.ADD;
        if (operation == Operation.REMOVE) {
            var named = named(json, ChangeRules.TAGS, caller, each -> requireKnownId(each, json));
            return request(false, List.of(), ids(named));
        }
        var named = named(json, ChangeRules.TAGS, caller, each -> requirePossible(each, json, caller));
        return request(operation == Operation.REPLACE, named, List.of());
    }

    /// The tags of a list of the body, each checked as soon as it is read: faults come in the body's order.
    private List<Named> named(JsonFields json, String list, Caller caller, Consumer<Named> check) {
        var elements = json.array(list);
        if (elements == null) {
            return List.of();
        }
        var pointer = json.pointer(list);
        if (elements.size() > ChangeRules.MAX_TAGS) {
            json.faults().add(pointer, "too_many", elements.size() + " tags", ChangeRules.MAX_TAGS + " at most");
            return List.of();
        }
        var book = tags.of(caller.orgId());
        var named = new ArrayList<Named>();
        for (int i = 0; i < elements.size(); i++) {
            var at = pointer + "/" + i;
            var text = JsonFields.label(elements.get(i), at, Tag.MAX_LENGTH, json.faults());
            if (text != null) {
                var id = Uuids.parse(text);
                var tag = id == null ? book.find(text) : book.find(id);
                var each = new Named(at, text, tag == null ? null : tag.id());
                check.accept(each);
                named.add(each);
            }
        }
        return named;
    }

    private static void requireKnownId(Named named, JsonFields json) {
        if (named.isUnknownId()) {
            json.faults().add(named.pointer, "unknown_tag", named.text, "the id of a tag, or a label");
        }
    }

    /// Refuses what neither is a tag nor can become one.
    private static void requirePossible(Named named, JsonFields json, Caller caller) {
        requireKnownId(named, json);
        if (named.isUnknownLabel() && !caller.may(Permission.TAGS_WRITE)) {
            json.faults()
                    .add(named.pointer, "unknown_tag", named.text, "a tag that exists: making one needs tags:write");
        }
    }

    private static TagRequest request(boolean replaces, List<Named> put, List<UUID> removed) {
        var made = put.stream().filter(Named::isUnknownLabel).map(Named::text).distinct();
        return new TagRequest(replaces, ids(put), made.toList(), removed);
    }

    private static List<UUID> ids(List<Named> named) {
        var ids = new LinkedHashSet<UUID>();
        for (var each : named) {
            if (each.id != null) {
                ids.add(each.id);
            }
        }
        return List.copyOf(ids);
    }
}
