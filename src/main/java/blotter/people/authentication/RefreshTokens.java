package blotter.people.authentication;

import blotter.platform.database.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;

/// Refresh tokens: each good for one use, which gives the next of its family. A second use ends the whole family, since
/// one of the two users must be a thief (RFC 9700, section 4.14).
public final class RefreshTokens {
    /// How long a refresh token is good for.
    static final Duration LIFETIME = Duration.ofDays(7);

    private static final Pattern FORM = Pattern.compile("blotter_refresh_([1-9][0-9]{0,8})_[A-Za-z0-9_-]{49}");

    private final Database database;

    public RefreshTokens(Database database) {
        this.database = database;
    }

    private record Kept(UUID family, UUID userId, boolean used, boolean expired) {}

    /// The first token of a new family. What is done with it is kept in the same transaction.
    String issue(int orgId, UUID userId, Instant now, Consumer<Handle> beside) {
        return database.jdbi().inTransaction(handle -> {
            handle.createUpdate("delete from refresh_token where org_id = :org and expires_at < :now")
                    .bind("org", orgId)
                    .bind("now", now)
                    .execute();
            beside.accept(handle);
            return insert(handle, orgId, userId, UUID.randomUUID(), now);
        });
    }

    /// What became of a refresh token that was brought.
    sealed interface Rotated {
        /// The next token of the family.
        record Next(String token) implements Rotated {}

        /// It is unknown, expired, or somebody else's.
        record Unknown() implements Rotated {}

        /// It was used before, and its family has ended.
        record Reused() implements Rotated {}
    }

    /// The next token of the family, if this one is good.
    Rotated rotate(int orgId, UUID userId, String token, Instant now, BiConsumer<Handle, Rotated> beside) {
        var form = FORM.matcher(token);
        if (!form.matches() || !Secrets.isWellFormed(token) || Integer.parseInt(form.group(1)) != orgId) {
            return new Rotated.Unknown();
        }
        return database.jdbi().inTransaction(handle -> {
            var rotated = rotated(handle, orgId, userId, token, now);
            beside.accept(handle, rotated);
            return rotated;
        });
    }

    private static Rotated rotated(Handle handle, int orgId, UUID userId, String token, Instant now) {
        var kept = handle.createQuery("""
                            select family, user_id, used_at is not null as used, expires_at <= :now as expired
                              from refresh_token
                             where org_id = :org and token_hash = :hash
                               for update""")
                .bind("org", orgId)
                .bind("hash", Secrets.hash(token))
                .bind("now", now)
                .map((row, context) -> new Kept(
                        row.getObject("family", UUID.class),
                        row.getObject("user_id", UUID.class),
                        row.getBoolean("used"),
                        row.getBoolean("expired")))
                .findOne()
                .orElse(null);
        if (kept == null || kept.expired || !kept.userId.equals(userId)) {
            return new Rotated.Unknown();
        }
        if (kept.used) {
            handle.createUpdate("delete from refresh_token where org_id = :org and family = :family")
                    .bind("org", orgId)
                    .bind("family", kept.family)
                    .execute();
            return new Rotated.Reused();
        }
        handle.createUpdate("update refresh_token set used_at = :now where org_id = :org and token_hash = :hash")
                .bind("now", now)
                .bind("org", orgId)
                .bind("hash", Secrets.hash(token))
                .execute();
        return new Rotated.Next(insert(handle, orgId, userId, kept.family, now));
    }

    /// Ends all of a user's.
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
