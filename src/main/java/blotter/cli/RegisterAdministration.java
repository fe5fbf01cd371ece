package blotter.cli;

import blotter.access.Role;
import blotter.account.SetupLinkStore;
import blotter.authentication.PasswordRules;
import blotter.authentication.Passwords;
import blotter.authentication.ServiceAccounts;
import blotter.database.Announcements;
import blotter.database.Database;
import blotter.organization.OrganizationStore;
import blotter.person.Member;
import blotter.person.UserStore;
import blotter.problem.Faults;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The administrator's commands, on the register itself.
final class RegisterAdministration implements Administration {
    private final Database database;
    private final OrganizationStore organizations;
    private final UserStore users;
    private final ServiceAccounts accounts;

    RegisterAdministration(Database database) {
        var announcements = new Announcements(database);
        this.database = database;
        this.organizations = new OrganizationStore(database, announcements);
        this.users = new UserStore(database, announcements);
        this.accounts = new ServiceAccounts(database, users, announcements);
    }

    @Override
    public @Nullable String setupToken() {
        return new SetupLinkStore(database).make(Instant.now());
    }

    @Override
    public Organization createOrganization(String slug, String name) {
        var made = database.jdbi().inTransaction(handle -> organizations.create(handle, slug, name));
        if (made == null) {
            throw new Refused("there is an organization '%s' already".formatted(slug));
        }
        return new Organization(made.publicId().toString(), made.slug(), made.name());
    }

    @Override
    public ServiceAccount createServiceAccount(String organization, String name, List<String> roles) {
        var owner = organization(organization);
        var made = database.jdbi()
                .inTransaction(handle -> accounts.create(handle, owner.id(), owner.slug(), name, roles(roles)));
        if (made == null) {
            throw new Refused("'%s' has a service account '%s' already".formatted(organization, name));
        }
        return new ServiceAccount(made.clientId(), made.secret());
    }

    @Override
    public User createUser(NewUser user) {
        var owner = organization(user.organization());
        var person = new blotter.person.User(UUID.randomUUID(), user.email(), user.firstName(), user.lastName(), null);
        var member = new Member(person, Member.Kind.PERSON, true, roles(user.roles()));
        var faults = new Faults();
        PasswordRules.check(user.password(), List.of(user.email(), user.lastName()), "the password", faults);
        if (!faults.isEmpty()) {
            var fault = faults.list().getFirst();
            throw new Refused("%s: %s".formatted(fault.pointer(), fault.detail()));
        }
        var hash = Passwords.hash(user.password());
        if (!database.jdbi().inTransaction(handle -> users.insert(handle, owner.id(), member, hash))) {
            throw new Refused("'%s' has a user %s already".formatted(user.organization(), user.email()));
        }
        return new User(person.id().toString(), person.email());
    }

    private blotter.organization.Organization organization(String slug) {
        var found = organizations.find(slug);
        if (found == null) {
            var known = organizations.slugs();
            throw new Refused("there is no organization '%s' (%s)"
                    .formatted(slug, known.isEmpty() ? "there is none yet" : "there are: " + String.join(", ", known)));
        }
        return found;
    }

    private static List<Role> roles(List<String> labels) {
        return labels.stream().map(Role::of).map(Objects::requireNonNull).toList();
    }
}
