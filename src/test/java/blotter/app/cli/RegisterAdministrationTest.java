package blotter.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blotter.app.cli.Administration.AccountContent;
import blotter.app.cli.Administration.Expiry;
import blotter.app.cli.Administration.ListedServiceAccount;
import blotter.platform.database.Database;
import blotter.testing.PostgresExtension;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class RegisterAdministrationTest {
    private static final String SLUG = "administered";
    private static final Instant EXPIRES = Instant.parse("2999-01-31T00:00:00Z");

    private final RegisterAdministration administration;

    RegisterAdministrationTest(Database database) {
        this.administration = new RegisterAdministration(database);
    }

    @BeforeEach
    void createTenant() {
        try {
            administration.createOrganization(SLUG, "Administered");
        } catch (Refused e) {
            assertThat(e).hasMessageContaining("already");
        }
    }

    private ListedServiceAccount listed(String clientId) {
        return administration.serviceAccounts(SLUG).stream()
                .filter(account -> account.clientId().equals(clientId))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void createsAServiceAccountWithAllowlistAndExpiry() {
        var made = administration.createServiceAccount(
                SLUG, new AccountContent("Made", List.of("Editor"), List.of("192.0.2.0/24"), new Expiry(EXPIRES)));
        assertThat(listed(made.clientId()))
                .isEqualTo(new ListedServiceAccount(
                        "Made",
                        made.clientId(),
                        List.of("Editor"),
                        true,
                        List.of("192.0.2.0/24"),
                        "2999-01-31T00:00:00Z",
                        null));
    }

    @Test
    void keepsWhatIsNotSpecified() {
        var made = administration.createServiceAccount(
                SLUG, new AccountContent("Changed", List.of("Editor"), List.of("192.0.2.0/24"), new Expiry(EXPIRES)));
        administration.setActive(SLUG, "Changed", false);
        administration.changeServiceAccount(SLUG, "Changed", new AccountContent(null, List.of("Viewer"), null, null));
        assertThat(listed(made.clientId()))
                .isEqualTo(new ListedServiceAccount(
                        "Changed",
                        made.clientId(),
                        List.of("Viewer"),
                        false,
                        List.of("192.0.2.0/24"),
                        "2999-01-31T00:00:00Z",
                        null));
        administration.changeServiceAccount(
                SLUG, made.clientId(), new AccountContent("Renamed", null, List.of(), new Expiry(null)));
        assertThat(listed(made.clientId()))
                .isEqualTo(new ListedServiceAccount(
                        "Renamed", made.clientId(), List.of("Viewer"), false, List.of(), null, null));
    }

    @Test
    void serviceAccountNamesAreUnique() {
        administration.createServiceAccount(SLUG, new AccountContent("First", List.of("Viewer"), null, null));
        administration.createServiceAccount(SLUG, new AccountContent("Second", List.of("Viewer"), null, null));
        var first = new AccountContent("First", null, null, null);
        assertThatThrownBy(() -> administration.changeServiceAccount(SLUG, "Second", first))
                .isInstanceOf(Refused.class)
                .hasMessage("'administered' already has a service account 'First'");
        administration.changeServiceAccount(SLUG, "First", first);
        assertThatThrownBy(() -> administration.changeServiceAccount(SLUG, "Third", first))
                .isInstanceOf(Refused.class)
                .hasMessage("'administered' has no service account 'Third'");
    }
}
