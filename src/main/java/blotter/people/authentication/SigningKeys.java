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

/// The keys with which all nodes sign access tokens. The newest signs, the others only verify.
///
/// They are reloaded once a minute, so that every node notices added and removed keys, and when a token names an
/// unknown key, with which another node may just have started to sign.
final class SigningKeys {
    private static final Logger LOG = Logger.getLogger("blotter.authentication");
    private static final long RELOAD_INTERVAL = Duration.ofMinutes(1).toNanos();
    // Limits reloads, because anyone can send tokens with unknown keys.
    private static final long MIN_RELOAD_INTERVAL = Duration.ofSeconds(5).toNanos();

    private final Database database;
    private final SecretBox box;
    private final LongSupplier nanos;
    private final AtomicLong read;
    private volatile SequencedMap<UUID, byte[]> keys;

    /// @param nanos a monotonic clock, such as `System::nanoTime`
    SigningKeys(Database database, SecretBox box, LongSupplier nanos) {
        this.database = database;
        this.box = box;
        this.nanos = nanos;
        this.read = new AtomicLong(nanos.getAsLong());
        this.keys = load();
    }

    /// The key that signs.
    Map.Entry<UUID, byte[]> newest() {
        reload(RELOAD_INTERVAL);
        return keys.firstEntry();
    }

    /// The secret of the key with this id; null when there is none.
    byte @Nullable [] find(UUID id) {
        reload(RELOAD_INTERVAL);
        if (!keys.containsKey(id)) {
            reload(MIN_RELOAD_INTERVAL);
        }
        return keys.get(id);
    }

    private void reload(long minAge) {
        long before = read.get();
        long now = nanos.getAsLong();
        // One thread reloads, the others use the current keys.
        if (now - before < minAge || !read.compareAndSet(before, now)) {
            return;
        }
        try {
            keys = load();
        } catch (RuntimeException e) {
            LOG.warnf("the signing keys cannot be read (%s); using the previous ones", e.getMessage());
        }
    }

    private SequencedMap<UUID, byte[]> load() {
        var stored = all();
        if (!stored.isEmpty()) {
            return stored;
        }
        var id = UUID.randomUUID();
        var secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        database.jdbi().useTransaction(handle -> {
            // Only one of the nodes that start at the same time creates a key.
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
            var stored = handle.createQuery("select id, secret from signing_key order by created_date desc, id desc")
                    .map((row, context) -> Map.entry(row.getObject("id", UUID.class), row.getBytes("secret")))
                    .list();
            stored.forEach(key -> decrypted(key).ifPresent(secret -> keys.put(key.getKey(), secret)));
            if (keys.isEmpty() && !stored.isEmpty()) {
                throw new IllegalStateException("none of the signing keys can be decrypted");
            }
            return keys;
        });
    }

    /// A key that cannot be decrypted only invalidates its own tokens.
    private Optional<byte[]> decrypted(Map.Entry<UUID, byte[]> key) {
        try {
            return Optional.of(box.decrypt(key.getValue(), row(key.getKey())));
        } catch (IllegalStateException e) {
            LOG.warnf("a signing key is ignored: %s", e.getMessage());
            return Optional.empty();
        }
    }

    private static String row(UUID id) {
        return "signing_key/" + id;
    }
}
