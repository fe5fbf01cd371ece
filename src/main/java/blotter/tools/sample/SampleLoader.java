package blotter.tools.sample;

import blotter.people.authentication.Passwords;
import blotter.people.authentication.Secrets;
import blotter.people.authentication.ServiceAccounts;
import blotter.people.organization.Organization;
import blotter.people.organization.OrganizationStore;
import blotter.people.person.Member;
import blotter.people.person.User;
import blotter.people.person.UserStore;
import blotter.platform.access.Role;
import blotter.platform.database.Announcements;
import blotter.platform.database.Database;
import blotter.platform.json.Uuids;
import blotter.register.follow.FollowerStore;
import blotter.register.incident.Incidents;
import blotter.register.risk.Risks;
import blotter.register.view.SavedView;
import blotter.register.view.ViewStore;
import java.io.PrintStream;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;

/// Loads the sample register: two organizations with people, service accounts, incidents, risks, comments,
/// followers and saved views.
public final class SampleLoader {
    private static final long SEED = 20260101;
    private static final int CHUNK = 1_000;
    private static final String MAIN = "demo";

    private final Database database;
    private final OrganizationStore organizations;
    private final UserStore users;
    private final ServiceAccounts accounts;
    private final SampleStore store = new SampleStore();
    private final Clock clock;

    public SampleLoader(Database database, Announcements announcements, Clock clock) {
        this.database = database;
        this.organizations = new OrganizationStore(database, announcements);
        this.users = new UserStore(database, announcements);
        this.accounts = new ServiceAccounts(database, users, announcements);
        this.clock = clock;
    }

    /// The credentials of a person and a service account.
    public record Credentials(String email, String password, String clientId, String clientSecret) {}

    public boolean isLoaded() {
        return database.jdbi().withHandle(handle -> store.isLoaded(handle, MAIN));
    }

    /// Loads the sample in one transaction.
    ///
    /// @param incidents the number of incidents in the first organization
    public Credentials load(int incidents, PrintStream progress) {
        var sample = SampleRegister.generate(SEED, clock.instant(), incidents);
        var password = Secrets.random("");
        return database.jdbi().inTransaction(handle -> {
            var indexes = store.dropIndexes(handle);
            var machines = sample.organizations().stream()
                    .map(each -> load(handle, each, password, progress))
                    .toList();
            store.createIndexes(handle, indexes);
            store.analyze(handle);
            var machine = machines.getFirst();
            var admin = admin(sample.organizations().getFirst());
            return new Credentials(admin.email(), password, machine.clientId(), machine.secret());
        });
    }

    /// Creates new credentials for a loaded sample.
    public Credentials renew() {
        var main = SampleRegister.generate(SEED, clock.instant(), 0)
                .organizations()
                .getFirst();
        var organization = Objects.requireNonNull(organizations.find(MAIN));
        var admin = admin(main);
        var machine = main.serviceAccounts().getFirst().name();
        var password = Secrets.random("");
        return database.jdbi().inTransaction(handle -> {
            int orgId = organization.id();
            store.setPassword(handle, orgId, admin.email(), Passwords.hash(password));
            var now = clock.instant();
            var secret = accounts.rotate(handle, orgId, store.serviceAccount(handle, orgId, machine), now, now);
            return new Credentials(admin.email(), password, store.clientId(handle, orgId, machine), secret);
        });
    }

    private static SamplePerson admin(SampleOrganization organization) {
        return organization.people().stream()
                .filter(person -> person.roles().contains(Role.ADMIN.label()))
                .findFirst()
                .orElseThrow();
    }

