package blotter.people.account;

import blotter.people.organization.Organization;
import blotter.platform.database.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The stored accounts.
public final class AccountStore {
    private final Database database;

    public AccountStore(Database database) {
        this.database = database;
    }

    /// The active accounts with this email that have a password. Like [#ofEmail], searches all organizations,
    /// because before the sign-in the organization is not known.
    ///
    /// @param slug limits the search to one organization, unless null
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

    /// What the audit log needs about an account after a failed sign-in.
    record Status(int orgId, String email, boolean active, boolean hasPassword) {
        /// Why no password can sign in to this account; null when one can.
        @Nullable
        String reasonClosed() {
            return !active ? "the account is not active" : hasPassword ? null : "the account has no password";
        }
    }

    /// All accounts with this email, whether or not they can sign in.
    ///
    /// @param slug limits the search to one organization, unless null
    List<Status> ofEmail(String email, @Nullable String slug) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("""
                        select u.org_id, u.email, u.active, u.password_hash is not null as has_password
                          from app_user u
                          join organization o on o.org_id = u.org_id
                         where lower(u.email) = lower(:email) and u.kind = 'person' and (:slug::text is null or o.slug = :slug)
                         order by u.org_id""")
                        .bind("email", email)
                        .bind("slug", slug)
                        .map((row, context) -> new Status(
                                row.getInt("org_id"),
                                row.getString("email"),
                                row.getBoolean("active"),
                                row.getBoolean("has_password")))
                        .list());
    }

    /// The largest number of passwords that one email has across organizations, at least 1.
    int maxPasswordsOfAnEmail() {
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

    public void setPassword(Handle handle, int orgId, UUID userId, String hash) {
        handle.createUpdate("""
                        update app_user set password_hash = :hash
                         where org_id = :org and id = :id and kind = 'person'""")
                .bind("hash", hash)
                .bind("org", orgId)
                .bind("id", userId)
                .execute();
    }

    /// Whether another active Admin has a password, and so can sign in even when the identity provider fails.
    public boolean hasOtherAdminWithPassword(Handle handle, int orgId, UUID userId) {
        return handle.createQuery("""
                        select exists (select from app_user
                                        where org_id = :org and id <> :id and kind = 'person' and active
                                          and 'Admin' = any(roles) and password_hash is not null)""")
                .bind("org", orgId)
                .bind("id", userId)
                .mapTo(Boolean.class)
                .one();
    }

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
