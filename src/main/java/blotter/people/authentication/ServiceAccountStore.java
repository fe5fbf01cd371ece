package blotter.people.authentication;

import blotter.people.audit.AuditEntry;
import blotter.people.person.UserStore;
import blotter.platform.access.Role;
import blotter.platform.database.Database;
import blotter.platform.database.PostgresTypes;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The stored service accounts, for administration.
public final class ServiceAccountStore {
    private static final String SELECT = """
            select u.id, u.first_name, u.roles, u.active, a.client_id, a.ip_allowlist::text[] as ip_allowlist,
                   a.expires_at, a.created_date, a.last_used_date
              from service_account a join app_user u on u.org_id = a.org_id and u.id = a.user_id
             where a.org_id = :org""";

    private final Database database;
    private final UserStore users;
    private final ServiceAccounts accounts;

    public ServiceAccountStore(Database database, UserStore users, ServiceAccounts accounts) {
        this.database = database;
        this.users = users;
        this.accounts = accounts;
    }

    /// A secret, represented by its last characters.
    public record Secret(
            UUID userId,
            UUID id,
            Instant createdDate,
            @Nullable Instant expiresDate,
            String hint) {}

    /// The settings of an account.
    ///
    /// @param allowlist blocks of addresses; empty for any
    public record Content(
            String name,
            List<Role> roles,
            boolean active,
            List<String> allowlist,
            @Nullable Instant expiresDate) {

        /// Adds the settings to an entry of the audit log.
        public AuditEntry in(AuditEntry entry) {
            return entry.with("name", name)
                    .with("roles", roles.stream().map(Role::label).toList())
                    .with("active", active)
                    .with("ip_allowlist", allowlist)
                    .with("expires_date", expiresDate == null ? null : expiresDate.toString());
        }
    }

    /// A stored account.
    public record Kept(
            UUID id,
            String clientId,
            Content content,
            Instant createdDate,
            @Nullable Instant lastUsedDate,
            List<Secret> secrets) {

        void writeTo(JsonGenerator json, @Nullable String clientSecret) throws IOException {
            json.writeStartObject();
            json.writeStringField("id", id.toString());
            json.writeStringField("name", content.name);
            json.writeStringField("client_id", clientId);
            json.writeArrayFieldStart("roles");
            for (var role : content.roles) {
                json.writeString(role.label());
            }
            json.writeEndArray();
            json.writeBooleanField("active", content.active);
            json.writeArrayFieldStart("ip_allowlist");
            for (var block : content.allowlist) {
                json.writeString(block);
            }
            json.writeEndArray();
            json.writeStringField("expires_date", text(content.expiresDate));
            json.writeStringField("created_date", createdDate.toString());
            json.writeStringField("last_used_date", text(lastUsedDate));
            json.writeArrayFieldStart("secrets");
            for (var secret : secrets) {
                json.writeStartObject();
                json.writeStringField("id", secret.id.toString());
                json.writeStringField("created_date", secret.createdDate.toString());
                json.writeStringField("expires_date", text(secret.expiresDate));
                json.writeStringField("hint", secret.hint);
                json.writeEndObject();
            }
            json.writeEndArray();
            if (clientSecret != null) {
                json.writeStringField("client_secret", clientSecret);
            }
            json.writeEndObject();
        }

        private static @Nullable String text(@Nullable Instant moment) {
            return moment == null ? null : moment.toString();
        }
    }

    public List<Kept> all(int orgId, Instant now) {
        return database.jdbi().withHandle(handle -> {
            var secrets = secrets(handle, orgId, now).stream().collect(Collectors.groupingBy(Secret::userId));
            return handle.createQuery(SELECT)
                    .bind("org", orgId)
                    .map((row, context) -> read(row, secrets.getOrDefault(row.getObject("id", UUID.class), List.of())))
                    .list();
        });
    }

    /// Reads and locks the account until the transaction ends; null when there is none with this id.
    public @Nullable Kept held(Handle handle, int orgId, UUID id, Instant now) {
        var secrets = secrets(handle, orgId, now).stream()
                .filter(secret -> secret.userId.equals(id))
                .toList();
        return handle.createQuery(SELECT + " and u.id = :id for no key update of u")
                .bind("org", orgId)
                .bind("id", id)
                .map((row, context) -> read(row, secrets))
                .findOne()
                .orElse(null);
    }

    private static List<Secret> secrets(Handle handle, int orgId, Instant now) {
        return handle.createQuery("""
                        select user_id, id, created_date, expires_at, hint
                          from client_secret
                         where org_id = :org and (expires_at is null or expires_at > :now)
                         order by id""")
                .bind("org", orgId)
                .bind("now", now)
                .map((row, context) -> new Secret(
                        row.getObject("user_id", UUID.class),
                        row.getObject("id", UUID.class),
                        Objects.requireNonNull(PostgresTypes.instant(row, "created_date")),
                        PostgresTypes.instant(row, "expires_at"),
                        row.getString("hint")))
                .list();
    }

    private static Kept read(ResultSet row, List<Secret> secrets) throws SQLException {
        var content = new Content(
                row.getString("first_name"),
                texts(row, "roles").stream()
                        .map(Role::fromLabel)
                        .filter(Objects::nonNull)
                        .toList(),
                row.getBoolean("active"),
                texts(row, "ip_allowlist"),
                PostgresTypes.instant(row, "expires_at"));
        return new Kept(
                row.getObject("id", UUID.class),
                row.getString("client_id"),
                content,
                Objects.requireNonNull(PostgresTypes.instant(row, "created_date")),
                PostgresTypes.instant(row, "last_used_date"),
                secrets);
    }

    private static List<String> texts(ResultSet row, String column) throws SQLException {
        return Arrays.asList((String[]) row.getArray(column).getArray());
    }

    public void change(Handle handle, int orgId, UUID id, Content content) {
        handle.createUpdate("""
                        update service_account
                           set ip_allowlist = :allowlist::text[]::cidr[], expires_at = :expires
                         where org_id = :org and user_id = :id""")
                .bind("allowlist", content.allowlist.toArray(String[]::new))
                .bind("expires", content.expiresDate)
                .bind("org", orgId)
                .bind("id", id)
                .execute();
        users.change(handle, orgId, id, content.name, content.roles, content.active);
        accounts.announce(handle, orgId);
    }

    /// Deletes the account with its secrets and tokens. Its user remains for past changes.
    public void delete(Handle handle, int orgId, UUID id, String name) {
        RefreshTokens.end(handle, orgId, id);
        handle.createUpdate("delete from service_account where org_id = :org and user_id = :id")
                .bind("org", orgId)
                .bind("id", id)
                .execute();
        users.change(handle, orgId, id, name, List.of(), false);
        accounts.announce(handle, orgId);
    }

    /// Whether an account has this name.
    public boolean isTaken(Handle handle, int orgId, String name) {
        return users.hasServiceAccount(handle, orgId, name);
    }
}
