package blotter.testing;

import blotter.access.Role;
import blotter.authentication.ServiceAccounts;
import blotter.database.Database;
import blotter.organization.Organization;
import blotter.organization.OrganizationStore;
import blotter.person.Member;
import blotter.person.User;
import blotter.person.UserStore;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/// Makes organizations, people and service accounts for tests.
@Singleton
public class Tenants {
    private static final AtomicInteger NEXT = new AtomicInteger();

    private final Database database;
    private final OrganizationStore organizations;
    private final ServiceAccounts accounts;
    private final UserStore users;

    Tenants(Database database, OrganizationStore organizations, ServiceAccounts accounts, UserStore users) {
        this.database = database;
        this.organizations = organizations;
        this.accounts = accounts;
        this.users = users;
    }

    /// A new organization.
    public Organization organization() {
        var slug = "org-" + NEXT.incrementAndGet();
        return database.jdbi()
                .inTransaction(
                        handle -> Objects.requireNonNull(organizations.create(handle, slug, "Organization " + slug)));
    }

    /// A service account of the organization with these roles.
    public ServiceAccounts.Credentials serviceAccount(Organization organization, Role... roles) {
        var name = "Machine " + NEXT.incrementAndGet();
        return database.jdbi()
                .inTransaction(handle -> Objects.requireNonNull(
                        accounts.create(handle, organization.id(), organization.slug(), name, Arrays.asList(roles))));
    }

    /// A person of the organization.
    public User person(Organization organization, String firstName, boolean active) {
        var user = new User(
                UUID.randomUUID(),
                firstName.toLowerCase(java.util.Locale.ROOT) + "@" + organization.slug() + ".example",
                firstName,
                "Muster",
                null);
        var member = new Member(user, Member.Kind.PERSON, active, List.of(Role.EDITOR));
        database.jdbi().useTransaction(handle -> users.insert(handle, organization.id(), member, null));
        return user;
    }
}
