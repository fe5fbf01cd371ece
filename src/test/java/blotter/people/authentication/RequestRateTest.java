package blotter.people.authentication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import blotter.platform.access.Caller;
import blotter.platform.access.Via;
import blotter.platform.problem.Problem;
import blotter.platform.problem.ProblemType;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RequestRateTest {
    // Just before the overflow, because nanoTime may be negative.
    private final AtomicLong nanos =
            new AtomicLong(Long.MAX_VALUE - Duration.ofSeconds(1).toNanos());

    private static Caller caller(int number) {
        return new Caller(1, new UUID(0, number), Set.of(), Via.API);
    }

    private RequestRate perMinute(int most) {
        return new RequestRate(nanos::get, most);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private static String retryAfter(RequestRate rate, Caller caller) {
        var refused = catchThrowableOfType(Problem.class, () -> rate.take(caller));
        assertThat(refused.type()).isEqualTo(ProblemType.RATE_LIMITED);
        return String.valueOf(refused.headers().get("Retry-After"));
    }

    @Test
    void permitsABurstOfAMinuteAndThenOneAtATime() {
        var rate = perMinute(60);
        for (int i = 0; i < 60; i++) {
            rate.take(caller(1));
        }
        assertThat(retryAfter(rate, caller(1))).isEqualTo("1");
        pass(Duration.ofSeconds(1));
        rate.take(caller(1));
        assertThat(retryAfter(rate, caller(1))).isEqualTo("1");
    }

    @Test
    void theWaitIsAtMostTheCostOfOneRequest() {
        var rate = perMinute(1);
        rate.take(caller(1));
        assertThat(retryAfter(rate, caller(1))).isEqualTo("60");
        pass(Duration.ofSeconds(59));
        assertThat(retryAfter(rate, caller(1))).isEqualTo("1");
        pass(Duration.ofSeconds(1));
        assertThatCode(() -> rate.take(caller(1))).doesNotThrowAnyException();
    }

    @Test
    void aLimitedCallerIsRememberedAmongManyOthers() {
        var rate = perMinute(1);
        rate.take(caller(0));
        for (int i = 1; i <= 60_000; i++) {
            rate.take(caller(i));
        }
        assertThat(retryAfter(rate, caller(0))).isEqualTo("60");
    }

    @Test
    void callersWithoutDebtAreForgotten() {
        var rate = perMinute(600);
        for (int i = 0; i < 1_000; i++) {
            rate.take(caller(i));
        }
        assertThat(rate.remembered()).isEqualTo(1_000);
        pass(Duration.ofSeconds(61));
        assertThat(rate.remembered()).isZero();
    }

    @Test
    void zeroMeansNoLimit() {
        var rate = perMinute(0);
        for (int i = 0; i < 1_000; i++) {
            rate.take(caller(1));
        }
        assertThat(rate.remembered()).isZero();
    }
}
