package blotter.people.sso;

import blotter.people.account.AccountStore;
import blotter.people.audit.Action;
import blotter.people.audit.AuditEntry;
import blotter.people.audit.AuditLog;
import blotter.people.organization.Organization;
import blotter.people.organization.OrganizationStore;
import blotter.people.person.Email;
import blotter.people.person.Member;
import blotter.people.person.User;
import blotter.people.person.UserStore;
import blotter.platform.access.Origin;
import blotter.platform.access.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;

/// Finds the user for an identity: the linked one, otherwise the one with its email, otherwise a new one.
final class SsoUsers {
    private static final Logger LOG = Logger.getLogger("blotter.sso");

    private final SsoSettings settings;
    private final OrganizationStore organizations;
    private final UserStore users;
    private final AccountStore accounts;
    private final AuditLog audit;
    private final SsoUserStore store = new SsoUserStore();

    SsoUsers(
            SsoSettings settings,
            OrganizationStore organizations,
            UserStore users,
            AccountStore accounts,
            AuditLog audit) {
        this.settings = settings;
        this.organizations = organizations;
        this.users = users;
        this.accounts = accounts;
        this.audit = audit;
    }

    /// Throws SsoRefusal when the sign-in is refused.
    UUID person(Handle handle, Organization organization, Identity identity, Origin origin) {
        organizations.lock(handle, organization.id());
        var roles = roles(identity);
        var known = store.find(handle, organization.id(), issuer(), identity.subject());
        if (known != null) {
            return existing(handle, organization.id(), known, roles, origin);
        }
        var email = email(identity);
        var ofEmail = store.ofEmail(handle, organization.id(), email);
        if (ofEmail == null) {
            return create(handle, organization.id(), identity, email, roles, origin);
        }
        // Either the provider reassigned the email, whose new owner must not get the old account, or it is a
        // service account.
        if (!ofEmail.person() || issuer().equals(ofEmail.issuer())) {
            throw new SsoRefusal("The email %s belongs to another account.".formatted(email));
        }
        store.link(handle, organization.id(), ofEmail.userId(), issuer(), identity.subject());
        return existing(handle, organization.id(), ofEmail.userId(), roles, origin);
    }

    private String issuer() {
        return settings.issuer().toString();
    }

    private List<Role> roles(Identity identity) {
        if (settings.rolesClaim() == null) {
            return settings.newcomers();
        }
        var roles = new ArrayList<Role>();
        for (var group : Objects.requireNonNullElse(identity.groups(), List.<String>of())) {
            for (var role : settings.roles().getOrDefault(group, List.of())) {
                if (!roles.contains(role)) {
                    roles.add(role);
                }
            }
        }
        if (roles.isEmpty()) {
            throw new SsoRefusal("The identity provider gives you no role here.");
        }
        return roles;
    }

    private String email(Identity identity) {
        var email = identity.email();
        if (email == null || !Email.isAddress(email)) {
            throw new SsoRefusal("The identity provider did not send your email.");
        }
        if (!identity.emailVerified() && !settings.trustEmail()) {
            throw new SsoRefusal("The identity provider has not verified the email %s.".formatted(email));
        }
        var domain = email.substring(email.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
        if (!settings.domains().isEmpty() && !settings.domains().contains(domain)) {
            throw new SsoRefusal("Sign-in with an email of %s is not permitted.".formatted(domain));
        }
        return email;
    }

    private UUID create(Handle handle, int orgId, Identity identity, String email, List<Role> roles, Origin origin) {
        var user = new User(UUID.randomUUID(), email, cut(identity.firstName()), cut(identity.lastName()), null);
        users.insert(handle, orgId, new Member(user, Member.Kind.PERSON, true, roles), null);
        store.link(handle, orgId, user.id(), issuer(), identity.subject());
        audit.record(
                handle,
                AuditEntry.of(orgId, user.id(), origin, Action.USER_CREATED)
                        .subject(user.id())
                        .with("email", email)
                        .with("roles", labels(roles))
                        .with("way", "single sign-on"));
        return user.id();
    }

    private static String cut(String name) {
        return name.codePointCount(0, name.length()) <= 200 ? name : name.substring(0, name.offsetByCodePoints(0, 200));
    }

    private UUID existing(Handle handle, int orgId, UUID id, List<Role> roles, Origin origin) {
        var member = Objects.requireNonNull(users.read(handle, orgId, id));
        if (!member.active()) {
            throw new SsoRefusal("Your account is not active.");
        }
        if (settings.rolesClaim() != null) {
            setRoles(handle, orgId, member, roles, origin);
        }
        return id;
    }

    /// Sets the provider's roles, except that the last Admin with a password remains Admin.
    private void setRoles(Handle handle, int orgId, Member member, List<Role> roles, Origin origin) {
        var given = new ArrayList<>(roles);
        boolean isLast = !roles.contains(Role.ADMIN)
                && accounts.isAdminWithPassword(handle, orgId, member.user().id())
                && !accounts.hasOtherAdminWithPassword(
                        handle, orgId, member.user().id());
        if (isLast) {
            LOG.warnf(
                    "%s remains Admin against the identity provider's roles: there is no other Admin with a password",
                    member.user().email());
            given.addFirst(Role.ADMIN);
        }
        if (!member.roles().containsAll(given) || !given.containsAll(member.roles())) {
            users.updatePerson(handle, orgId, new Member(member.user(), member.kind(), true, List.copyOf(given)));
            audit.record(
                    handle,
                    AuditEntry.of(orgId, member.user().id(), origin, Action.ROLES_CHANGED)
                            .subject(member.user().id())
                            .with("from", labels(member.roles()))
                            .with("to", labels(given))
                            .with("way", "single sign-on"));
        }
    }

    private static List<String> labels(List<Role> roles) {
        return roles.stream().map(Role::label).toList();
    }
}
