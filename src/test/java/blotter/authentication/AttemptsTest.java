package blotter.authentication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import blotter.http.Cidr;
import blotter.problem.Problem;
import blotter.problem.ProblemType;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class AttemptsTest {
    private static final InetAddress HOME = address("192.0.2.1");
    private static final InetAddress ATTACKER = address("203.0.113.9");

    private final Time time = new Time();
    private final Attempts attempts = new Attempts(time, 30);

    private static final class Time extends Clock {
        private Instant now = Instant.parse("2026-02-12T10:00:00Z");

        void pass(Duration by) {
            now = now.plus(by);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }

    private static InetAddress address(String text) {
        return Objects.requireNonNull(Cidr.address(text));
    }

    private void fail(String account, InetAddress from, int times) {
        for (int i = 0; i < times; i++) {
            attempts.check(account, from);
            attempts.failed(account, from);
        }
    }

    private int wait(String account, InetAddress from) {
        var problem = catchThrowableOfType(Problem.class, () -> attempts.check(account, from));
        assertThat(problem.type()).isEqualTo(ProblemType.RATE_LIMITED);
        return Integer.parseInt(Objects.requireNonNull(problem.headers().get("Retry-After")));
    }

    private void isOpen(String account, InetAddress from) {
        assertThatCode(() -> attempts.check(account, from)).doesNotThrowAnyException();
    }

    @Test
    void anAccountHasTenFailuresAndThenOneInThirtySeconds() {
        fail("ann@example.com", ATTACKER, 10);
        assertThat(wait("ann@example.com", ATTACKER)).isEqualTo(30);
        time.pass(Duration.ofSeconds(20));
        assertThat(wait("ann@example.com", ATTACKER)).isEqualTo(10);
        time.pass(Duration.ofSeconds(10));
        fail("ann@example.com", ATTACKER, 1);
        assertThat(wait("ann@example.com", ATTACKER)).isEqualTo(30);
        time.pass(Duration.ofMinutes(5));
        fail("ann@example.com", ATTACKER, 10);
    }

    @Test
    void theCaseOfAnAccountAndOtherAddressesAreNoWayAround() {
        fail("ann@example.com", ATTACKER, 5);
        fail("ANN@Example.com ", address("198.51.100.1"), 5);
        wait("Ann@example.com", address("198.51.100.2"));
        isOpen("bob@example.com", ATTACKER);
    }

    @Test
    void fromWhereAnAccountWasLetInItIsNotKeptOutByOthers() {
        attempts.succeeded("ann@example.com", HOME);
        fail("ann@example.com", ATTACKER, 10);
        wait("ann@example.com", ATTACKER);
        isOpen("ann@example.com", HOME);
        // Its own failures count, in plenty.
        fail("ann@example.com", HOME, 30);
        assertThat(wait("ann@example.com", HOME)).isEqualTo(5);
    }

    @Test
    void anAddressHasThirtyFailuresWhoeverItTries() {
        for (int i = 0; i < 30; i++) {
            fail("user%d@example.com".formatted(i), ATTACKER, 1);
        }
        assertThat(wait("other@example.com", ATTACKER)).isEqualTo(5);
        isOpen("other@example.com", HOME);
    }

    @Test
    void ofIpv6AWholeNetworkIsOneAddress() {
        for (int i = 0; i < 30; i++) {
            fail("user%d@example.com".formatted(i), address("2001:db8::%x".formatted(i + 1)), 1);
        }
        wait("other@example.com", address("2001:db8::ffff:1"));
        isOpen("other@example.com", address("2001:db8:0:1::1"));
    }

    @Test
    void aSuccessForgivesNothingToOthers() {
        fail("ann@example.com", ATTACKER, 10);
        attempts.succeeded("ann@example.com", HOME);
        wait("ann@example.com", ATTACKER);
    }
}
