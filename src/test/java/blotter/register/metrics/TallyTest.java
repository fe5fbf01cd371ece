package blotter.register.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Random;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TallyTest {
    @Test
    void countsLikeAMap() {
        var random = new Random(1);
        // Ids that share one half, and two thousand random ones.
        var ids = LongStream.range(0, 4_000)
                .mapToObj(i -> switch ((int) (i % 4)) {
                    case 0 -> new UUID(i, 0);
                    case 1 -> new UUID(0, i);
                    default -> new UUID(random.nextLong(), random.nextLong());
                })
                .toList();
        var expected = new HashMap<UUID, Long>();
        var tally = new Tally();
        for (int i = 0; i < 50_000; i++) {
            var id = ids.get(random.nextInt(ids.size()));
            expected.merge(id, 1L, Long::sum);
            tally.add(id.getMostSignificantBits(), id.getLeastSignificantBits());
        }
        assertThat(tally.counts()).isEqualTo(expected);
    }

    @Test
    void startsEmpty() {
        assertThat(new Tally().counts()).isEmpty();
    }
}
