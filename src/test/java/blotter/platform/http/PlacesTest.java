package blotter.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blotter.platform.problem.Problem;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PlacesTest {
    private static Places places(int atWork, int waiting, int share) {
        return new Places("exports", atWork, waiting, share, Duration.ofSeconds(7));
    }

    private static void refused(Places places, int orgId, String detail) {
        assertThatThrownBy(() -> places.take(orgId))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.headers()).containsEntry("Retry-After", "7"))
                .hasMessage(detail + " (expected: fewer at a time)");
    }

    @Test
    void oneOrganizationHasItsShare() {
        var places = places(4, 0, 2);
        var first = places.take(1);
        places.take(1);
        refused(places, 1, "2 exports of this organization are running");
        places.take(2);
        places.take(3);
        refused(places, 4, "4 exports are running");
        first.close();
        first.close();
        places.take(4);
        refused(places, 5, "4 exports are running");
    }

    @Test
    void whoWaitsIsNextAndCountsForTheShare() throws Exception {
        var places = places(1, 2, 2);
        var first = places.take(1);
        var second = new AtomicReference<Places.@Nullable Place>();
        var thread = Thread.ofPlatform().start(() -> second.set(places.take(1)));
        while (thread.getState() != Thread.State.WAITING) {
            Thread.sleep(5);
        }
        refused(places, 1, "2 exports of this organization are running");
        assertThat(second.get()).isNull();
        first.close();
        thread.join();
        Objects.requireNonNull(second.get()).close();
        places.take(1).close();
    }
}
