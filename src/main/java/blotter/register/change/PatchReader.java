package blotter.register.change;

import blotter.people.organization.Source;
import blotter.people.person.Users;
import blotter.platform.access.Caller;
import blotter.platform.json.JsonFields;
import blotter.register.objective.ObjectiveRelation;
import blotter.register.tag.Tags;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads a patch from a client's JSON, and reports every fault in it.
public final class PatchReader {
    private final Register register;
    private final Users users;
    private final TagReader tags;
    private final IntFunction<List<Source>> sources;

    public PatchReader(Register register, Users users, Tags tags, IntFunction<List<Source>> sources) {
        this.register = register;
        this.users = users;
        this.tags = new TagReader(tags);
        this.sources = sources;
    }

    /// The kind of request that a patch is in.
    ///
    /// @param nullClears as in a merge patch (RFC 7396); else null is the same as absent
    /// @param takesOperation whether the body may have a `tag_operation`, or `tags_add` and `tags_remove`
    /// @param replacesTags whether `tags` without an operation are the whole list; else they are added
    public record Mode(boolean nullClears, boolean takesOperation, boolean replacesTags) {
        /// For a new entry, which has no tags yet to operate on.
        public static final Mode CREATE = new Mode(false, false, true);

        /// For many entries: without an operation, tags are added, which destroys nothing.
        public static Mode bulk(boolean mergePatch) {
            return new Mode(mergePatch, true, false);
        }

        /// For one entry: without an operation, the tags are the whole list.
        public static Mode single(boolean mergePatch) {
            return new Mode(mergePatch, true, true);
        }
    }

    /// Reads the editable fields. The caller must read or refuse the others.
    public PatchRequest read(JsonFields json, Caller caller, Mode mode) {
        var fields = new LinkedHashMap<Field, FieldChange>();
        for (var field : register.fields()) {
            if (field.derivedFrom() != null) {
                refuse(json, field, field.derivedFrom(), mode);
            } else if (mode.nullClears && json.isNull(field.name())) {
                if (field.required()) {
                    json.faults()
                            .add(
                                    json.pointer(field.name()),
                                    "required",
                                    "null (expected: a value; it cannot be cleared)");
                }
                fields.put(field, new FieldChange.Clear());
            } else if (json.value(field.name()) != null) {
                var value = value(json, field, caller);
                fields.put(field, change(json, field, value, caller, mode));
            }
        }
        return new PatchRequest(fields, tags.read(json, caller, mode), objectives(json, mode));
    }

    private static void refuse(JsonFields json, Field derived, String from, Mode mode) {
        if (json.value(derived.name()) != null || mode.nullClears && json.isNull(derived.name())) {
            json.faults()
                    .add(
                            json.pointer(derived.name()),
                            "read_only",
                            "is derived from %s (expected: nothing; it cannot be written)".formatted(from));
        }
    }

    /// What a patch does with the value. An inactive source can stay where it is; a new entry cannot have it.
    private FieldChange change(JsonFields json, Field field, @Nullable Object value, Caller caller, Mode mode) {
        if (value == null) {
            return new FieldChange.Clear();
        }
        boolean inactive = field.kind() == Field.Kind.SOURCE
                && sources.apply(caller.orgId()).contains(new Source((String) value, false));
        if (!inactive) {
            return new FieldChange.Set(value);
        }
        if (mode.equals(Mode.CREATE)) {
            json.faults().add(json.pointer(field.name()), "inactive_source", value, "a source that is active");
        }
        return new FieldChange.Keep(value);
    }

    private @Nullable Object value(JsonFields json, Field field, Caller caller) {
        return switch (field.kind()) {
            case TEXT -> json.text(field.name(), field.maxLength());
            case LABEL -> json.label(field.name(), field.maxLength());
            case ONE_OF ->
                json.oneOf(
                        field.name(),
                        text -> field.allowed().contains(text) ? text : null,
                        String.join(", ", field.allowed()) + (field.required() ? "" : " or null"));
            case SOURCE -> source(json, field, caller);
            case USER -> user(json, field, caller);
            case DATE_TIME -> json.dateTime(field.name());
        };
    }

    private @Nullable String source(JsonFields json, Field field, Caller caller) {
        var name = json.text(field.name(), field.maxLength());
        if (name == null) {
            return null;
        }
        var known = sources.apply(caller.orgId());
        var pointer = json.pointer(field.name());
        for (var source : known) {
            if (source.name().equals(name)) {
                return name;
            }
        }
        var expected = known.stream().filter(Source::active).map(Source::name).collect(Collectors.joining(", "));
        json.faults().add(pointer, "unknown_source", name, expected);
        return null;
    }

    private @Nullable UUID user(JsonFields json, Field field, Caller caller) {
        var id = json.uuid(field.name());
        if (id == null) {
            return null;
        }
        var member = users.find(caller.orgId(), id);
        if (member == null) {
            json.faults().add(json.pointer(field.name()), "unknown_user", id, "the id of an active user");
        } else if (!member.active()) {
            json.faults().add(json.pointer(field.name()), "inactive_assignee", id, "the id of an active user");
        }
        return id;
    }

    private static @Nullable List<ObjectiveRelation.Setting> objectives(JsonFields json, Mode mode) {
        var name = ChangeRules.OBJECTIVES;
        if (mode.nullClears && json.isNull(name)) {
            return List.of();
        }
        var elements = json.array(name);
        if (elements == null) {
            // A value that is no list is a fault already, not an empty payload.
            return json.value(name) == null ? null : List.of();
        }
        return ObjectiveRelation.settings(elements, json.pointer(name), json.faults());
    }

    /// Sets the defaults of a new entry.
    public static PatchRequest withDefaults(PatchRequest request, Map<Field, Object> defaults) {
        var fields = new LinkedHashMap<>(request.fields());
        defaults.forEach((field, value) -> fields.putIfAbsent(field, new FieldChange.Set(value)));
        return new PatchRequest(fields, request.tags(), request.objectives());
    }
}
