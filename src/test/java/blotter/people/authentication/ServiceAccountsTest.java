package blotter.people.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import blotter.people.organization.Organization;
import blotter.people.organization.OrganizationStore;
import blotter.people.person.UserStore;
import blotter.people.person.Users;
import blotter.platform.access.Role;
import blotter.platform.database.Announcements;
import blotter.platform.database.Database;
import blotter.platform.http.Cidr;
import blotter.testing.PostgresExtension;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class ServiceAccountsTest {
    private final Database database;
    private final OrganizationStore organizations;
    private final Users users;
    private final ServiceAccounts accounts;

    ServiceAccountsTest(Database database) {
        var announcements = new Announcements(database);
        this.database = database;
        this.organizations = new OrganizationStore(database, announcements);
        var store = new UserStore(database, announcements);
        this.users = new Users(store, announcements);
        this.accounts = new ServiceAccounts(database, store, announcements);
    }

    private Organization organization(String slug) {
        return Objects.requireNonNull(
                database.jdbi().inTransaction(handle -> organizations.create(handle, slug, "An organization")));
    }

    private ServiceAccounts.@Nullable Credentials create(Organization organization, String name) {
        return database.jdbi()
                .inTransaction(handle ->
                        accounts.create(handle, organization.id(), organization.slug(), name, List.of(Role.VIEWER)));
    }

    private String email(Organization organization, String name) {
        var made = Objects.requireNonNull(create(organization, name));
        return Objects.requireNonNull(users.find(organization.id(), made.userId()))
                .user()
                .email();
    }

    @Test
    void similarNamesGetNumberedAddressesAndDuplicatesAreRefused() {
        var organization = organization("names");
        assertThat(email(organization, "A b")).isEqualTo("a-b@names.service-account.invalid");
        assertThat(email(organization, "A-B!")).isEqualTo("a-b-2@names.service-account.invalid");
        assertThat(email(organization, "a_b")).isEqualTo("a-b-3@names.service-account.invalid");
        assertThat(create(organization, "A-B!")).isNull();
        assertThat(email(organization, "A b 2")).isEqualTo("a-b-2-2@names.service-account.invalid");
        assertThat(email(organization("others"), "A b")).isEqualTo("a-b@others.service-account.invalid");
    }

    @Test
    void findsAccountsByIdAndRejectsInventedOnes() {
        var organization = organization("found");
        var made = Objects.requireNonNull(create(organization, "SOAR"));
        assertThat(Objects.requireNonNull(accounts.find(made.clientId())).orgId())
                .isEqualTo(organization.id());
        assertThat(accounts.find("sa_999999999_" + "0".repeat(32))).isNull();
        assertThat(accounts.find("sa_%d_%s".formatted(organization.id(), "0".repeat(32))))
                .isNull();
        assertThat(accounts.find("nonsense")).isNull();
    }

    @Test
    void otherNodesNoticeAChangeWithinFiveSeconds() throws InterruptedException {
        var organization = organization("nodes");
        var made = Objects.requireNonNull(create(organization, "SOAR"));
        try (var announcements = new Announcements(database)) {
            announcements.start();
            var store = new UserStore(database, announcements);
            var otherUsers = new Users(store, announcements);
            var other = new ServiceAccounts(database, store, announcements);
            int orgId = organization.id();
            // Caches only start once the node listens.
            Thread.sleep(500);
            assertThat(Objects.requireNonNull(other.find(orgId, made.userId())).hasSecret(made.secret(), Instant.now()))
                    .isTrue();
            assertThat(Objects.requireNonNull(otherUsers.find(orgId, made.userId()))
                            .active())
                    .isTrue();
            var admin =
                    new ServiceAccountStore(database, new UserStore(database, new Announcements(database)), accounts);
            var now = Instant.now();
            var secret = database.jdbi().inTransaction(handle -> {
                var content = Objects.requireNonNull(admin.held(handle, orgId, made.userId(), now))
                        .content();
                admin.change(
                        handle,
                        orgId,
                        made.userId(),
                        new ServiceAccountStore.Content(
                                content.name(), List.of(Role.RISK_VIEWER), false, List.of("10.0.0.0/8"), null));
                return accounts.rotate(handle, orgId, made.userId(), now, now);
            });
            var end = now.plusSeconds(5);
            while (Instant.now().isBefore(end)
                    && Objects.requireNonNull(otherUsers.find(orgId, made.userId()))
                            .active()) {
                Thread.sleep(20);
            }
            var member = Objects.requireNonNull(otherUsers.find(orgId, made.userId()));
            assertThat(member.active()).isFalse();
            assertThat(member.roles()).containsExactly(Role.RISK_VIEWER);
            Thread.sleep(200);
            var account = Objects.requireNonNull(other.find(orgId, made.userId()));
            assertThat(account.hasSecret(made.secret(), Instant.now())).isFalse();
            assertThat(account.hasSecret(secret, Instant.now())).isTrue();
            assertThat(account.tokenEpoch()).isEqualTo(1);
            assertThat(account.mayCallFrom(Objects.requireNonNull(Cidr.address("192.0.2.1"))))
                    .isFalse();
            assertThat(account.mayCallFrom(Objects.requireNonNull(Cidr.address("10.1.2.3"))))
                    .isTrue();
        }
    }
}
