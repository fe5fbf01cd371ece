package blotter.platform.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blotter.platform.problem.Problem;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MemoryBudgetTest {
    private static final long KIB = 1024;

    private final MemoryBudget budget = new MemoryBudget(100 * KIB, Duration.ofMillis(50));

    @Test
    void releasedMemoryIsFreeAgain() {
        try (var share = budget.share()) {
            share.take(30 * KIB);
            share.take(1);
            assertThat(budget.free()).isEqualTo(69 * KIB);
            share.atLeast(40 * KIB);
            share.atLeast(10 * KIB);
            assertThat(budget.free()).isEqualTo(60 * KIB);
        }
        assertThat(budget.free()).isEqualTo(budget.bytes());
    }

    @Test
    void aRequestForTooMuchFailsAndTakesNothing() {
        try (var first = budget.share();
                var second = budget.share()) {
            first.take(80 * KIB);
            assertThat(second.tryTake(30 * KIB)).isFalse();
            assertThatThrownBy(() -> second.take(30 * KIB)).isInstanceOfSatisfying(Problem.class, problem -> {
                assertThat(problem.type().status()).isEqualTo(503);
                assertThat(problem.headers()).containsEntry("Retry-After", "5");
            });
            assertThat(budget.free()).isEqualTo(20 * KIB);
        }
    }

    @Test
    void aRequestLargerThanTheBudgetGetsTheWholeBudget() {
        try (var share = budget.share()) {
            share.take(1_000 * KIB);
            assertThat(budget.free()).isZero();
        }
        assertThat(budget.free()).isEqualTo(budget.bytes());
    }

    @Test
    void aRequestThatHoldsNothingWaits() throws Exception {
        var patient = new MemoryBudget(100 * KIB, Duration.ofSeconds(30));
        var first = patient.share();
        first.take(100 * KIB);
        var second = patient.share();
        var waiting = CompletableFuture.runAsync(() -> second.take(50 * KIB));
        assertThat(waiting.isDone()).isFalse();
        first.close();
        waiting.get(20, TimeUnit.SECONDS);
        assertThat(patient.free()).isEqualTo(50 * KIB);
    }

    @Test
    void onlyOneRequestThatHoldsMemoryWaitsForMore() throws Exception {
        var patient = new MemoryBudget(100 * KIB, Duration.ofSeconds(30));
        var shares = List.of(patient.share(), patient.share());
        shares.forEach(share -> share.take(50 * KIB));
        // Each needs what the other holds. The second fails at once and releases its memory, so the first succeeds.
        try (var threads = Executors.newFixedThreadPool(2)) {
            var both = shares.stream()
                    .map(share -> CompletableFuture.supplyAsync(() -> takes(share, 20 * KIB), threads))
                    .toList();
            assertThat(List.of(
                            both.getFirst().get(20, TimeUnit.SECONDS),
                            both.getLast().get(20, TimeUnit.SECONDS)))
                    .containsExactlyInAnyOrder(true, false);
        }
        shares.forEach(MemoryBudget.Share::close);
        assertThat(patient.free()).isEqualTo(patient.bytes());
    }

    private static boolean takes(MemoryBudget.Share share, long bytes) {
        try {
            share.take(bytes);
            return true;
        } catch (Problem refused) {
            share.close();
            return false;
        }
    }

    @Test
    void onlyTheResponseIsHeldUntilItIsSent() {
        var share = budget.share();
        share.take(50 * KIB);
        share.answer(20 * KIB);
        share.worked();
        assertThat(budget.free()).isEqualTo(80 * KIB);
        share.close();
        share.take(10 * KIB);
        assertThat(budget.free()).isEqualTo(budget.bytes());
    }
}