    private ServiceAccounts.Credentials load(
            Handle handle, SampleOrganization sample, String password, PrintStream progress) {
        var organization = organizations.create(handle, sample.slug(), sample.name());
        if (organization == null) {
            throw new IllegalStateException("there is already an organization %s".formatted(sample.slug()));
        }
        var people = new HashMap<String, User>();
        for (var person : sample.people()) {
            people.put(
                    person.key(), person(handle, organization, person, person.equals(admin(sample)) ? password : null));
        }
        ServiceAccounts.Credentials first = null;
        for (var machine : sample.serviceAccounts()) {
            var credentials = Objects.requireNonNull(accounts.create(
                    handle, organization.id(), organization.slug(), machine.name(), roles(machine.roles())));
            people.put(machine.key(), new User(credentials.userId(), machine.key(), machine.name(), "", null));
            first = first == null ? credentials : first;
        }
        incidents(handle, organization, sample, people, progress);
        follows(handle, organization, sample, people);
        views(handle, organization, sample, people);
        sample.people().stream()
                .filter(person -> !person.active())
                .forEach(person -> users.setActive(
                        handle,
                        organization.id(),
                        Objects.requireNonNull(people.get(person.key())).id(),
                        false));
        return Objects.requireNonNull(first);
    }

    private User person(
            Handle handle,
            Organization organization,
            SamplePerson person,
            @org.jspecify.annotations.Nullable String password) {
        var user = new User(UUID.randomUUID(), person.email(), person.firstName(), person.lastName(), null);
        var member = new Member(user, Member.Kind.PERSON, true, roles(person.roles()));
        users.insert(handle, organization.id(), member, password == null ? null : Passwords.hash(password));
        return user;
    }

    private void follows(
            Handle handle, Organization organization, SampleOrganization sample, Map<String, User> people) {
        var followers = new FollowerStore(database);
        for (var follow : sample.follows()) {
            var register = follow.register().equals("risk") ? Risks.REGISTER : Incidents.REGISTER;
            var user = Objects.requireNonNull(people.get(follow.by())).id();
            if (!followers.follow(handle, organization.id(), register, follow.number(), user)) {
                throw new IllegalStateException("follow: %s (expected: one that exists)".formatted(follow));
            }
        }
    }

    private void views(Handle handle, Organization organization, SampleOrganization sample, Map<String, User> people) {
        var views = new ViewStore(database);
        for (var view : sample.views()) {
            var owner = Objects.requireNonNull(people.get(view.by())).id();
            var query = view.query().replace("{me}", owner.toString());
            views.insert(
                    handle,
                    organization.id(),
                    new SavedView(
                            Uuids.ordered(view.at().toEpochMilli()),
                            owner,
                            view.register(),
                            new SavedView.Content(view.name(), query, view.columns(), view.shared()),
                            view.at(),
                            view.at()));
        }
    }

    private static List<Role> roles(List<String> labels) {
        return labels.stream().map(Role::fromLabel).map(Objects::requireNonNull).toList();
    }

    private void incidents(
            Handle handle,
            Organization organization,
            SampleOrganization sample,
            Map<String, User> people,
            PrintStream progress) {
        var writer = new SampleWriter(handle, organization, people, store, database);
        long first = writer.numbers(sample.incidentCount());
        var writing = CompletableFuture.completedFuture((Void) null);
        try (var database = Executors.newSingleThreadExecutor()) {
            for (int done = 0; done < sample.incidentCount(); done += CHUNK) {
                int until = Math.min(done + CHUNK, sample.incidentCount());
                var incidents = IntStream.range(done, until)
                        .mapToObj(sample.incidentAt())
                        .toList();
                if (!writer.knowsTags(incidents)) {
                    writing.join();
                    writer.makeTags(incidents);
                }
                // Generates the next chunk while one is written; only one, to limit memory.
                var chunk = writer.generate(first + done, incidents);
                writing.join();
                writing = CompletableFuture.runAsync(() -> writer.write(chunk), database);
                if (until % (10 * CHUNK) == 0) {
                    progress.printf("  %,d of %,d incidents%n", until, sample.incidentCount());
                }
            }
            writing.join();
        }
        writer.risks(sample.risks());
    }
}
