package blotter.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import blotter.access.Role;
import blotter.database.Announcements;
import blotter.database.Database;
import blotter.organization.Organization;
import blotter.organization.OrganizationStore;
import blotter.person.UserStore;
import blotter.person.Users;
import blotter.testing.PostgresExtension;
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
    void namesThatFoldToOneAddressGetANumberAndOnlyTheSameNameIsRefused() {
        var organization = organization("names");
        assertThat(email(organization, "A b")).isEqualTo("a-b@names.service-account.invalid");
        assertThat(email(organization, "A-B!")).isEqualTo("a-b-2@names.service-account.invalid");
        assertThat(email(organization, "a_b")).isEqualTo("a-b-3@names.service-account.invalid");
        assertThat(create(organization, "A-B!")).isNull();
        assertThat(email(organization, "A b 2")).isEqualTo("a-b-2-2@names.service-account.invalid");
        assertThat(email(organization("others"), "A b")).isEqualTo("a-b@others.service-account.invalid");
    }

    @Test
    void anAccountIsFoundByItsIdAndWhatWasMadeUpIsNot() {
        var organization = organization("found");
        var made = Objects.requireNonNull(create(organization, "SOAR"));
        assertThat(Objects.requireNonNull(accounts.find(made.clientId())).orgId())
                .isEqualTo(organization.id());
        assertThat(accounts.find("sa_999999999_" + "0".repeat(32))).isNull();
        assertThat(accounts.find("sa_%d_%s".formatted(organization.id(), "0".repeat(32))))
                .isNull();
        assertThat(accounts.find("nonsense")).isNull();
    }
}
