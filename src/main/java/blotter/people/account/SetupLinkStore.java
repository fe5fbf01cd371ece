package blotter.people.account;

import blotter.people.authentication.Secrets;
import blotter.platform.database.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The link for creating the first organization and its Admin. It works once, and only while there is no
/// organization.
public final class SetupLinkStore {
    private static final Duration LIFETIME = Duration.ofHours(24);
    private static final Pattern FORM = Pattern.compile("blotter_setup_[A-Za-z0-9_-]{43,60}");

    private final Database database;

    public SetupLinkStore(Database database) {
        this.database = database;
    }

    /// Replaces the link and returns its token; null when there is an organization.
    public @Nullable String make(Instant now) {
        var token = Secrets.random("blotter_setup_");
        return database.jdbi().inTransaction(handle -> {
            handle.execute("lock table setup_link in exclusive mode");
            handle.execute("delete from setup_link");
            int made = handle.createUpdate("""
                            insert into setup_link (token_hash, created_date, expires_date)
                            select :hash, :now, :expires
                             where not exists (select from organization)""")
                    .bind("hash", Secrets.hash(token))
                    .bind("now", now)
                    .bind("expires", now.plus(LIFETIME))
                    .execute();
            return made == 1 ? token : null;
        });
    }

    static boolean isOne(String token) {
        return FORM.matcher(token).matches();
    }

    /// When the link expires; null when it is not valid.
    @Nullable
    Instant find(String token, Instant now) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("""
                        select expires_date
                          from setup_link
                         where token_hash = :hash and expires_date > :now and not exists (select from organization)""")
                        .bind("hash", Secrets.hash(token))
                        .bind("now", now)
                        .mapTo(OffsetDateTime.class)
                        .findOne()
                        .map(OffsetDateTime::toInstant)
                        .orElse(null));
    }

    /// Uses the link; false when it is no longer valid.
    boolean take(Handle handle, String token, Instant now) {
        return handle.createUpdate("""
                        delete from setup_link
                         where token_hash = :hash and expires_date > :now and not exists (select from organization)""")
                        .bind("hash", Secrets.hash(token))
                        .bind("now", now)
                        .execute()
                == 1;
    }
}
