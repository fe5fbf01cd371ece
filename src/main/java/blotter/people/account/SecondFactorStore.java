package blotter.people.account;

import blotter.people.authentication.Secrets;
import blotter.platform.secret.SecretBox;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The stored second factors and recovery codes.
final class SecondFactorStore {
    private final SecretBox box;

    SecondFactorStore(SecretBox box) {
        this.box = box;
    }

    /// @param confirmed whether a correct code has proven that the person has the secret
    record Factor(byte[] secret, boolean confirmed) {}

    @Nullable
    Factor find(Handle handle, int orgId, UUID userId) {
        return handle.createQuery("""
                        select secret, confirmed_date is not null as confirmed
                          from second_factor
                         where org_id = :org and user_id = :user""")
                .bind("org", orgId)
                .bind("user", userId)
                .map((row, context) -> new Factor(
                        box.decrypt(row.getBytes("secret"), row(orgId, userId)), row.getBoolean("confirmed")))
                .findOne()
                .orElse(null);
    }

    /// Stores a secret to be confirmed; false when there is a confirmed one.
    boolean start(Handle handle, int orgId, UUID userId, byte[] secret, Instant now) {
        return handle.createUpdate("""
                        insert into second_factor (org_id, user_id, secret, created_date)
                        values (:org, :user, :secret, :now)
                        on conflict (org_id, user_id) do update set secret = excluded.secret, created_date = excluded.created_date
                         where second_factor.confirmed_date is null""")
                        .bind("org", orgId)
                        .bind("user", userId)
                        .bind("secret", box.encrypt(secret, row(orgId, userId)))
                        .bind("now", now)
                        .execute()
                == 1;
    }

    /// Marks the time step as used; false when it or a later one was used before.
    boolean useStep(Handle handle, int orgId, UUID userId, long step) {
        return handle.createUpdate("""
                        update second_factor set last_step = :step
                         where org_id = :org and user_id = :user and last_step < :step""")
                        .bind("step", step)
                        .bind("org", orgId)
                        .bind("user", userId)
                        .execute()
                == 1;
    }

    void confirm(Handle handle, int orgId, UUID userId, List<String> recoveryCodes, Instant now) {
        handle.createUpdate("update second_factor set confirmed_date = :now where org_id = :org and user_id = :user")
                .bind("now", now)
                .bind("org", orgId)
                .bind("user", userId)
                .execute();
        handle.createUpdate("""
                        insert into recovery_code (org_id, user_id, code_hash)
                        select :org, :user, decode(hash, 'hex') from unnest(:hashes) as c (hash)""")
                .bind("org", orgId)
                .bind("user", userId)
                .bind(
                        "hashes",
                        recoveryCodes.stream().map(SecondFactorStore::hash).toArray(String[]::new))
                .execute();
    }

    private static String row(int orgId, UUID userId) {
        return "second_factor/%d/%s".formatted(orgId, userId);
    }

    private static String hash(String code) {
        return java.util.HexFormat.of().formatHex(Secrets.hash(code));
    }

    /// Uses a recovery code; false when it is wrong or was used before.
    boolean useRecoveryCode(Handle handle, int orgId, UUID userId, String code) {
        return handle.createUpdate("""
                        delete from recovery_code
                         where org_id = :org and user_id = :user and code_hash = decode(:hash, 'hex')""")
                        .bind("org", orgId)
                        .bind("user", userId)
                        .bind("hash", hash(code))
                        .execute()
                == 1;
    }

    /// Removes the second factor; false when there is none.
    boolean remove(Handle handle, int orgId, UUID userId) {
        handle.createUpdate("delete from recovery_code where org_id = :org and user_id = :user")
                .bind("org", orgId)
                .bind("user", userId)
                .execute();
        return handle.createUpdate("delete from second_factor where org_id = :org and user_id = :user")
                        .bind("org", orgId)
                        .bind("user", userId)
                        .execute()
                == 1;
    }
}
