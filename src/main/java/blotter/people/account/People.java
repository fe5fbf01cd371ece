package blotter.people.account;

import blotter.people.account.OneTimeLink.Kind;
import blotter.people.audit.Action;
import blotter.people.audit.AuditEntry;
import blotter.people.audit.AuditLog;
import blotter.people.organization.OrganizationStore;
import blotter.people.person.Email;
import blotter.people.person.Member;
import blotter.people.person.User;
import blotter.people.person.UserStore;
import blotter.platform.access.Caller;
import blotter.platform.access.Origin;
import blotter.platform.access.Permission;
import blotter.platform.access.Role;
import blotter.platform.json.JsonFields;
import blotter.platform.problem.Fault;
import blotter.platform.problem.Problem;
import blotter.platform.problem.ProblemType;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// User management. Changes within an organization are serialized, so that each sees the result of the previous
/// one, also for the caller's own permissions.
public final class People {
    private static final int MAX_NAME = 200;

    private final OrganizationStore organizations;
    private final UserStore users;
    private final AccountStore accounts;
    private final OneTimeLinkStore links;
    private final Credentials credentials;
    private final SecondFactors factors;
    private final AuditLog audit;
    private final Clock clock;

    public People(
            OrganizationStore organizations,
            UserStore users,
            AccountStore accounts,
            OneTimeLinkStore links,
            Credentials credentials,
            SecondFactors factors,
            AuditLog audit,
            Clock clock) {
        this.organizations = organizations;
        this.users = users;
        this.accounts = accounts;
        this.links = links;
        this.credentials = credentials;
        this.factors = factors;
        this.audit = audit;
        this.clock = clock;
    }

    record Invitation(String email, String firstName, String lastName, List<Role> roles) {}

    /// A member with a new link.
    record Linked(Member member, OneTimeLink.Made link) {}

    /// A change, in which null leaves the value as it is.
    ///
    /// @param withoutSecondFactor whether to remove the second factor, for a person who has lost it
    record Change(
            @Nullable String email,
            @Nullable String firstName,
            @Nullable String lastName,
            @Nullable List<Role> roles,
            @Nullable Boolean active,
            boolean withoutSecondFactor) {
        boolean isEmpty() {
            return email == null
                    && firstName == null
                    && lastName == null
                    && roles == null
                    && active == null
                    && !withoutSecondFactor;
        }

        Member apply(Member member) {
            var user = member.user();
            var changed = new User(
                    user.id(),
                    email == null ? user.email() : email,
                    firstName == null ? user.firstName() : firstName,
                    lastName == null ? user.lastName() : lastName,
                    user.icon());
            return new Member(
                    changed,
                    member.kind(),
                    active == null ? member.active() : active,
                    roles == null ? member.roles() : roles);
        }
    }

    /// Reads an email. If it is invalid, adds a fault and returns null.
    static @Nullable String email(JsonFields fields) {
        var email = fields.label("email", Email.LONGEST);
        if (email != null && !Email.isAddress(email)) {
            fields.faults().add(fields.pointer("email"), "invalid_format", email, Email.EXPECTED);
            return null;
        }
        return email;
    }

    static @Nullable String name(JsonFields fields, String field) {
        return fields.label(field, MAX_NAME);
    }

    Linked invite(Handle handle, Caller caller, Origin origin, Invitation invitation) {
        organizations.lock(handle, caller.orgId());
        checkStillPermitted(handle, caller);
        requireAll(caller, invitation.roles);
        var user = new User(UUID.randomUUID(), invitation.email, invitation.firstName, invitation.lastName, null);
        var member = new Member(user, Member.Kind.PERSON, true, invitation.roles);
        if (!users.insert(handle, caller.orgId(), member, null)) {
            throw duplicate(invitation.email);
        }
        audit.record(
                handle,
                AuditEntry.of(caller, origin, Action.USER_CREATED)
                        .subject(user.id())
                        .with("email", user.email())
                        .with("roles", labels(member)));
        audit.record(handle, AuditEntry.of(caller, origin, Action.INVITE_MADE).subject(user.id()));
        return new Linked(member, links.make(handle, caller.orgId(), user.id(), Kind.INVITE, clock.instant()));
    }

    /// Creates a link to reset the password, or a new invitation if there is no password yet.
    Linked reset(Handle handle, Caller caller, Origin origin, UUID id) {
        organizations.lock(handle, caller.orgId());
        checkStillPermitted(handle, caller);
        var member = person(handle, caller, id);
        if (id.equals(caller.userId())) {
            throw conflict("self", "change your own password at /v1/users/me/password");
        }
        requireAll(caller, member.roles());
        if (!member.active()) {
            throw conflict("inactive", member.user().email() + " is not active");
        }
        var account = Objects.requireNonNull(accounts.find(handle, caller.orgId(), id));
        var kind = account.hasPassword() ? Kind.PASSWORD_RESET : Kind.INVITE;
        var action = kind == Kind.INVITE ? Action.INVITE_MADE : Action.PASSWORD_RESET_MADE;
        audit.record(handle, AuditEntry.of(caller, origin, action).subject(id));
        return new Linked(member, links.make(handle, caller.orgId(), id, kind, clock.instant()));
    }

