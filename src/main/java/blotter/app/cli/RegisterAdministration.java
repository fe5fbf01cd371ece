package blotter.app.cli;

import blotter.people.account.SetupLinkStore;
import blotter.people.audit.Action;
import blotter.people.audit.AuditEntry;
import blotter.people.audit.AuditLog;
import blotter.people.audit.Verification;
import blotter.people.authentication.PasswordRules;
import blotter.people.authentication.Passwords;
import blotter.people.authentication.ServiceAccountStore;
import blotter.people.authentication.ServiceAccountStore.Content;
import blotter.people.authentication.ServiceAccounts;
import blotter.people.organization.OrganizationStore;
import blotter.people.person.Member;
import blotter.people.person.UserStore;
import blotter.platform.access.Origin;
import blotter.platform.access.Role;
import blotter.platform.database.Announcements;
import blotter.platform.database.Database;
import blotter.platform.problem.Faults;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The administrative operations, on the database.
final class RegisterAdministration implements Administration {
    private final Database database;
    private final OrganizationStore organizations;
    private final UserStore users;
    private final ServiceAccounts accounts;
    private final ServiceAccountStore accountStore;
    private final AuditLog audit;

    RegisterAdministration(Database database) {
        var announcements = new Announcements(database);
        this.database = database;
        this.organizations = new OrganizationStore(database, announcements);
        this.users = new UserStore(database, announcements);
        this.accounts = new ServiceAccounts(database, users, announcements);
        this.accountStore = new ServiceAccountStore(database, users, accounts);
        this.audit = new AuditLog(database, Clock.systemUTC());
    }

    @Override
    public @Nullable String setupToken() {
        return new SetupLinkStore(database).make(Instant.now());
    }

    @Override
    public Organization createOrganization(String slug, String name) {
        var made = database.jdbi().inTransaction(handle -> {
            var created = organizations.create(handle, slug, name);
            if (created != null) {
                audit.record(
                        handle, entry(created.id(), Action.ORGANIZATION_CREATED).subject(slug));
            }
            return created;
        });
        if (made == null) {
            throw new Refused("there is already an organization '%s'".formatted(slug));
        }
        return new Organization(made.publicId().toString(), made.slug(), made.name());
    }

    @Override
    public ServiceAccount createServiceAccount(String organization, AccountContent given) {
        var owner = organization(organization);
        var content = with(given, new Content("", List.of(), true, List.of(), null));
        var made = database.jdbi().inTransaction(handle -> {
            var created = accounts.create(handle, owner.id(), owner.slug(), content.name(), content.roles());
            if (created != null) {
                accountStore.change(handle, owner.id(), created.userId(), content);
                audit.record(
                        handle,
                        content.in(entry(owner.id(), Action.SERVICE_ACCOUNT_CREATED)
                                .subject(created.userId())));
            }
            return created;
        });
        if (made == null) {
            throw taken(organization, content.name());
        }
        return new ServiceAccount(made.clientId(), made.secret());
    }

    @Override
    public void changeServiceAccount(String organization, String account, AccountContent given) {
        work(organization, account, (handle, orgId, held) -> {
            var content = with(given, held.content());
            if (!content.name().equals(held.content().name()) && accountStore.isTaken(handle, orgId, content.name())) {
                throw taken(organization, content.name());
            }
            accountStore.change(handle, orgId, held.id(), content);
            audit.record(
                    handle,
                    content.in(entry(orgId, Action.SERVICE_ACCOUNT_CHANGED).subject(held.id())));
            return held;
        });
    }

    private static Content with(AccountContent given, Content before) {
        return new Content(
                given.name() == null ? before.name() : given.name(),
                given.roles() == null ? before.roles() : roles(given.roles()),
                before.active(),
                given.allowlist() == null ? before.allowlist() : given.allowlist(),
                given.expiry() == null ? before.expiresDate() : given.expiry().at());
    }

    private static Refused taken(String organization, String name) {
        return new Refused("'%s' already has a service account '%s'".formatted(organization, name));
    }

