package blotter.people.account;

import blotter.people.organization.Organization;
import blotter.platform.database.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// What people sign in with, where it is kept.
public final class AccountStore {
    private final Database database;

    public AccountStore(Database database) {
        this.database = database;
    }

    /// The active people of this email who have a password, in every organization or in one. This and [#ofEmail] go
    /// over
    /// all organizations: who signs in has none yet.
    ///
    /// @param slug of the organization; null when none was said
    List<Account> withPassword(String email, @Nullable String slug) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("""
                        select u.org_id, u.id as user_id, u.email, u.password_hash, o.id as public_id, o.slug, o.name,
                               f.confirmed_date is not null as second_factor
                          from app_user u
                          join organization o on o.org_id = u.org_id
                          left join second_factor f on f.org_id = u.org_id and f.user_id = u.id
                         where lower(u.email) = lower(:email) and u.kind = 'person' and u.active
                           and u.password_hash is not null and (:slug::text is null or o.slug = :slug)
                         order by o.slug""")
                        .bind("email", email)
                        .bind("slug", slug)
                        .map((row, context) -> account(row))
                        .list());
    }

    /// Somebody's account as it is told of when a sign-in has failed.
    record Tried(int orgId, String email, boolean active, boolean hasPassword) {
        /// Why nobody can sign in to it with a password; null when somebody could.
        @Nullable
        String closedBecause() {
            return !active ? "the account is not active" : hasPassword ? null : "the account has no password";
        }
    }

    /// The people of this email, whether they can sign in or not, in every organization or in one.
    ///
    /// @param slug of the organization; null when none was said
    List<Tried> ofEmail(String email, @Nullable String slug) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("""
                        select u.org_id, u.email, u.active, u.password_hash is not null as has_password
                          from app_user u
                          join organization o on o.org_id = u.org_id
                         where lower(u.email) = lower(:email) and u.kind = 'person' and (:slug::text is null or o.slug = :slug)
                         order by u.org_id""")
                        .bind("email", email)
                        .bind("slug", slug)
                        .map((row, context) -> new Tried(
                                row.getInt("org_id"),
                                row.getString("email"),
                                row.getBoolean("active"),
                                row.getBoolean("has_password")))
                        .list());
    }

    /// In how many organizations somebody has a password, at most; 1 at least.
    int mostOrganizations() {
        return database.jdbi()
                .withHandle(
                        handle -> handle.createQuery("""
                        select greatest(1, max(organizations))
                          from (select count(*) as organizations
                                  from app_user
                                 where kind = 'person' and password_hash is not null
                                 group by lower(email)) e""").mapTo(Integer.class).one());
    }

    @Nullable
    Account find(int orgId, UUID userId) {
        return database.jdbi().withHandle(handle -> find(handle, orgId, userId));
    }

    @Nullable
    Account find(Handle handle, int orgId, UUID userId) {
        return handle.createQuery("""
                        select u.org_id, u.id as user_id, u.email, u.password_hash, o.id as public_id, o.slug, o.name,
                               f.confirmed_date is not null as second_factor
                          from app_user u
                          join organization o on o.org_id = u.org_id
                          left join second_factor f on f.org_id = u.org_id and f.user_id = u.id
                         where u.org_id = :org and u.id = :id and u.kind = 'person'""")
                .bind("org", orgId)
                .bind("id", userId)
                .map((row, context) -> account(row))
                .findOne()
                .orElse(null);
    }

    /// Gives the person a password.
    public void setPassword(Handle handle, int orgId, UUID userId, String hash) {
        handle.createUpdate("""
                        update app_user set password_hash = :hash
                         where org_id = :org and id = :id and kind = 'person'""")
                .bind("hash", hash)
                .bind("org", orgId)
                .bind("id", userId)
                .execute();
    }

    /// Whether the organization has an active Admin beside this one who has a password, and so can sign in whatever
    /// becomes of an identity provider.
    public boolean hasAdminBeside(Handle handle, int orgId, UUID userId) {
        return handle.createQuery("""
                        select exists (select from app_user
                                        where org_id = :org and id <> :id and kind = 'person' and active
                                          and 'Admin' = any(roles) and password_hash is not null)""")
                .bind("org", orgId)
                .bind("id", userId)
                .mapTo(Boolean.class)
                .one();
    }

    /// Whether the person is an active Admin who has a password.
    public boolean isAdminWithPassword(Handle handle, int orgId, UUID userId) {
        return handle.createQuery("""
                        select exists (select from app_user
                                        where org_id = :org and id = :id and kind = 'person' and active
                                          and 'Admin' = any(roles) and password_hash is not null)""")
                .bind("org", orgId)
                .bind("id", userId)
                .mapTo(Boolean.class)
                .one();
    }

    private static Account account(ResultSet row) throws SQLException {
        var organization = new Organization(
                row.getInt("org_id"),
                row.getObject("public_id", UUID.class),
                row.getString("slug"),
                row.getString("name"));
        return new Account(
                organization,
                row.getObject("user_id", UUID.class),
                row.getString("email"),
                row.getString("password_hash"),
                row.getBoolean("second_factor"));
    }
}
