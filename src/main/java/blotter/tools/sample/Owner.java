package blotter.tools.sample;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The assignee of an incident, and a successor from `handedOver` on if the assignee leaves.
record Owner(String first, String successor, @Nullable Instant handedOver) {

    static Owner draw(Cast cast, RandomGenerator random, Timeline times) {
        var first = cast.onDuty(times.triaged(), random, "");
        var left = first.deactivatedAt();
        var handed = left == null
                ? null
                : Timeline.later(
                        left.minus(Duration.ofMinutes(random.nextInt(60, 2600))), left.minus(Duration.ofHours(40)));
        var successor = cast.onDuty(left == null ? times.closed() : left, random, first.key());
        return new Owner(first.key(), successor.key(), handed);
    }

    String at(Instant time) {
        return handedOver == null || time.isBefore(handedOver) ? first : successor;
    }
}
