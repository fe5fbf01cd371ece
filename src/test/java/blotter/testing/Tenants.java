package blotter.testing;

import blotter.people.authentication.Passwords;
import blotter.people.authentication.PersonalTokens;
import blotter.people.authentication.ServiceAccounts;
import blotter.people.organization.Organization;
import blotter.people.organization.OrganizationStore;
import blotter.people.person.Member;
import blotter.people.person.User;
import blotter.people.person.UserStore;
import blotter.platform.access.Role;
import blotter.platform.database.Announcements;
import blotter.platform.database.Database;
import blotter.register.incident.Incidents;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/// Creates organizations, people and service accounts for tests.
@Singleton
public class Tenants {
    private static final AtomicInteger NEXT = new AtomicInteger();

    private final Database database;
    private final OrganizationStore organizations;
    private final ServiceAccounts accounts;
    private final UserStore users;
    private final PersonalTokens personalTokens;
    private final Announcements announcements;

    Tenants(
            Database database,
            OrganizationStore organizations,
            ServiceAccounts accounts,
            UserStore users,
            PersonalTokens personalTokens,
            Announcements announcements) {
        this.database = database;
        this.organizations = organizations;
        this.accounts = accounts;
        this.users = users;
        this.personalTokens = personalTokens;
        this.announcements = announcements;
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
        return person(organization, firstName, active, Role.EDITOR);
    }

    /// A person of the organization with this role.
    public User person(Organization organization, String firstName, boolean active, Role role) {
        var user = new User(
                UUID.randomUUID(),
                firstName.toLowerCase(java.util.Locale.ROOT) + "@" + organization.slug() + ".example",
                firstName,
                "Muster",
                null);
        var member = new Member(user, Member.Kind.PERSON, active, List.of(role));
        database.jdbi().useTransaction(handle -> users.insert(handle, organization.id(), member, null));
        return user;
    }

    /// A person with a password, which need not follow the rules.
    public User member(Organization organization, String email, String password, Role... roles) {
        var user = new User(UUID.randomUUID(), email, email.replaceFirst("@.*", ""), "Muster", null);
        var member = new Member(user, Member.Kind.PERSON, true, Arrays.asList(roles));
        database.jdbi()
                .useTransaction(handle -> users.insert(handle, organization.id(), member, Passwords.hash(password)));
        return user;
    }

    /// A personal token with all of the person's permissions.
    public String personalToken(Organization organization, User person) {
        var now = java.time.Instant.now();
        return Objects.requireNonNull(database.jdbi()
                .inTransaction(handle -> personalTokens.issue(
                        handle, organization.id(), person.id(), "Script " + NEXT.incrementAndGet(), now)));
    }

    /// The stored history of an incident, oldest first.
    public String history(Organization organization, String id) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("""
                        select coalesce(json_agg(json_build_object('kind', kind, 'batch', batch_id, 'changes', changes) order by id), '[]')::text
                          from incident_history
                         where org_id = :org and number = :number""")
                        .bind("org", organization.id())
                        .bind("number", Incidents.REGISTER.number(id))
                        .mapTo(String.class)
                        .one());
    }

    public void setActive(Organization organization, User user, boolean active) {
        database.jdbi().useTransaction(handle -> users.setActive(handle, organization.id(), user.id(), active));
    }

    public void deactivate(Organization organization, User user) {
        database.jdbi().useTransaction(handle -> {
            handle.createUpdate("update app_user set active = false where org_id = :org and id = :id")
                    .bind("org", organization.id())
                    .bind("id", user.id())
                    .execute();
            announcements.changed(handle, "users", organization.id());
        });
    }

    /// Deactivates a source of incidents.
    public void deactivateSource(Organization organization, String name) {
        deactivateSource(organization, "incident", name);
    }

    /// Deactivates a source of a register, `incident` or `risk`.
    public void deactivateSource(Organization organization, String register, String name) {
        database.jdbi().useTransaction(handle -> {
            handle.createUpdate("""
                            update source
                               set active = false
                             where org_id = :org and register = :register and name = :name""")
                    .bind("org", organization.id())
                    .bind("register", register)
                    .bind("name", name)
                    .execute();
            announcements.changed(handle, "organization", organization.id());
        });
    }

    /// Advances the time of sign-in attempts, which are counted by PostgreSQL's clock and not by the test's.
    public void ageAttempts(Duration by) {
        database.jdbi()
                .useHandle(handle -> handle.createUpdate(
                                "update attempt set paid_until = paid_until - make_interval(secs => :by)")
                        .bind("by", (double) by.toSeconds())
                        .execute());
    }
}
