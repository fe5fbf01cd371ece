package blotter.people.authentication;

import blotter.platform.database.Database;
import blotter.platform.secret.SecretBox;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
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
    private final SecretBox box;
    private final LongSupplier nanos;
    private final AtomicLong read;
    private volatile SequencedMap<UUID, byte[]> keys;

    /// @param nanos a clock that only goes forward, such as `System::nanoTime`
    SigningKeys(Database database, SecretBox box, LongSupplier nanos) {
        this.database = database;
        this.box = box;
        this.nanos = nanos;
        this.read = new AtomicLong(nanos.getAsLong());
        this.keys = load();
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
            keys = load();
        } catch (RuntimeException e) {
            LOG.warnf("the signing keys cannot be read (%s); going on with those of before", e.getMessage());
        }
    }

    private SequencedMap<UUID, byte[]> load() {
        var kept = all();
        if (!kept.isEmpty()) {
            return kept;
        }
        var id = UUID.randomUUID();
        var secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        database.jdbi().useTransaction(handle -> {
            // One key, however many nodes start at once.
            handle.execute("lock table signing_key in exclusive mode");
            handle.createUpdate(
                            "insert into signing_key (id, secret) select :id, :secret where not exists (select from signing_key)")
                    .bind("id", id)
                    .bind("secret", box.encrypt(secret, row(id)))
                    .execute();
        });
        return all();
    }

    private SequencedMap<UUID, byte[]> all() {
        return database.lookups().withHandle(handle -> {
            var keys = new LinkedHashMap<UUID, byte[]>();
            var kept = handle.createQuery("select id, secret from signing_key order by created_date desc, id desc")
                    .map((row, context) -> Map.entry(row.getObject("id", UUID.class), row.getBytes("secret")))
                    .list();
            kept.forEach(key -> decrypted(key).ifPresent(secret -> keys.put(key.getKey(), secret)));
            if (keys.isEmpty() && !kept.isEmpty()) {
                throw new IllegalStateException("none of the signing keys can be decrypted");
            }
            return keys;
        });
    }

    /// One that cannot be decrypted costs those who hold its tokens, and nobody else.
    private Optional<byte[]> decrypted(Map.Entry<UUID, byte[]> key) {
        try {
            return Optional.of(box.decrypt(key.getValue(), row(key.getKey())));
        } catch (IllegalStateException e) {
            LOG.warnf("a signing key is left out: %s", e.getMessage());
            return Optional.empty();
        }
    }

    private static String row(UUID id) {
        return "signing_key/" + id;
    }
}
