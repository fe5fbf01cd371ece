package blotter.register.view;

import blotter.platform.access.Caller;
import blotter.platform.access.Permission;
import blotter.platform.json.Uuids;
import blotter.platform.problem.Fault;
import blotter.platform.problem.Problem;
import blotter.platform.problem.ProblemType;
import blotter.register.view.SavedView.Change;
import blotter.register.view.SavedView.Content;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Access to views. Private ones are hidden from others; shared ones can be changed by their owner and by Admins.
final class Views {
    private static final int MAX_PER_USER = 200;

    private final ViewStore store;
    private final ListGrammars grammars;
    private final Clock clock;

    Views(ViewStore store, ListGrammars grammars, Clock clock) {
        this.store = store;
        this.grammars = grammars;
        this.clock = clock;
    }

    /// The views that the caller sees, of registers that the caller can read.
    List<SavedView> list(Caller caller, @Nullable String register) {
        var readable = grammars.byRegister().entrySet().stream()
                .filter(each -> caller.may(each.getValue().permission()))
                .map(each -> each.getKey())
                .filter(each -> register == null || each.equals(register))
                .toList();
        return store.list(caller.orgId(), caller.userId(), readable);
    }

    SavedView get(Caller caller, UUID id) {
        return visible(caller, store.find(caller.orgId(), caller.userId(), id), id);
    }

    SavedView create(Handle handle, Caller caller, String register, Change change) {
        if (store.owned(handle, caller.orgId(), caller.userId()) >= MAX_PER_USER) {
            var detail = "you have %d views (expected: fewer than that)".formatted(MAX_PER_USER);
            throw Problem.problem(ProblemType.CONFLICT, detail, List.of(new Fault("", "too_many", detail)));
        }
        var now = now();
        var empty = new Content("", "", List.of(), false);
        var view = new SavedView(Uuids.ordered(), caller.userId(), register, change.of(empty), now, now);
        store.insert(handle, caller.orgId(), view);
        return view;
    }

    record Changed(SavedView view, boolean changed) {}

    /// Changes the view, unless it already has these values.
    Changed change(Handle handle, Caller caller, UUID id, Change change) {
        var view = changeable(handle, caller, id);
        var content = change.of(view.content());
        if (content.equals(view.content())) {
            return new Changed(view, false);
        }
        var changed = view.with(content, now());
        store.update(handle, caller.orgId(), changed);
        return new Changed(changed, true);
    }

    void delete(Handle handle, Caller caller, UUID id) {
        changeable(handle, caller, id);
        store.delete(handle, caller.orgId(), id);
    }

    private SavedView changeable(Handle handle, Caller caller, UUID id) {
        var view = visible(caller, store.hold(handle, caller.orgId(), caller.userId(), id), id);
        // Admins have this permission.
        if (!view.owner().equals(caller.userId()) && !caller.may(Permission.ORGANIZATION_MANAGE)) {
            throw Problem.problem(
                            ProblemType.FORBIDDEN,
                            "a view is its owner's to change; for others this needs the permission "
                                    + Permission.ORGANIZATION_MANAGE.label())
                    .with("permission", Permission.ORGANIZATION_MANAGE.label());
        }
        return view;
    }

    private SavedView visible(Caller caller, @Nullable SavedView view, UUID id) {
        if (view == null || !caller.may(grammar(view).permission())) {
            throw Problem.problem(ProblemType.NOT_FOUND, "there is no view " + id);
        }
        return view;
    }

    ListGrammar grammar(SavedView view) {
        return Objects.requireNonNull(grammars.byRegister().get(view.register()));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
