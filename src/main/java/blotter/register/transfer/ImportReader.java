package blotter.register.transfer;

import blotter.people.person.Member;
import blotter.platform.access.Caller;
import blotter.platform.json.JsonFields;
import blotter.register.change.Field;
import blotter.register.change.Intake;
import blotter.register.change.PatchReader.Mode;
import blotter.register.change.PatchRequest;
import blotter.register.entry.Engine;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Converts rows of a file to requests for changes, with the same rules and faults as other changes.
final class ImportReader {
    private final Engine engine;
    private final Caller caller;
    private final Map<String, Member> byEmail;
    private final Map<Long, Long> lines = new HashMap<>();

    /// Create a new one for each pass over a file.
    ImportReader(Engine engine, Caller caller) {
        this.engine = engine;
        this.caller = caller;
        this.byEmail = byEmail(engine, caller.orgId());
    }

    /// The organization's members by email in lower case.
    static Map<String, Member> byEmail(Engine engine, int orgId) {
        var byEmail = new HashMap<String, Member>();
        engine.users()
                .of(orgId)
                .values()
                .forEach(member -> byEmail.put(member.user().email().toLowerCase(Locale.ROOT), member));
        return byEmail;
    }

    /// The requested change. Adds errors to the row's faults.
    Intake.Row read(ImportRow row) {
        var number = number(row);
        var version = version(row);
        var inactive = assignee(row);
        var fields = Objects.requireNonNull(JsonFields.of(row.fields(), "/" + row.line(), row.faults()));
        var request = row.id() == null
                ? engine.draft(fields, caller)
                : engine.reader().read(fields, caller, Mode.single(true));
        return new Intake.Row(number, version, keeping(request, inactive), row.since());
    }

    private @Nullable Long number(ImportRow row) {
        var id = row.id();
        if (id == null) {
            return null;
        }
        var register = engine.kind().register();
        var number = register.number(id);
        if (number == null) {
            row.faults().add(row.pointer(ImportRow.ID), "invalid_format", id, register.idExpected());
            return null;
        }
        var before = lines.putIfAbsent(number, row.line());
        if (before != null) {
            row.faults()
                    .add(
                            row.pointer(ImportRow.ID),
                            "duplicate",
                            id,
                            "each id once; line %d has it too".formatted(before));
        }
        return number;
    }

    private static @Nullable Long version(ImportRow row) {
        var version = row.version();
        if (version == null || row.id() == null) {
            return null;
        }
        if (!version.matches("[1-9][0-9]{0,17}")) {
            row.faults().add(row.pointer(ImportRow.VERSION), "invalid_format", version, "a whole number from 1");
            return null;
        }
        return Long.valueOf(version);
    }

    /// Replaces the assignee's email with the id. For an existing entry, an inactive assignee may remain; returns
    /// such a member.
    private @Nullable Member assignee(ImportRow row) {
        var field = assigned();
        var email = field == null ? null : row.fields().path(field.name()).textValue();
        if (field == null || email == null) {
            return null;
        }
        var pointer = row.pointer(field.name());
        var member = byEmail.get(email.toLowerCase(Locale.ROOT));
        row.fields().remove(field.name());
        if (member == null) {
            row.faults().add(pointer, "unknown_user", email, "the email of an active user");
        } else if (member.active()) {
            row.fields().put(field.name(), member.user().id().toString());
        } else if (row.id() != null) {
            return member;
        } else {
            row.faults().add(pointer, "inactive_assignee", email, "the email of an active user");
        }
        return null;
    }

    private PatchRequest keeping(PatchRequest request, @Nullable Member inactive) {
        var field = assigned();
        return inactive == null || field == null
                ? request
                : request.keeping(field, inactive.user().id());
    }

    private @Nullable Field assigned() {
        return engine.kind().register().fields().stream()
                .filter(field -> field.kind() == Field.Kind.USER)
                .findFirst()
                .orElse(null);
    }
}
