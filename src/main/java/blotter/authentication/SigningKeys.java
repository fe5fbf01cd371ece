package blotter.authentication;

import blotter.database.Database;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The keys that all nodes of an installation sign access tokens with. The newest signs, the others still verify.
///
/// They are read again once a minute, so that a key which was added or removed is so on every node soon; and when a
/// token names a key that this node has not seen, since another node may just have begun to sign with it.
final class SigningKeys {
    private static final Logger LOG = Logger.getLogger("blotter.authentication");
    private static final long RENEWAL = Duration.ofMinutes(1).toNanos();
    // A stranger can name any key: asking the database is limited.
    private static final long SHORTEST = Duration.ofSeconds(5).toNanos();

    private final Database database;
    private final LongSupplier nanos;
    private final AtomicLong read;
    private volatile SequencedMap<UUID, byte[]> keys;

    /// @param nanos a clock that only goes forward, such as `System::nanoTime`
    SigningKeys(Database database, LongSupplier nanos) {
        this.database = database;
        this.nanos = nanos;
        this.read = new AtomicLong(nanos.getAsLong());
        this.keys = load(database);
    }

    /// The key that signs now.
    Map.Entry<UUID, byte[]> newest() {
        renew(RENEWAL);
        return keys.firstEntry();
    }

    /// The secret of the key; null when there is none of this id.
    byte @Nullable [] find(UUID id) {
        renew(RENEWAL);
        if (!keys.containsKey(id)) {
            renew(SHORTEST);
        }
        return keys.get(id);
    }

    private void renew(long age) {
        long before = read.get();
        long now = nanos.getAsLong();
        // One reads, the others go on with what is there.
        if (now - before < age || !read.compareAndSet(before, now)) {
            return;
        }
        try {
            keys = load(database);
        } catch (RuntimeException e) {
            LOG.warnf("the signing keys cannot be read (%s); going on with those of before", e.getMessage());
        }
    }

    private static SequencedMap<UUID, byte[]> load(Database database) {
        var kept = all(database);
        if (!kept.isEmpty()) {
            return kept;
        }
        var secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        database.jdbi().useTransaction(handle -> {
            // One key, however many nodes start at once.
            handle.execute("lock table signing_key in exclusive mode");
            handle.createUpdate(
                            "insert into signing_key (id, secret) select :id, :secret where not exists (select from signing_key)")
                    .bind("id", UUID.randomUUID())
                    .bind("secret", secret)
                    .execute();
        });
        return all(database);
    }

    private static SequencedMap<UUID, byte[]> all(Database database) {
        return database.lookups().withHandle(handle -> {
            var keys = new LinkedHashMap<UUID, byte[]>();
            handle.createQuery("select id, secret from signing_key order by created_date desc, id desc")
                    .map((row, context) -> Map.entry(row.getObject("id", UUID.class), row.getBytes("secret")))
                    .forEach(key -> keys.put(key.getKey(), key.getValue()));
            return keys;
        });
    }
}
