package blotter.people.authentication;

import blotter.platform.database.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;

/// Refresh tokens with rotation: each is valid once, and its use issues the next of its family. A second use
/// revokes the family, because one of the two users must have stolen the token (RFC 9700, section 4.14).
public final class RefreshTokens {
    static final Duration LIFETIME = Duration.ofDays(7);

    private static final Pattern FORM = Pattern.compile("blotter_refresh_([1-9][0-9]{0,8})_[A-Za-z0-9_-]{49}");

    private final Database database;

    public RefreshTokens(Database database) {
        this.database = database;
    }

    private record Stored(UUID family, UUID userId, boolean used, boolean expired) {}

    /// Issues the first token of a new family.
    ///
    /// @param alongside runs in the same transaction
    String issue(int orgId, UUID userId, Instant now, Consumer<Handle> alongside) {
        return database.jdbi().inTransaction(handle -> {
            handle.createUpdate("delete from refresh_token where org_id = :org and expires_at < :now")
                    .bind("org", orgId)
                    .bind("now", now)
                    .execute();
            alongside.accept(handle);
            return insert(handle, orgId, userId, UUID.randomUUID(), now);
        });
    }

    sealed interface Rotated {
        /// The next token of the family.
        record Next(String token) implements Rotated {}

        /// The token is unknown, expired, or another user's.
        record Unknown() implements Rotated {}

        /// The token was used before, and its family is now revoked.
        record Reused() implements Rotated {}
    }

    /// Exchanges the token for the next of its family.
    ///
    /// @param alongside runs in the same transaction
    Rotated rotate(int orgId, UUID userId, String token, Instant now, BiConsumer<Handle, Rotated> alongside) {
        var form = FORM.matcher(token);
        if (!form.matches() || !Secrets.isWellFormed(token) || Integer.parseInt(form.group(1)) != orgId) {
            return new Rotated.Unknown();
        }
        return database.jdbi().inTransaction(handle -> {
            var rotated = rotated(handle, orgId, userId, token, now);
            alongside.accept(handle, rotated);
            return rotated;
        });
    }

    private static Rotated rotated(Handle handle, int orgId, UUID userId, String token, Instant now) {
        var stored = handle.createQuery("""
                            select family, user_id, used_at is not null as used, expires_at <= :now as expired
                              from refresh_token
                             where org_id = :org and token_hash = :hash
                               for update""")
                .bind("org", orgId)
                .bind("hash", Secrets.hash(token))
                .bind("now", now)
                .map((row, context) -> new Stored(
                        row.getObject("family", UUID.class),
                        row.getObject("user_id", UUID.class),
                        row.getBoolean("used"),
                        row.getBoolean("expired")))
                .findOne()
                .orElse(null);
        if (stored == null || stored.expired || !stored.userId.equals(userId)) {
            return new Rotated.Unknown();
        }
        if (stored.used) {
            handle.createUpdate("delete from refresh_token where org_id = :org and family = :family")
                    .bind("org", orgId)
                    .bind("family", stored.family)
                    .execute();
            return new Rotated.Reused();
        }
        handle.createUpdate("update refresh_token set used_at = :now where org_id = :org and token_hash = :hash")
                .bind("now", now)
                .bind("org", orgId)
                .bind("hash", Secrets.hash(token))
                .execute();
        return new Rotated.Next(insert(handle, orgId, userId, stored.family, now));
    }

    /// Revokes all tokens of a user.
    static void end(Handle handle, int orgId, UUID userId) {
        handle.createUpdate("delete from refresh_token where org_id = :org and user_id = :user")
                .bind("org", orgId)
                .bind("user", userId)
                .execute();
    }

    private static String insert(Handle handle, int orgId, UUID userId, UUID family, Instant now) {
        var token = Secrets.random("blotter_refresh_%d_".formatted(orgId));
        handle.createUpdate("""
                        insert into refresh_token (org_id, token_hash, family, user_id, issued_at, expires_at)
                        values (:org, :hash, :family, :user, :now, :expires)""")
                .bind("org", orgId)
                .bind("hash", Secrets.hash(token))
                .bind("family", family)
                .bind("user", userId)
                .bind("now", now)
                .bind("expires", now.plus(LIFETIME))
                .execute();
        return token;
    }
}
