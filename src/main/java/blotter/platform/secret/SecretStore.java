package blotter.platform.secret;

import blotter.platform.database.Database;
import blotter.platform.database.StartupFailure;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/// Records which keys encrypt the database's secrets, and rotates them.
public final class SecretStore {
    private static final byte[] CHECK = "blotter".getBytes(StandardCharsets.US_ASCII);

    private final Database database;
    private final SecretBox box;

    public SecretStore(Database database, SecretBox box) {
        this.database = database;
        this.box = box;
    }

    /// The result of a rotation.
    ///
    /// @param key the id of the current key
    /// @param rows the number of values that were re-encrypted
    /// @param removed ids of keys that were no longer in use
    public record Rotation(String key, int rows, List<String> removed) {}

    /// Whether no key is registered yet, so that a new one can be chosen.
    public static boolean isNew(Database database) {
        return database.jdbi().withHandle(SecretStore::registered).isEmpty();
    }

    /// Checks that this node has all registered keys. The first time, encrypts the secrets in the database.
    ///
    /// @throws StartupFailure when a key is missing
    public void initialize() {
        database.jdbi().useTransaction(handle -> {
            handle.execute("lock table secret_key in exclusive mode");
            var registered = registered(handle);
            check(registered);
            var current = box.keys().all().getFirst();
            if (registered.isEmpty()) {
                reencrypt(handle, current, (row, value) -> value);
            }
            register(handle, current);
        });
    }

    private void check(Map<String, byte[]> registered) {
        var given = box.keys().all().stream().collect(Collectors.toMap(SecretKey::id, key -> key, (a, b) -> a));
        registered.forEach((id, check) -> {
            if (!given.containsKey(id)) {
                throw new StartupFailure(
                        "%s: not the key of this database, which is encrypted with the key %s (given: %s); docs/operations.md says what to do when it is lost"
                                .formatted(box.keys().setting(), id, String.join(", ", given.keySet())));
            }
            box.decrypt(check, "secret_key/" + id);
        });
    }

    /// Re-encrypts all secrets with the first key, also while servers run. Removes the keys that were unused before
    /// it began; a server that has not yet noticed the rotation may still encrypt with the others.
    public Rotation rotate() {
        return database.jdbi().inTransaction(handle -> {
            handle.execute("lock table secret_key in exclusive mode");
            var current = box.keys().all().getFirst();
            var used = used(handle);
            var unused = registered(handle).keySet().stream()
                    .filter(id -> !used.contains(id) && !id.equals(current.id()))
                    .sorted()
                    .toList();
            remove(handle, unused);
            check(registered(handle));
            int rows = reencrypt(handle, current, (row, value) -> box.decrypt(value, row));
            register(handle, current);
            return new Rotation(current.id(), rows, unused);
        });
    }

    /// The ids of the keys that a server needs.
    public static Set<String> needed(Database database) {
        return database.jdbi().withHandle(SecretStore::registered).keySet();
    }

    private static Map<String, byte[]> registered(Handle handle) {
        return handle.createQuery("select id, check_value from secret_key")
                .map((row, context) -> Map.entry(row.getString("id"), row.getBytes("check_value")))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private void register(Handle handle, SecretKey key) {
        handle.createUpdate("insert into secret_key (id, check_value) values (:id, :check) on conflict do nothing")
                .bind("id", key.id())
                .bind("check", box.encrypt(key, CHECK, "secret_key/" + key.id()))
                .execute();
    }

    private static void remove(Handle handle, List<String> ids) {
        handle.createUpdate("delete from secret_key where id = any(:ids)")
                .bind("ids", ids.toArray(String[]::new))
                .execute();
    }

    private static List<String> used(Handle handle) {
        return handle.createQuery("""
                        select distinct encode(substring(value from 2 for 4), 'hex')
                          from (select secret from signing_key
                                union all select secret from second_factor) s (value)""").mapTo(String.class).list();
    }

    private interface Decryption {
        byte[] decrypt(String row, byte[] value);
    }

    private int reencrypt(Handle handle, SecretKey key, Decryption decryption) {
        return reencrypt(handle, key, decryption, """
                        select 'signing_key/' || id as row, secret from signing_key
                         where substring(secret from 1 for 5) <> :header for update""", """
                        update signing_key s set secret = decode(n.after, 'hex')
                          from unnest(:rows, :after) as n (row, after) where 'signing_key/' || s.id = n.row""") + reencrypt(handle, key, decryption, """
                        select 'second_factor/' || org_id || '/' || user_id as row, secret from second_factor
                         where substring(secret from 1 for 5) <> :header for update""", """
                        update second_factor s set secret = decode(n.after, 'hex')
                          from unnest(:rows, :after) as n (row, after)
                         where 'second_factor/' || s.org_id || '/' || s.user_id = n.row""");
    }

    private int reencrypt(Handle handle, SecretKey key, Decryption decryption, String select, String update) {
        var found = handle.createQuery(select)
                .bind("header", SecretBox.header(key))
                .map((row, context) -> Map.entry(row.getString("row"), row.getBytes("secret")))
                .list();
        var rows = new ArrayList<String>();
        var after = new ArrayList<String>();
        for (var each : found) {
            var row = each.getKey();
            rows.add(row);
            after.add(HexFormat.of().formatHex(box.encrypt(key, decryption.decrypt(row, each.getValue()), row)));
        }
        return handle.createUpdate(update)
                .bind("rows", rows.toArray(String[]::new))
                .bind("after", after.toArray(String[]::new))
                .execute();
    }
}