    @Override
    public User createUser(NewUser user) {
        var owner = organization(user.organization());
        var person = new blotter.people.person.User(
                UUID.randomUUID(), user.email(), user.firstName(), user.lastName(), null);
        var member = new Member(person, Member.Kind.PERSON, true, roles(user.roles()));
        var faults = new Faults();
        PasswordRules.check(user.password(), List.of(user.email(), user.lastName()), "the password", faults);
        if (!faults.isEmpty()) {
            var fault = faults.list().getFirst();
            throw new Refused("%s: %s".formatted(fault.pointer(), fault.detail()));
        }
        var hash = Passwords.hash(user.password());
        boolean made = database.jdbi().inTransaction(handle -> {
            boolean inserted = users.insert(handle, owner.id(), member, hash);
            if (inserted) {
                audit.record(
                        handle,
                        entry(owner.id(), Action.USER_CREATED)
                                .subject(person.id())
                                .with("email", person.email())
                                .with("roles", user.roles()));
            }
            return inserted;
        });
        if (!made) {
            throw new Refused("'%s' already has a user %s".formatted(user.organization(), user.email()));
        }
        return new User(person.id().toString(), person.email());
    }

    @Override
    public List<ListedServiceAccount> serviceAccounts(String organization) {
        return accountStore.all(organization(organization).id(), Instant.now()).stream()
                .map(account -> new ListedServiceAccount(
                        account.content().name(),
                        account.clientId(),
                        account.content().roles().stream().map(Role::label).toList(),
                        account.content().active(),
                        account.content().allowlist(),
                        text(account.content().expiresDate()),
                        text(account.lastUsedDate())))
                .sorted(Comparator.comparing(ListedServiceAccount::name))
                .toList();
    }

    private static @Nullable String text(@Nullable Instant moment) {
        return moment == null ? null : moment.toString();
    }

    /// Work on an account that the transaction has locked.
    @FunctionalInterface
    private interface Work<T> {
        T run(Handle handle, int orgId, ServiceAccountStore.Kept account);
    }

    private <T> T work(String organization, String nameOrId, Work<T> work) {
        int orgId = organization(organization).id();
        var now = Instant.now();
        var found = accountStore.all(orgId, now).stream()
                .filter(account -> account.content().name().equals(nameOrId)
                        || account.clientId().equals(nameOrId))
                .findFirst();
        return database.jdbi().inTransaction(handle -> {
            var held = found.isEmpty()
                    ? null
                    : accountStore.held(handle, orgId, found.get().id(), now);
            if (held == null) {
                throw new Refused("'%s' has no service account '%s'".formatted(organization, nameOrId));
            }
            return work.run(handle, orgId, held);
        });
    }

    @Override
    public ServiceAccount rotateSecret(String organization, String account, int overlapSeconds) {
        return work(organization, account, (handle, orgId, held) -> {
            var now = Instant.now();
            var secret = accounts.rotate(handle, orgId, held.id(), now, now.plusSeconds(overlapSeconds));
            audit.record(
                    handle,
                    entry(orgId, Action.SECRET_ROTATED)
                            .subject(held.id())
                            .with("name", held.content().name())
                            .with("overlap_seconds", overlapSeconds));
            return new ServiceAccount(held.clientId(), secret);
        });
    }

    @Override
    public void setActive(String organization, String account, boolean active) {
        work(organization, account, (handle, orgId, held) -> {
            users.setActive(handle, orgId, held.id(), active);
            audit.record(
                    handle,
                    entry(orgId, Action.SERVICE_ACCOUNT_CHANGED)
                            .subject(held.id())
                            .with("name", held.content().name())
                            .with("active", active));
            return held;
        });
    }

    @Override
    public void deleteServiceAccount(String organization, String account) {
        work(organization, account, (handle, orgId, held) -> {
            accountStore.delete(handle, orgId, held.id(), held.content().name());
            audit.record(
                    handle,
                    entry(orgId, Action.SERVICE_ACCOUNT_DELETED)
                            .subject(held.id())
                            .with("name", held.content().name()));
            return held;
        });
    }

    private static AuditEntry entry(int orgId, Action action) {
        return AuditEntry.of(orgId, null, Origin.COMMAND_LINE, action);
    }

    @Override
    public List<Verified> verifyAuditLog(@Nullable String organization, @Nullable String head) {
        var verification = new Verification(database);
        var slugs = organization == null ? organizations.slugs() : List.of(organization);
        return slugs.stream()
                .map(slug -> {
                    var result = verification.verify(organization(slug).id(), head);
                    return new Verified(
                            slug, result.seals(), result.rows(), result.unsealed(), result.head(), result.faults());
                })
                .toList();
    }

    private blotter.people.organization.Organization organization(String slug) {
        var found = organizations.find(slug);
        if (found == null) {
            var known = organizations.slugs();
            throw new Refused("there is no organization '%s' (%s)"
                    .formatted(slug, known.isEmpty() ? "there is none yet" : "there are: " + String.join(", ", known)));
        }
        return found;
    }

    private static List<Role> roles(List<String> labels) {
        return labels.stream().map(Role::fromLabel).map(Objects::requireNonNull).toList();
    }
}
