package blotter.people.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import blotter.people.authentication.AccessTokens.Claims;
import blotter.platform.database.Database;
import blotter.platform.secret.SecretBox;
import blotter.platform.secret.SecretKeys;
import blotter.testing.PostgresExtension;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class AccessTokensTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final SecretBox BOX = new SecretBox(SecretKeys.of(PostgresExtension.SECRET_KEY, null));
    private static final Claims CLAIMS = new Claims(1, new UUID(0, 1), 3);

    private final Database database;
    private final AtomicLong nanos = new AtomicLong();

    AccessTokensTest(Database database) {
        this.database = database;
    }

    @AfterEach
    void deleteKeys() {
        execute("delete from signing_key");
    }

    private AccessTokens node() {
        return new AccessTokens(new SigningKeys(database, BOX, nanos::get));
    }

    private void execute(String sql) {
        database.jdbi().useHandle(handle -> handle.execute(sql));
    }

    private void addKey() {
        var id = UUID.randomUUID();
        var secret = java.util.HexFormat.of().formatHex(BOX.encrypt(new byte[32], "signing_key/" + id));
        execute("insert into signing_key values ('%s', decode('%s', 'hex'), now() + '1 hour')".formatted(id, secret));
    }

    private void pass(int seconds) {
        nanos.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }

    @Test
    void tokensAreValidOnAllNodesUntilTheyExpire() {
        var token = node().issue(CLAIMS, NOW);
        var other = node();
        assertThat(other.verify(token, NOW.plusSeconds(899))).isEqualTo(CLAIMS);
        assertThat(other.verify(token, NOW.plusSeconds(900))).isNull();
    }

    @Test
    void aNewKeySignsAndTheOldOneStillVerifies() {
        var old = node().issue(CLAIMS, NOW);
        addKey();
        var node = node();
        var fresh = node.issue(CLAIMS, NOW);
        assertThat(fresh.split("\\.", -1)[0]).isNotEqualTo(old.split("\\.", -1)[0]);
        assertThat(node.verify(old, NOW)).isEqualTo(CLAIMS);
        assertThat(node.verify(fresh, NOW)).isEqualTo(CLAIMS);
    }

    @Test
    void anUnknownKeyReloadsTheKeysAtMostEveryFiveSeconds() {
        var slow = node();
        addKey();
        var first = node().issue(CLAIMS, NOW);
        assertThat(slow.verify(first, NOW)).isNull();
        pass(5);
        assertThat(slow.verify(first, NOW)).isEqualTo(CLAIMS);
        execute("delete from signing_key");
        addKey();
        var second = node().issue(CLAIMS, NOW);
        pass(4);
        assertThat(slow.verify(second, NOW)).isNull();
        pass(1);
        assertThat(slow.verify(second, NOW)).isEqualTo(CLAIMS);
    }

    @Test
    void aRemovedKeyIsRejectedWithinAMinute() {
        var node = node();
        var token = node.issue(CLAIMS, NOW);
        execute("delete from signing_key");
        pass(59);
        assertThat(node.verify(token, NOW)).isEqualTo(CLAIMS);
        pass(1);
        assertThat(node.verify(token, NOW)).isNull();
        assertThat(node.verify(node.issue(CLAIMS, NOW), NOW)).isEqualTo(CLAIMS);
    }

    @Test
    void rejectsForeignTokens() {
        var node = node();
        var token = node.issue(CLAIMS, NOW);
        assertThat(node.verify("", NOW)).isNull();
        assertThat(node.verify("a.b.c", NOW)).isNull();
        assertThat(node.verify(token + "x", NOW)).isNull();
        // No key id.
        assertThat(node.verify("eyJhbGciOiJIUzI1NiJ9." + token.split("\\.", 2)[1], NOW))
                .isNull();
        // {"alg":"none"}
        assertThat(node.verify("eyJhbGciOiJub25lIn0." + token.split("\\.", -1)[1] + ".", NOW))
                .isNull();
    }
}
