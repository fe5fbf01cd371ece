package blotter.platform.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import blotter.platform.database.Database;
import blotter.testing.PostgresExtension;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class ScheduleTest {
    private static final Duration LOOK = Duration.ofMillis(20);
    private static final Duration HEARTBEAT = Duration.ofMillis(100);

    private final Database database;

    ScheduleTest(Database database) {
        this.database = database;
    }

    private Schedule node() {
        return new Schedule(database, LOOK, HEARTBEAT);
    }

    private static void await(CountDownLatch latch) throws InterruptedException {
        assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void regularWorkRunsAgainWhetherItFailedOrNot() throws Exception {
        var runs = new CountDownLatch(4);
        try (var schedule = node()) {
            schedule.every("regular", Duration.ofMillis(10), open -> {
                runs.countDown();
                if (runs.getCount() % 2 == 0) {
                    throw new IllegalStateException("every other time");
                }
            });
            schedule.start();
            await(runs);
        }
    }

    @Test
    void oneNodeAtATimeRunsRegularWork() throws Exception {
        var running = new AtomicInteger();
        var together = new AtomicBoolean();
        var runs = new CountDownLatch(10);
        Schedule.Work work = open -> {
            if (running.incrementAndGet() > 1) {
                together.set(true);
            }
            pause(30);
            running.decrementAndGet();
            runs.countDown();
        };
        try (var one = node();
                var other = node()) {
            for (var node : List.of(one, other)) {
                node.every("alone", Duration.ofMillis(10), work);
                node.start();
            }
            await(runs);
        }
        assertThat(together).isFalse();
    }

    @Test
    void workForLaterRunsOnceAtItsTimeWithItsData() throws Exception {
        var done = new LinkedBlockingQueue<String>();
        try (var one = node();
                var other = node()) {
            var later = one.once("later", (data, open) -> done.add(data));
            other.once("later", (data, open) -> done.add(data));
            one.start();
            other.start();
            later.at(Instant.now(), "1", "the first, 100 %");
            later.at(Instant.now(), "2", "");
            later.at(Instant.now().plusSeconds(3_600), "3", "in an hour");
            later.at(Instant.now(), "3", "again");
            assertThat(IntStream.range(0, 2).mapToObj(i -> next(done)))
                    .containsExactlyInAnyOrder("the first, 100 %", "");
            assertThat(done.poll(200, TimeUnit.MILLISECONDS)).isNull();
        }
    }

    private static String next(BlockingQueue<String> queue) {
        try {
            var next = queue.poll(20, TimeUnit.SECONDS);
            return next == null ? "nothing came" : next;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatAKilledNodeWasRunningIsRunByAnother() throws Exception {
        var begun = new CountDownLatch(1);
        var never = new CountDownLatch(1);
        var killed = node();
        killed.every("killed", Duration.ofMillis(10), open -> {
            begun.countDown();
            pause(never);
        });
        killed.start();
        await(begun);
        killed.close();
        // As the kill would have left it.
        database.jdbi().useHandle(handle -> handle.execute("""
                        update scheduled_tasks
                           set picked = true, picked_by = 'killed', last_heartbeat = now(), execution_time = now()
                         where task_name = 'killed'"""));
        var runs = new CountDownLatch(2);
        try (var other = node()) {
            other.every("killed", Duration.ofMillis(10), open -> runs.countDown());
            other.start();
            await(runs);
        }
    }

    @Test
    void closingTellsTheWorkAndDoesNotTakeLong() throws Exception {
        var begun = new CountDownLatch(1);
        var schedule = node();
        schedule.every("long", Duration.ofMillis(10), open -> {
            begun.countDown();
            while (open.getAsBoolean()) {
                pause(10);
            }
        });
        schedule.start();
        await(begun);
        var closing = System.nanoTime();
        schedule.close();
        assertThat(Duration.ofNanos(System.nanoTime() - closing)).isLessThan(Duration.ofSeconds(2));
    }

    private static void pause(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void pause(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
