package blotter.people.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import blotter.people.authentication.Attempts.Refused;
import blotter.people.authentication.Attempts.Taken;
import blotter.platform.database.Database;
import blotter.platform.http.Cidr;
import blotter.platform.problem.Problem;
import blotter.platform.problem.ProblemType;
import blotter.testing.PostgresExtension;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class AttemptsTest {
    private static final InetAddress HOME = address("192.0.2.1");
    private static final InetAddress ATTACKER = address("203.0.113.9");

    private final Database database;
    private final Database.Settings settings;
    private final Attempts attempts;

    AttemptsTest(Database database, Database.Settings settings) {
        this.database = database;
        this.settings = settings;
        this.attempts = new Attempts(database, 30);
    }

    @BeforeEach
    void deleteAttempts() {
        database.jdbi().useHandle(handle -> handle.execute("delete from attempt"));
    }

    private static InetAddress address(String text) {
        return Objects.requireNonNull(Cidr.address(text));
    }

    /// Runs the test within one transaction, in which PostgreSQL's clock stands still until [Now#pass].
    private void atOneTime(Consumer<Now> test) {
        database.jdbi().useTransaction(handle -> {
            test.accept(new Now(handle));
            handle.rollback();
        });
    }

    private final class Now {
        private final Handle handle;

        Now(Handle handle) {
            this.handle = handle;
        }

        void pass(Duration by) {
            handle.createUpdate("""
                            update attempt set paid_until = paid_until - make_interval(secs => :by),
                                               kept_until = kept_until - make_interval(secs => :by)""").bind("by", (double) by.toSeconds()).execute();
        }

        private Attempts.Outcome take(String account, InetAddress from) {
            return attempts.take(handle, account, from);
        }

        void fail(String account, InetAddress from, int times) {
            for (int i = 0; i < times; i++) {
                assertThat(take(account, from)).isInstanceOf(Taken.class);
            }
        }

        void succeed(String account, InetAddress from) {
            attempts.succeeded(handle, permit(take(account, from)));
        }

        long wait(String account, InetAddress from) {
            return waitOf(take(account, from));
        }

        /// Checks that a try is left, and gives it back.
        void isOpen(String account, InetAddress from) {
            permit(take(account, from)).buckets().forEach(bucket -> new AttemptStore().giveBack(handle, bucket));
        }

        Attempts.Outcome takeCode(String account, InetAddress from) {
            return attempts.takeCode(handle, account, from);
        }
    }

    private static long waitOf(Attempts.Outcome outcome) {
        assertThat(outcome).isInstanceOf(Refused.class);
        return ((Refused) outcome).seconds();
    }

    private static Attempts.Permit permit(Attempts.Outcome outcome) {
        assertThat(outcome).isInstanceOf(Taken.class);
        return ((Taken) outcome).permit();
    }

    @Test
    void anAccountAllowsTenFailuresAndThenOnePerThirtySeconds() {
        atOneTime(now -> {
            now.fail("ann@example.com", ATTACKER, 10);
            assertThat(now.wait("ann@example.com", ATTACKER)).isEqualTo(30);
            now.pass(Duration.ofSeconds(20));
            assertThat(now.wait("ann@example.com", ATTACKER)).isEqualTo(10);
            now.pass(Duration.ofSeconds(10));
            now.fail("ann@example.com", ATTACKER, 1);
            assertThat(now.wait("ann@example.com", ATTACKER)).isEqualTo(30);
            now.pass(Duration.ofMinutes(5));
            now.fail("ann@example.com", ATTACKER, 10);
        });
    }

    @Test
    void theLimitIgnoresCaseAndAddresses() {
        atOneTime(now -> {
            now.fail("ann@example.com", ATTACKER, 5);
            now.fail("ANN@Example.com", address("198.51.100.1"), 5);
            now.wait("Ann@example.com", address("198.51.100.2"));
            now.isOpen("bob@example.com", ATTACKER);
        });
    }

    @Test
    void allSpellingsThatTheLookupAcceptsCountAsOneAccount() {
        for (var spelling : List.of(
                "ann\u0130@example.com",
                "\u212Aann@example.com",
                "ANN\u0049\u0307@example.com",
                "\uFF21nn@example.com")) {
            var found = database.jdbi()
                    .withHandle(handle -> handle.createQuery("select lower(:email)")
                            .bind("email", spelling)
                            .mapTo(String.class)
                            .one());
            atOneTime(now -> {
                now.fail(found, ATTACKER, 10);
                now.wait(spelling, ATTACKER);
            });
        }
    }

    @Test
    void othersCannotLockOutAKnownAddress() {
        atOneTime(now -> {
            now.succeed("ann@example.com", HOME);
            now.fail("ann@example.com", ATTACKER, 10);
            now.wait("ann@example.com", ATTACKER);
            now.isOpen("ann@example.com", HOME);
            // Only its own failures count, up to the limit of an address.
            now.fail("ann@example.com", HOME, 30);
            assertThat(now.wait("ann@example.com", HOME)).isEqualTo(5);
        });
    }

    @Test
    void addressesStayKnownForNinetyDaysAfterTheLastUse() {
        atOneTime(now -> {
            now.succeed("ann@example.com", HOME);
            now.pass(Duration.ofDays(89));
            now.succeed("ann@example.com", HOME);
            now.pass(Duration.ofDays(89));
            now.fail("ann@example.com", ATTACKER, 10);
            now.isOpen("ann@example.com", HOME);
            now.pass(Duration.ofDays(2));
            now.fail("ann@example.com", ATTACKER, 10);
            now.wait("ann@example.com", HOME);
        });
    }

    @Test
    void anAddressAllowsThirtyFailuresAcrossAccounts() {
        atOneTime(now -> {
            for (int i = 0; i < 30; i++) {
                now.fail("user%d@example.com".formatted(i), ATTACKER, 1);
            }
            assertThat(now.wait("other@example.com", ATTACKER)).isEqualTo(5);
            now.isOpen("other@example.com", HOME);
            // Refusals of an address do not count against the account.
            now.fail("other@example.com", HOME, 10);
        });
    }

    @Test
    void anIpv6NetworkCountsAsOneAddress() {
        atOneTime(now -> {
            for (int i = 0; i < 30; i++) {
                now.fail("user%d@example.com".formatted(i), address("2001:db8::%x".formatted(i + 1)), 1);
            }
            now.wait("other@example.com", address("2001:db8::ffff:1"));
            now.isOpen("other@example.com", address("2001:db8:0:1::1"));
        });
    }

    @Test
    void aSuccessDoesNotResetOtherCounts() {
        atOneTime(now -> {
            now.fail("ann@example.com", ATTACKER, 9);
            now.succeed("ann@example.com", HOME);
            now.fail("ann@example.com", ATTACKER, 1);
            now.wait("ann@example.com", ATTACKER);
        });
    }

    @Test
    void codesAllowTenTriesAndThenOnePerHour() {
        atOneTime(now -> {
            for (int i = 0; i < 10; i++) {
                permit(now.takeCode("ann@example.com", ATTACKER));
            }
            assertThat(waitOf(now.takeCode("ANN@example.com", address("198.51.100.1"))))
                    .isEqualTo(3_600);
            int inADay = 0;
            for (int minute = 0; minute < 24 * 60; minute++) {
                now.pass(Duration.ofMinutes(1));
                inADay += now.takeCode("ann@example.com", ATTACKER) instanceof Taken ? 1 : 0;
            }
            assertThat(inADay).isEqualTo(24);
        });
    }

    @Test
    void knowingThePasswordCannotLockOutTheOwner() {
        atOneTime(now -> {
            now.succeed("ann@example.com", HOME);
            for (int i = 0; i < 10; i++) {
                permit(now.takeCode("ann@example.com", ATTACKER));
            }
            waitOf(now.takeCode("ann@example.com", ATTACKER));
            permit(now.takeCode("ann@example.com", HOME));
        });
    }

    @Test
    void aClockSetBackBlocksNobodyForLongerThanOnePace() {
        atOneTime(now -> {
            now.fail("ann@example.com", ATTACKER, 10);
            now.pass(Duration.ofDays(-365));
            assertThat(now.wait("ann@example.com", ATTACKER)).isEqualTo(30);
            now.pass(Duration.ofSeconds(30));
            now.fail("ann@example.com", ATTACKER, 1);
        });
    }

    private static List<Boolean> atOnce(List<Callable<Boolean>> calls) throws Exception {
        var together = new CountDownLatch(calls.size());
        try (var threads = Executors.newFixedThreadPool(calls.size())) {
            var started = calls.stream()
                    .map(call -> threads.submit(() -> {
                        together.countDown();
                        together.await(30, TimeUnit.SECONDS);
                        return call.call();
                    }))
                    .toList();
            var results = new ArrayList<Boolean>();
            for (var each : started) {
                results.add(each.get());
            }
            return results;
        }
    }

    private static boolean isTaken(Runnable take) {
        try {
            take.run();
            return true;
        } catch (Problem problem) {
            assertThat(problem.type()).isEqualTo(ProblemType.RATE_LIMITED);
            return false;
        }
    }

    @Test
    void onlyTenOfSixtyConcurrentGuessesOnTwoNodesAreChecked() throws Exception {
        try (var other = Database.open(settings)) {
            var nodes = List.of(attempts, new Attempts(other, 30));
            var passwords = atOnce(IntStream.range(0, 60)
                    .<Callable<Boolean>>mapToObj(i ->
                            () -> isTaken(() -> nodes.get(i % 2).take("ann@example.com", address("203.0.113." + i))))
                    .toList());
            assertThat(passwords).filteredOn(taken -> taken).hasSize(10);
            var codes = atOnce(IntStream.range(0, 60)
                    .<Callable<Boolean>>mapToObj(i -> () ->
                            isTaken(() -> nodes.get(i % 2).takeCode("ann@example.com", address("203.0.113." + i))))
                    .toList());
            assertThat(codes).filteredOn(taken -> taken).hasSize(10);
            var secrets = atOnce(IntStream.range(0, 60)
                    .<Callable<Boolean>>mapToObj(i -> () -> isTaken(() -> {
                        assertThat(nodes.get(i % 2).isRight("sa_1_0", address("203.0.113." + i), () -> false))
                                .isFalse();
                    }))
                    .toList());
            assertThat(secrets).filteredOn(taken -> taken).hasSize(10);
        }
    }

    @Test
    void sixtyConcurrentCorrectSecretsAllSucceed() throws Exception {
        var right = atOnce(IntStream.range(0, 60)
                .<Callable<Boolean>>mapToObj(i -> () -> attempts.isRight("sa_1_0", HOME, () -> true))
                .toList());
        assertThat(right).hasSize(60).containsOnly(true);
    }

    @Test
    void countsAndKnownAddressesSurviveARestart() {
        for (int i = 0; i < 10; i++) {
            attempts.take("ann@example.com", ATTACKER);
        }
        attempts.succeeded(attempts.take("bob@example.com", HOME));
        try (var restarted = Database.open(settings)) {
            var after = new Attempts(restarted, 30);
            assertThat(isTaken(() -> after.take("ann@example.com", ATTACKER))).isFalse();
            for (int i = 0; i < 10; i++) {
                after.take("bob@example.com", ATTACKER);
            }
            assertThat(isTaken(() -> after.take("bob@example.com", ATTACKER))).isFalse();
            after.take("bob@example.com", HOME);
        }
    }

    @Test
    void expiredRowsAreRemoved() {
        attempts.take("ann@example.com", ATTACKER);
        attempts.succeeded(attempts.take("bob@example.com", HOME));
        database.jdbi().useTransaction(handle -> {
            new Now(handle).pass(Duration.ofHours(1));
            new AttemptStore().sweep(handle);
            // The record of Bob's known address.
            assertThat(handle.createQuery("select count(*) from attempt")
                            .mapTo(Integer.class)
                            .one())
                    .isEqualTo(1);
        });
    }
}
