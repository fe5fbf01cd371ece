package blotter.people.account;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import blotter.people.person.User;
import blotter.platform.access.Role;
import blotter.platform.database.Database;
import blotter.platform.secret.SecretBox;
import blotter.testing.ApiClient;
import blotter.testing.ApiTest;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Attacks on the limits of guessing, and their entries in the audit log.
@QuarkusTest
class GuessingApiTest extends ApiTest {
    private static final String SESSION = "/api/v1/session";
    private static final String PASSWORD = "seven lanterns under the bridge";
    private static final String WRONG = "a wrong one altogether";

    @Inject
    Database database;

    @Inject
    SecretBox box;

    private User mika = new User(new java.util.UUID(0, 0), "", "", "", null);

    @BeforeEach
    void createMika() {
        mika = tenants.member(organization, "mika@" + organization.slug() + ".example", PASSWORD, Role.EDITOR);
    }

    private ApiClient.Answer signIn(String email, String password, String code) {
        return page().post(SESSION, """
                {"email": "%s", "password": "%s"%s}""".formatted(
                        email, password, code.isEmpty() ? "" : ", \"code\": \"%s\"".formatted(code)));
    }

    /// Sets up the factor without a sign-in, which would make this address known.
    private void enableSecondFactor() {
        var store = new SecondFactorStore(box);
        database.jdbi().useTransaction(handle -> {
            store.start(handle, organization.id(), mika.id(), Totp.newSecret(), clock.instant());
            store.confirm(handle, organization.id(), mika.id(), List.of("abcd"), clock.instant());
        });
    }

    /// The statuses of sixty concurrent calls.
    private static List<Integer> sixty(IntFunction<ApiClient.Answer> call) throws Exception {
        var together = new CountDownLatch(60);
        try (var threads = Executors.newFixedThreadPool(60)) {
            var started = IntStream.range(0, 60)
                    .mapToObj(i -> threads.submit(() -> {
                        together.countDown();
                        together.await(30, TimeUnit.SECONDS);
                        return call.apply(i).status();
                    }))
                    .toList();
            var statuses = new ArrayList<Integer>();
            for (var each : started) {
                statuses.add(each.get());
            }
            return statuses;
        }
    }

    /// Permits one more check for each pace that has passed since the start.
    private static void assertTenWereChecked(List<Integer> statuses, long start, Duration pace) {
        long more = (System.nanoTime() - start) / pace.toNanos();
        assertThat(statuses).containsOnly(401, 429);
        assertThat(statuses.stream().filter(status -> status == 401).count()).isBetween(10L, 10L + more);
    }

    @Test
    void onlyTenOfSixtyConcurrentGuessesAreChecked() throws Exception {
        long start = System.nanoTime();
        assertTenWereChecked(sixty(i -> signIn(mika.email(), "guess number " + i, "")), start, Duration.ofSeconds(30));
    }

    @Test
    void onlyTenOfSixtyConcurrentCodesAreChecked() throws Exception {
        // From a known address, where the limit for passwords does not interfere.
        signIn(mika.email(), PASSWORD, "").expect(200);
        enableSecondFactor();
        long start = System.nanoTime();
        assertTenWereChecked(sixty(i -> signIn(mika.email(), PASSWORD, "x" + i)), start, Duration.ofHours(1));
        // None is left for the rest of the hour.
        tenants.ageAttempts(Duration.ofMinutes(50));
        signIn(mika.email(), PASSWORD, "000000").expect(429);
    }

    /// Removes the tries that came back while the test ran.
    private void useUpAllTries() {
        tenants.ageAttempts(Duration.ofMinutes(-10));
    }

    @Test
    void aCorrectPasswordWithoutCodeCountsAndIsLogged() {
        enableSecondFactor();
        for (int i = 0; i < 10; i++) {
            signIn(mika.email(), PASSWORD, "").expect(401);
        }
        useUpAllTries();
        signIn(mika.email(), PASSWORD, "").expect(429);
        assertThat(failures(mika.email())).hasSize(10).containsOnly("the password is right, the code is missing");
    }

    @Test
    void allSpellingsOfAnEmailShareTheLimit() {
        for (int i = 0; i < 10; i++) {
            signIn(mika.email(), WRONG, "").expect(401);
        }
        for (var spelling : List.of(
                mika.email().toUpperCase(java.util.Locale.ROOT),
                mika.email().replace('i', '\u0130'),
                mika.email().replace("i", "I\u0307"),
                mika.email().replace('k', '\u212A'),
                mika.email().replace('m', '\uFF4D'),
                " " + mika.email() + " ",
                mika.email() + "\u3000")) {
            useUpAllTries();
            assertThat(signIn(spelling, PASSWORD, "").status()).as(spelling).isIn(401, 429);
        }
    }

    /// The logged reasons of failed sign-ins with this email.
    private List<String> failures(String email) {
        return admin.get("/api/v1/audit-log?page_size=200&order_by=id&action=sign_in_failed")
                .expect(200)
                .json()
                .get("results")
                .valueStream()
                .filter(entry -> entry.get("subject").textValue().equals(email))
                .map(entry -> entry.at("/details/reason").textValue())
                .toList();
    }

    @Test
    void failuresAreLoggedBeforeTheResponse() {
        signIn(mika.email(), WRONG, "").expect(401);
        assertThat(failures(mika.email())).containsExactly("the email or the password is wrong");
        var mikas = signedIn(mika.email(), PASSWORD);
        mikas.send(
                        "PUT",
                        "/api/v1/users/me/password",
                        "application/json",
                        "{\"current_password\": \"%s\", \"password\": \"nine swans upon the lake\"}"
                                .formatted(WRONG)
                                .getBytes(UTF_8))
                .expect(400);
        assertThat(failures(mika.email()))
                .containsExactly("the email or the password is wrong", "it is not the password of now");
        var gone = tenants.member(organization, "gone@" + organization.slug(), PASSWORD, Role.EDITOR);
        tenants.deactivate(organization, gone);
        signIn(gone.email(), PASSWORD, "").expect(401);
        assertThat(failures(gone.email())).containsExactly("the account is not active");
        var invited = tenants.person(organization, "Invited", true);
        signIn(invited.email(), PASSWORD, "").expect(401);
        assertThat(failures(invited.email())).containsExactly("the account has no password");
    }
}
