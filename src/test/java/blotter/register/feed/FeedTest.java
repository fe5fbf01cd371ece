package blotter.register.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blotter.people.authentication.Proof;
import blotter.people.person.UserStore;
import blotter.people.person.Users;
import blotter.platform.access.Caller;
import blotter.platform.access.Permission;
import blotter.platform.access.Via;
import blotter.platform.database.Announcements;
import blotter.platform.database.Database;
import blotter.platform.problem.Problem;
import blotter.register.incident.Incidents;
import blotter.register.risk.Risks;
import blotter.testing.Plans;
import blotter.testing.PostgresExtension;
import java.net.InetAddress;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The feed without HTTP: limits, slow listeners, many rows.
@ExtendWith(PostgresExtension.class)
class FeedTest {
    private static final int ORG = 7;
    private static final AtomicInteger NEXT = new AtomicInteger();

    private final Database database;
    private final Feed feed;
    private volatile boolean allowed = true;

    FeedTest(Database database) {
        this.database = database;
        var announcements = new Announcements(database);
        this.feed = new Feed(
                new FeedStore(database),
                List.of(Incidents.KIND, Risks.KIND),
                new Users(new UserStore(database, announcements), announcements),
                proofs -> proofs.stream()
                        .filter(proof -> allowed)
                        .collect(Collectors.toMap(proof -> proof, FeedTest::caller)),
                new Feed.Limits(24, Duration.ofMillis(50), Duration.ofMillis(200), Duration.ofMillis(300)));
        feed.start();
    }

    @AfterEach
    void close() {
        feed.close();
    }

    private static Caller caller(UUID user, int org) {
        return new Caller(org, user, EnumSet.allOf(Permission.class), Via.API);
    }

    private static Caller caller(Proof proof) {
        var token = ((Proof.OfToken) proof).token();
        return caller(UUID.fromString(token.substring(0, 36)), Integer.parseInt(token.split("/", 3)[1]));
    }

    /// A receiver that records messages.
    private static final class Kept implements Receiver {
        private final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
        private volatile boolean gone;
        private volatile int waiting;

        @Override
        public void send(Message message) {
            messages.add(message);
        }

        @Override
        public int waiting() {
            return waiting;
        }

        @Override
        public boolean isGone() {
            return gone;
        }

        @Override
        public void end() {
            gone = true;
        }

        Message any() {
            try {
                return Objects.requireNonNull(messages.poll(10, TimeUnit.SECONDS), "nothing came");
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        /// The next event's data.
        String next() {
            for (int signsOfLife = 0; signsOfLife < 30; signsOfLife++) {
                var data = any().data();
                if (data != null) {
                    return data;
                }
            }
            throw new AssertionError("nothing happened");
        }

        void awaitEnd() {
            for (int i = 0; i < 200 && !gone; i++) {
                try {
                    Thread.sleep(25);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
            assertThat(gone).isTrue();
        }
    }

    private Kept join(UUID user) {
        return join(user, ORG);
    }

    private Kept join(UUID user, int org) {
        var end = new Kept();
        var token = "%s/%d/%d".formatted(user, org, NEXT.incrementAndGet());
        var proof = new Proof.OfToken(token, InetAddress.getLoopbackAddress());
        feed.join(new Listener(proof, caller(user, org), null, true, end));
        return end;
    }

    private Kept joined() {
        var end = join(UUID.randomUUID());
        assertThat(end.next()).isEqualTo("{\"resumed\":false}");
        return end;
    }

    private void write(int org, int entries, @Nullable UUID batch) {
        database.jdbi()
                .useHandle(handle -> handle.createUpdate("""
                        insert into incident_history (org_id, number, at, actor, via, batch_id, kind, changes)
                        select :org, n, now(), :actor, 'api', :batch, 'changed', '{}'
                          from generate_series(1, :entries) n""")
                        .bind("org", org)
                        .bind("batch", batch)
                        .bind("actor", new UUID(0, 1))
                        .bind("entries", entries)
                        .execute());
    }

    @Test
    void silentStreamsGetHeartbeatsWithTheirPosition() {
        var end = joined();
        Message sign;
        do {
            sign = end.any();
            assertThat(sign.data()).isNull();
        } while (sign.id() == null);
        assertThat(Position.parse(sign.id())).isNotNull();
    }

    @Test
    void manyChangesAreMergedIntoOne() {
        var end = joined();
        write(ORG, 150, null);
        assertThat(end.next()).contains("\"key\":null", "\"by\":null", "\"count\":150", "\"ids\":null");
        write(ORG, 1, null);
        assertThat(end.next()).contains("\"count\":1", "\"ids\":[\"INC-00001\"]");
    }

    @Test
    void streamsAreIsolatedByOrganization() {
        var end = joined();
        write(ORG + 1, 3, null);
        write(ORG, 2, UUID.randomUUID());
        assertThat(end.next()).contains("\"count\":2");
    }

    @Test
    void slowReadersAreDisconnected() {
        var slow = joined();
        var other = joined();
        slow.waiting = 300 * 1024;
        write(ORG, 1, null);
        slow.awaitEnd();
        assertThat(other.next()).contains("changed");
        assertThat(other.gone).isFalse();
    }

    @Test
    void listenersWithoutPermissionAreDisconnected() {
        var end = joined();
        allowed = false;
        end.awaitEnd();
    }

    @Test
    void streamsAreLimitedByNodeOrganizationAndUser() {
        var user = UUID.randomUUID();
        for (int i = 0; i < 16; i++) {
            join(user);
        }
        assertThatThrownBy(() -> join(user))
                .isInstanceOf(Problem.class)
                .hasMessage("this user has 16 open streams (expected: fewer)");
        for (int i = 0; i < 2; i++) {
            join(UUID.randomUUID());
        }
        assertThatThrownBy(() -> join(UUID.randomUUID()))
                .isInstanceOf(Problem.class)
                .hasMessage("18 streams of this organization are open (expected: fewer)");
        for (int i = 0; i < 6; i++) {
            join(UUID.randomUUID(), ORG + 1);
        }
        assertThatThrownBy(() -> join(UUID.randomUUID(), ORG + 1))
                .isInstanceOf(Problem.class)
                .hasMessage("24 streams are open (expected: fewer)");
    }

    @Test
    void closingTheFeedEndsAllStreams() {
        var end = joined();
        feed.close();
        assertThat(end.gone).isTrue();
        assertThatThrownBy(() -> join(UUID.randomUUID())).hasMessage("this node is shutting down");
    }

    @Test
    void findsNewRowsWithoutReadingOldOnes(Database.Settings settings) {
        database.jdbi().useHandle(handle -> {
            handle.execute("""
                    insert into incident_history (org_id, number, at, actor, via, batch_id, kind, changes)
                    select %d, n, now(), gen_random_uuid(), 'api', gen_random_uuid(), 'changed', '{"status": ["New", "Closed"]}'
                      from generate_series(1, 200000) n""".formatted(ORG));
            handle.execute("vacuum analyze incident_history");
        });
        for (var mode : Plans.Mode.values()) {
            try (var plans = Plans.open(settings, mode)) {
                var store = new FeedStore(plans.database());
                var from = store.marks().issued().back(50);
                for (int i = 0; i < 12; i++) {
                    assertThat(store.since(from, Set.of(ORG))).hasSize(50);
                }
                for (var plan : plans.seen("new rows")) {
                    assertThat(plan.tablesReadTo(1)).as(plan.outline()).isEmpty();
                    assertThat(plan.blocks()).as(plan.outline()).isLessThan(600);
                }
            }
        }
    }
}
