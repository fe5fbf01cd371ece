package blotter.register.comment;

import blotter.platform.access.Caller;
import blotter.platform.access.Permission;
import blotter.platform.database.Database;
import blotter.platform.json.Uuids;
import blotter.platform.problem.Problem;
import blotter.platform.problem.ProblemType;
import blotter.register.change.Notes;
import blotter.register.change.Outcome.Change;
import blotter.register.change.Register;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The comments of a register. The entry's history records them; its version does not change.
final class Comments {
    private final Register register;
    private final CommentStore store;
    private final Notes notes;

    Comments(Database database, Register register, Clock clock) {
        this.register = register;
        this.store = new CommentStore(database, register);
        this.notes = new Notes(register, clock);
    }

    /// Reads the entry's comments, oldest first.
    void each(Caller caller, long number, Consumer<Comment> comments) {
        if (!store.each(caller.orgId(), number, comments)) {
            throw missing(number);
        }
    }

    Comment add(Handle handle, Caller caller, long number, String value) {
        if (!store.count(handle, caller.orgId(), number, 1)) {
            throw missing(number);
        }
        var at = notes.write(handle, caller, number, "commented", change(null, value));
        var comment = new Comment(Uuids.ordered(), caller.userId(), value, at, null);
        store.insert(handle, caller.orgId(), List.of(number), List.of(comment));
        return comment;
    }

    record Edited(Comment comment, boolean changed) {}

    /// Edits the comment, unless it already has this text.
    Edited edit(Handle handle, Caller caller, long number, UUID id, String value) {
        var comment = hold(handle, caller, number, id);
        if (comment.value().equals(value)) {
            return new Edited(comment, false);
        }
        var at = notes.write(handle, caller, number, "commented", change(comment.value(), value));
        store.update(handle, caller.orgId(), number, id, value, at);
        return new Edited(comment.edited(value, at), true);
    }

    void delete(Handle handle, Caller caller, long number, UUID id) {
        var comment = hold(handle, caller, number, id);
        notes.write(handle, caller, number, "commented", change(comment.value(), null));
        store.delete(handle, caller.orgId(), number, id);
        store.count(handle, caller.orgId(), number, -1);
    }

    private Comment hold(Handle handle, Caller caller, long number, UUID id) {
        var comment = store.hold(handle, caller.orgId(), number, id);
        if (comment == null) {
            throw Problem.problem(ProblemType.NOT_FOUND, "%s has no comment %s".formatted(register.id(number), id));
        }
        // Admins have this permission.
        if (!comment.author().equals(caller.userId()) && !caller.may(Permission.ORGANIZATION_MANAGE)) {
            throw Problem.problem(
                            ProblemType.FORBIDDEN,
                            "a comment is its author's to change; for others this needs the permission "
                                    + Permission.ORGANIZATION_MANAGE.label())
                    .with("permission", Permission.ORGANIZATION_MANAGE.label());
        }
        return comment;
    }

    private static Map<String, Change> change(@Nullable String from, @Nullable String to) {
        return Map.of("comment", new Change(from, to));
    }

    private Problem missing(long number) {
        return Problem.problem(ProblemType.NOT_FOUND, register.id(number) + " does not exist");
    }
}
