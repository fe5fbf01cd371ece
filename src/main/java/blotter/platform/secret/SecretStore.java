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

/// Which keys the database is encrypted with, and the change from one to the next.
public final class SecretStore {
    private static final byte[] CHECK = "blotter".getBytes(StandardCharsets.US_ASCII);

    private final Database database;
    private final SecretBox box;

    public SecretStore(Database database, SecretBox box) {
        this.database = database;
        this.box = box;
    }

    /// What a rotation did.
    ///
    /// @param key the id of the key that encrypts now
    /// @param rows how many were encrypted anew
    /// @param forgotten ids of keys that nothing was encrypted with any more
    public record Rotation(String key, int rows, List<String> forgotten) {}

    /// Whether nothing is encrypted yet, so that a new key does no harm.
    public static boolean isNew(Database database) {
        return database.jdbi().withHandle(SecretStore::known).isEmpty();
    }

    /// Makes sure that this node can decrypt what is in the database. The first time, encrypts what is in it.
    ///
    /// @throws StartupFailure when a key is missing
    public void admit() {
        database.jdbi().useTransaction(handle -> {
            handle.execute("lock table secret_key in exclusive mode");
            var known = known(handle);
            check(known);
            var current = box.keys().all().getFirst();
            if (known.isEmpty()) {
                renew(handle, current, (row, value) -> value);
            }
            register(handle, current);
        });
    }

    private void check(Map<String, byte[]> known) {
        var given = box.keys().all().stream().collect(Collectors.toMap(SecretKey::id, key -> key, (a, b) -> a));
        known.forEach((id, check) -> {
            if (!given.containsKey(id)) {
                throw new StartupFailure(
                        "%s: not the key of this database, which is encrypted with the key %s (given: %s); docs/operations.md says what to do when it is lost"
                                .formatted(box.keys().setting(), id, String.join(", ", given.keySet())));
            }
            box.decrypt(check, "secret_key/" + id);
        });
    }

    /// Encrypts with the first key all that another one has encrypted, beside servers that run. Forgets keys that
    /// nothing
    /// was encrypted with before it began; the others may still be used by a server that has not heard of it.
    public Rotation rotate() {
        return database.jdbi().inTransaction(handle -> {
            handle.execute("lock table secret_key in exclusive mode");
            var current = box.keys().all().getFirst();
            var known = known(handle);
            var used = used(handle);
            var unused = known.keySet().stream()
                    .filter(id -> !used.contains(id) && !id.equals(current.id()))
                    .sorted()
                    .toList();
            forget(handle, unused);
            check(known(handle));
            int rows = renew(handle, current, (row, value) -> box.decrypt(value, row));
            register(handle, current);
            return new Rotation(current.id(), rows, unused);
        });
    }

    /// The ids of the keys that a server has to have.
    public static Set<String> needed(Database database) {
        return database.jdbi().withHandle(SecretStore::known).keySet();
    }

    private static Map<String, byte[]> known(Handle handle) {
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

    private static void forget(Handle handle, List<String> ids) {
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

    private interface Plain {
        byte[] of(String row, byte[] value);
    }

    /// Encrypts with this key what is not.
    ///
    /// @param plain the secret in a row, from what the row holds
    private int renew(Handle handle, SecretKey key, Plain plain) {
        return renew(handle, key, plain, """
                        select 'signing_key/' || id as row, secret from signing_key
                         where substring(secret from 1 for 5) <> :header for update""", """
                        update signing_key s set secret = decode(n.after, 'hex')
                          from unnest(:rows, :after) as n (row, after) where 'signing_key/' || s.id = n.row""") + renew(handle, key, plain, """
                        select 'second_factor/' || org_id || '/' || user_id as row, secret from second_factor
                         where substring(secret from 1 for 5) <> :header for update""", """
                        update second_factor s set secret = decode(n.after, 'hex')
                          from unnest(:rows, :after) as n (row, after)
                         where 'second_factor/' || s.org_id || '/' || s.user_id = n.row""");
    }

    private int renew(Handle handle, SecretKey key, Plain plain, String select, String update) {
        var found = handle.createQuery(select)
                .bind("header", SecretBox.header(key))
                .map((row, context) -> Map.entry(row.getString("row"), row.getBytes("secret")))
                .list();
        var rows = new ArrayList<String>();
        var after = new ArrayList<String>();
        for (var each : found) {
            var row = each.getKey();
            rows.add(row);
            after.add(HexFormat.of().formatHex(box.encrypt(key, plain.of(row, each.getValue()), row)));
        }
        return handle.createUpdate(update)
                .bind("rows", rows.toArray(String[]::new))
                .bind("after", after.toArray(String[]::new))
                .execute();
    }
}
