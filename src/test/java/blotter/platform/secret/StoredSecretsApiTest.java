package blotter.platform.secret;

import static org.assertj.core.api.Assertions.assertThat;

import blotter.platform.access.Role;
import blotter.platform.database.Database;
import blotter.testing.ApiTest;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

/// Checks that a dump of the database reveals no secrets.
@QuarkusTest
class StoredSecretsApiTest extends ApiTest {
    @Inject
    Database database;

    private long count(String sql) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery(sql).mapTo(Long.class).one());
    }

    @Test
    void aDumpRevealsNoSecondFactor() {
        var email = "ada@" + organization.slug() + ".example";
        tenants.member(organization, email, "engines weave algebra", Role.ADMIN);
        signedIn(email, "engines weave algebra")
                .send("POST", "/api/v1/users/me/second-factor", null, null)
                .expect(200);
        assertThat(count("select count(*) from second_factor where octet_length(secret) > 20"))
                .isPositive();
        assertThat(count("select count(*) from second_factor where octet_length(secret) <= 20"))
                .isZero();
    }

    @Test
    void aDumpRevealsNoSigningKey() {
        viewer.get("/api/v1/users/me").expect(200);
        assertThat(count("select count(*) from signing_key where octet_length(secret) > 32"))
                .isPositive();
        assertThat(count("select count(*) from signing_key where octet_length(secret) <= 32"))
                .isZero();
    }
}