    record Changed(Member before, Member after) {}

    /// @param here the caller's session, which is kept when the account is the caller's own; null for none
    Changed change(Handle handle, Caller caller, Origin origin, UUID id, Change change, @Nullable UUID here) {
        organizations.lock(handle, caller.orgId());
        checkStillPermitted(handle, caller);
        var before = person(handle, caller, id);
        var after = change.apply(before);
        boolean sameAccess = before.active() == after.active()
                && List.copyOf(before.roles()).containsAll(after.roles())
                && after.roles().containsAll(before.roles());
        if (id.equals(caller.userId()) && (!sameAccess || change.withoutSecondFactor)) {
            throw conflict("self", "only another Admin can change your roles or second factor, or deactivate you");
        }
        requireAll(caller, before.roles());
        requireAll(caller, after.roles());
        if (!isActiveAdmin(after)
                && accounts.isAdminWithPassword(handle, caller.orgId(), id)
                && !accounts.hasOtherAdminWithPassword(handle, caller.orgId(), id)) {
            throw conflict("last_admin", before.user().email() + " is the last Admin who can sign in");
        }
        if (!users.updatePerson(handle, caller.orgId(), after)) {
            throw duplicate(after.user().email());
        }
        boolean withoutFactor = change.withoutSecondFactor && factors.remove(handle, caller.orgId(), id);
        if (withoutFactor) {
            audit.record(
                    handle,
                    AuditEntry.of(caller, origin, Action.SECOND_FACTOR_DISABLED).subject(id));
        }
        record(handle, caller, origin, before, after);
        if (!after.active()) {
            credentials.end(handle, caller.orgId(), id);
        } else if (withoutFactor || !before.user().email().equals(after.user().email())) {
            credentials.changed(handle, caller.orgId(), id, id.equals(caller.userId()) ? here : null);
        }
        return new Changed(before, after);
    }

    private static List<String> labels(Member member) {
        return member.roles().stream().map(Role::label).toList();
    }

    private void record(Handle handle, Caller caller, Origin origin, Member before, Member after) {
        var id = after.user().id();
        if (before.active() != after.active()) {
            var action = after.active() ? Action.USER_ACTIVATED : Action.USER_DEACTIVATED;
            audit.record(handle, AuditEntry.of(caller, origin, action).subject(id));
        }
        if (!labels(before).equals(labels(after))) {
            audit.record(
                    handle,
                    AuditEntry.of(caller, origin, Action.ROLES_CHANGED)
                            .subject(id)
                            .with("from", labels(before))
                            .with("to", labels(after)));
        }
        var was = before.user();
        var is = after.user();
        boolean renamed = !was.email().equals(is.email())
                || !was.firstName().equals(is.firstName())
                || !was.lastName().equals(is.lastName());
        if (renamed) {
            audit.record(
                    handle,
                    AuditEntry.of(caller, origin, Action.USER_CHANGED)
                            .subject(id)
                            .with("from", List.of(was.email(), was.firstName(), was.lastName()))
                            .with("to", List.of(is.email(), is.firstName(), is.lastName())));
        }
    }

    private static boolean isActiveAdmin(Member member) {
        return member.active() && member.roles().contains(Role.ADMIN);
    }

    private Member person(Handle handle, Caller caller, UUID id) {
        var member = users.read(handle, caller.orgId(), id);
        if (member == null) {
            throw Problem.problem(ProblemType.NOT_FOUND, "there is no user " + id);
        }
        if (member.kind() != Member.Kind.PERSON) {
            throw conflict("service_account", "change service accounts at /v1/service-accounts");
        }
        return member;
    }

    /// Checks again within the transaction: the caller may have been deactivated since the request began.
    private void checkStillPermitted(Handle handle, Caller caller) {
        var member = users.read(handle, caller.orgId(), caller.userId());
        boolean may = member != null
                && member.active()
                && Role.permissions(member.roles()).contains(Permission.USERS_MANAGE);
        if (!may) {
            throw Problem.problem(
                            ProblemType.FORBIDDEN, "this needs the permission users:manage, which was just revoked")
                    .with("permission", Permission.USERS_MANAGE.label());
        }
    }

    /// Prevents privilege escalation: callers can neither grant nor remove permissions that they do not have.
    private static void requireAll(Caller caller, Collection<Role> roles) {
        Role.permissions(roles).forEach(caller::require);
    }

    private static Problem duplicate(String email) {
        return Problem.problem(
                ProblemType.CONFLICT,
                "there is already a user %s".formatted(email),
                List.of(new Fault("/email", "duplicate", "there is already a user %s".formatted(email))));
    }

    private static Problem conflict(String code, String detail) {
        return Problem.problem(ProblemType.CONFLICT, detail, List.of(new Fault("id", code, detail)));
    }
}
