package blotter.register.feed;

import static org.assertj.core.api.Assertions.assertThat;

import blotter.register.feed.FeedStore.Marks;
import org.junit.jupiter.api.Test;

class WatermarkTest {
    private static final long WINDOW = 1_000;

    private static Marks marks(long incidents, long risks, long oldest, long next) {
        return new Marks(new Position(incidents, risks), oldest, next);
    }

    private static Position look(Watermark mark, Marks marks) {
        var after = mark.next(marks, WINDOW);
        mark.settle(after);
        return after;
    }

    @Test
    void earlierIdsAreSettledWhenNoTransactionRuns() {
        var mark = new Watermark(marks(100, 10, 7, 7), WINDOW);
        assertThat(mark.settled()).isEqualTo(new Position(0, 0));
        assertThat(mark.isCertain()).isFalse();
        assertThat(look(mark, marks(103, 10, 8, 8))).isEqualTo(new Position(100, 10));
        assertThat(mark.isCertain()).isTrue();
        assertThat(look(mark, marks(103, 12, 9, 9))).isEqualTo(new Position(103, 10));
        assertThat(look(mark, marks(103, 12, 9, 9))).isEqualTo(new Position(103, 12));
    }

    @Test
    void runningTransactionsHoldTheWatermarkBack() {
        var mark = new Watermark(marks(100, 0, 7, 7), WINDOW);
        look(mark, marks(100, 0, 7, 7));
        // Transaction 7 writes; 8 begins later and ends sooner.
        assertThat(look(mark, marks(150, 0, 7, 9))).isEqualTo(new Position(100, 0));
        assertThat(look(mark, marks(160, 0, 7, 12))).isEqualTo(new Position(100, 0));
        // 7 has ended; 12 took its row ids after the beginning of that poll.
        assertThat(look(mark, marks(170, 0, 12, 14))).isEqualTo(new Position(100, 0));
        assertThat(look(mark, marks(170, 0, 12, 14))).isEqualTo(new Position(100, 0));
        assertThat(look(mark, marks(170, 0, 14, 14))).isEqualTo(new Position(170, 0));
    }

    @Test
    void longTransactionsAreNotWaitedFor() {
        var mark = new Watermark(marks(100, 0, 7, 7), WINDOW);
        look(mark, marks(100, 0, 7, 8));
        assertThat(look(mark, marks(2_000, 0, 7, 9))).isEqualTo(new Position(1_000, 0));
    }

    @Test
    void parsesPositionsAndRejectsOtherTexts() {
        assertThat(Position.parse(new Position(4_711, 892).id())).isEqualTo(new Position(4_711, 892));
        for (var junk : java.util.List.of("", "1", "1-", "-1", "a-b", "1-2-3", " 1-2", "1".repeat(19) + "-1")) {
            assertThat(Position.parse(junk)).as(junk).isNull();
        }
    }
}
