package blotter.people.account;

import static org.assertj.core.api.Assertions.assertThat;

import blotter.people.authentication.Passwords;
import blotter.people.organization.OrganizationStore;
import blotter.people.person.UserStore;
import blotter.platform.database.Announcements;
import blotter.platform.database.Database;
import blotter.testing.PostgresExtension;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Setup of the first organization. One test, because it can only happen once per database.
@ExtendWith(PostgresExtension.class)
class SetupTest {
    private static final Instant NOW = Instant.parse("2026-03-05T09:30:00Z");

    private final Database database;
    private final OrganizationStore organizations;
    private final SetupLinkStore links;
    private final Setup setup;

    SetupTest(Database database) {
        var announcements = new Announcements(database);
        this.database = database;
        this.organizations = new OrganizationStore(database, announcements);
        this.links = new SetupLinkStore(database);
        this.setup = new Setup(links, organizations, new UserStore(database, announcements));
    }

    private Setup.@org.jspecify.annotations.Nullable Created create(String token, Instant now) {
        var form = new Setup.SetupForm("Café Société", "ada@example.com", "Ada", "Lovelace", "");
        return database.jdbi().inTransaction(handle -> setup.create(handle, token, form, Passwords.hash("x"), now));
    }

    @Test
    void aLinkCreatesOnlyTheFirstOrganization() {
        var first = Objects.requireNonNull(links.make(NOW));
        var token = Objects.requireNonNull(links.make(NOW));
        assertThat(SetupLinkStore.isOne(token)).isTrue();
        assertThat(setup.until(first, NOW)).as("a new start makes a new link").isNull();
        assertThat(setup.until(token, NOW)).isEqualTo(NOW.plus(Duration.ofHours(24)));
        assertThat(setup.until(token, NOW.plus(Duration.ofHours(24)))).isNull();
        assertThat(create(first, NOW)).isNull();
        assertThat(create(token, NOW.plus(Duration.ofHours(25)))).isNull();
        assertThat(organizations.hasAny()).isFalse();

        var created = Objects.requireNonNull(create(token, NOW));
        assertThat(created.organization().slug()).isEqualTo("cafe-societe");
        var member = Objects.requireNonNull(database.jdbi()
                .withHandle(handle -> new UserStore(database, new Announcements(database))
                        .read(handle, created.organization().id(), created.userId())));
        assertThat(member.roles()).containsExactly(blotter.platform.access.Role.ADMIN);

        assertThat(create(token, NOW)).isNull();
        assertThat(links.make(NOW)).as("there is an organization").isNull();
        assertThat(organizations.slugs()).containsExactly("cafe-societe");
    }
}
