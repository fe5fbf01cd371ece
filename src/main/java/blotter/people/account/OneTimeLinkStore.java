package blotter.people.account;

import blotter.people.account.OneTimeLink.Kind;
import blotter.people.authentication.Secrets;
import blotter.people.organization.Organization;
import blotter.platform.database.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The stored one-time links, with hashes of the tokens. Using a link deletes it.
public final class OneTimeLinkStore {
    private static final Pattern FORM = Pattern.compile("blotter_link_([1-9][0-9]{0,8})_[A-Za-z0-9_-]{43,60}");

    private final Database database;

    public OneTimeLinkStore(Database database) {
        this.database = database;
    }

    /// Creates a link, and revokes the person's previous ones.
    OneTimeLink.Made make(Handle handle, int orgId, UUID userId, Kind kind, Instant at) {
        var now = at.truncatedTo(ChronoUnit.MICROS);
        revoke(handle, orgId, userId);
        var token = Secrets.random("blotter_link_%d_".formatted(orgId));
        var expires = now.plus(kind.lifetime);
        handle.createUpdate("""
                        insert into one_time_link (org_id, token_hash, user_id, kind, created_date, expires_date)
                        values (:org, :hash, :user, :kind, :now, :expires)""")
                .bind("org", orgId)
                .bind("hash", Secrets.hash(token))
                .bind("user", userId)
                .bind("kind", kind.label())
                .bind("now", now)
                .bind("expires", expires)
                .execute();
        return new OneTimeLink.Made(token, kind, expires);
    }

    public void revoke(Handle handle, int orgId, UUID userId) {
        handle.createUpdate("delete from one_time_link where org_id = :org and user_id = :user")
                .bind("org", orgId)
                .bind("user", userId)
                .execute();
    }

    /// The link with this token; null when it is unknown, used or expired, or its person is not active.
    @Nullable
    OneTimeLink find(String token, Instant now) {
        int orgId = organization(token);
        return orgId == 0
                ? null
                : database.jdbi()
                        .withHandle(handle -> handle.createQuery("""
                        select l.kind, l.user_id, l.expires_date, u.email, o.id, o.slug, o.name
                          from one_time_link l
                          join app_user u on u.org_id = l.org_id and u.id = l.user_id
                          join organization o on o.org_id = l.org_id
                         where l.org_id = :org and l.token_hash = :hash and l.expires_date > :now and u.active""")
                                .bind("org", orgId)
                                .bind("hash", Secrets.hash(token))
                                .bind("now", now)
                                .map((row, context) -> link(orgId, row))
                                .findOne()
                                .orElse(null));
    }

    /// Uses the link; false when it was used or has expired.
    boolean take(Handle handle, String token, Instant now) {
        int orgId = organization(token);
        return orgId != 0
                && handle.createUpdate("""
                                delete from one_time_link
                                 where org_id = :org and token_hash = :hash and expires_date > :now""")
                                .bind("org", orgId)
                                .bind("hash", Secrets.hash(token))
                                .bind("now", now)
                                .execute()
                        == 1;
    }

    private static int organization(String token) {
        var form = FORM.matcher(token);
        return form.matches() ? Integer.parseInt(form.group(1)) : 0;
    }

    private static OneTimeLink link(int orgId, ResultSet row) throws SQLException {
        var organization =
                new Organization(orgId, row.getObject("id", UUID.class), row.getString("slug"), row.getString("name"));
        return new OneTimeLink(
                Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                organization,
                row.getObject("user_id", UUID.class),
                row.getString("email"),
                row.getObject("expires_date", OffsetDateTime.class).toInstant());
    }
}
