package blotter.people.authentication;

import blotter.people.person.Member;
import blotter.people.person.User;
import blotter.people.person.UserStore;
import blotter.platform.access.Role;
import blotter.platform.database.Announcements;
import blotter.platform.database.Database;
import blotter.platform.database.OrganizationCache;
import blotter.platform.database.PostgresTypes;
import blotter.platform.http.Cidr;
import blotter.platform.json.Uuids;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The machines that may ask for tokens.
public final class ServiceAccounts {
    /// What every client secret begins with, so that scanners find one where it should not be.
    public static final String SECRET_PREFIX = "blotter_secret_";

    private static final String TOPIC = "service_accounts";
    // The organization is in the id, so that a look-up stays within one.
    private static final Pattern CLIENT_ID = Pattern.compile("sa_([1-9][0-9]{0,8})_[0-9a-f]{32}");

    private final Database database;
    private final UserStore users;
    private final Announcements announcements;
    private final OrganizationCache<Known> cache;

    public ServiceAccounts(Database database, UserStore users, Announcements announcements) {
        this.database = database;
        this.users = users;
        this.announcements = announcements;
        this.cache = announcements.keep(TOPIC, new OrganizationCache<>(this::load, found -> !found.byUser.isEmpty()));
    }

    private record Known(Map<String, ServiceAccount> byClient, Map<UUID, ServiceAccount> byUser) {}

    /// What a new service account signs in with. The secret is shown this once.
    public record Credentials(UUID userId, String clientId, String secret) {}

    /// A service account found, and the organization that it belongs to.
    record Found(int orgId, ServiceAccount account) {}

    @Nullable
    Found find(String clientId) {
        var form = CLIENT_ID.matcher(clientId);
        if (!form.matches()) {
            return null;
        }
        int orgId = Integer.parseInt(form.group(1));
        var account = cache.get(orgId).byClient.get(clientId);
        return account == null ? null : new Found(orgId, account);
    }

    /// Whether an organization's client id looks like this, so that counting its failures makes sense.
    static boolean isWellFormed(String clientId) {
        return CLIENT_ID.matcher(clientId).matches();
    }

    @Nullable
    ServiceAccount find(int orgId, UUID userId) {
        return cache.get(orgId).byUser.get(userId);
    }

    private Known load(int orgId) {
        return database.lookups().withHandle(handle -> {
            var secrets = new HashMap<UUID, List<ServiceAccount.Secret>>();
            handle.createQuery("select user_id, secret_hash, expires_at from client_secret where org_id = :org")
                    .bind("org", orgId)
                    .map((row, context) -> Map.entry(
                            row.getObject("user_id", UUID.class),
                            new ServiceAccount.Secret(
                                    row.getBytes("secret_hash"), PostgresTypes.instant(row, "expires_at"))))
                    .forEach(secret -> secrets.computeIfAbsent(secret.getKey(), absent -> new ArrayList<>())
                            .add(secret.getValue()));
            var accounts = handle.createQuery("""
                            select user_id, client_id, ip_allowlist::text[] as ip_allowlist, expires_at, token_epoch
                              from service_account
                             where org_id = :org""")
                    .bind("org", orgId)
                    .map((row, context) -> new ServiceAccount(
                            row.getObject("user_id", UUID.class),
                            row.getString("client_id"),
                            List.copyOf(secrets.getOrDefault(row.getObject("user_id", UUID.class), List.of())),
                            allowlist(row),
                            PostgresTypes.instant(row, "expires_at"),
                            row.getInt("token_epoch")))
                    .list();
            return new Known(
                    accounts.stream()
                            .collect(Collectors.toUnmodifiableMap(ServiceAccount::clientId, Function.identity())),
                    accounts.stream()
                            .collect(Collectors.toUnmodifiableMap(ServiceAccount::userId, Function.identity())));
        });
    }

    private static List<Cidr> allowlist(ResultSet row) throws SQLException {
        return Arrays.stream((String[]) row.getArray("ip_allowlist").getArray())
                .map(Cidr::parse)
                .map(Objects::requireNonNull)
                .toList();
    }

    /// Makes a service account, which is a user too; null when the organization has one of this name.
    public @Nullable Credentials create(Handle handle, int orgId, String orgSlug, String name, List<Role> roles) {
        var id = UUID.randomUUID();
        var folded = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        var local = folded.isEmpty() ? id.toString() : folded;
        boolean inserted = false;
        // Names that differ in what an address cannot say get a number. Asked anew after each address that was taken:
        // it may have been taken, just now, for this very name.
        for (int n = 1; !inserted; n++) {
            if (users.hasServiceAccount(handle, orgId, name)) {
                return null;
            }
            // Never an address that could receive mail: RFC 2606 keeps .invalid free.
            var email = "%s%s@%s.service-account.invalid".formatted(local, n == 1 ? "" : "-" + n, orgSlug);
            var user = new User(id, email, name, "", null);
            inserted = users.insert(handle, orgId, new Member(user, Member.Kind.SERVICE_ACCOUNT, true, roles), null);
        }
        var clientId = "sa_%d_%s".formatted(orgId, Uuids.ordered().toString().replace("-", ""));
        var secret = Secrets.random(SECRET_PREFIX);
        handle.createUpdate("""
                        insert into service_account (org_id, user_id, client_id)
                        values (:org, :user, :client)""")
                .bind("org", orgId)
                .bind("user", id)
                .bind("client", clientId)
                .execute();
        addSecret(handle, orgId, id, secret);
        announcements.changed(handle, TOPIC, orgId);
        return new Credentials(id, clientId, secret);
    }

    private static void addSecret(Handle handle, int orgId, UUID userId, String secret) {
        handle.createUpdate("""
                        insert into client_secret (org_id, user_id, id, secret_hash, hint)
                        values (:org, :user, :id, :hash, :hint)""")
                .bind("org", orgId)
                .bind("user", userId)
                .bind("id", Uuids.ordered())
                .bind("hash", Secrets.hash(secret))
                .bind("hint", Secrets.hint(secret))
                .execute();
    }

    /// A new secret, shown this once. The others end at this moment, or earlier if they would have.
    ///
    /// @param end from when on they are refused; when it is now, access and refresh tokens end too
    public String rotate(Handle handle, int orgId, UUID userId, Instant now, Instant end) {
        handle.createUpdate("""
                        with gone as (
                            delete from client_secret where org_id = :org and user_id = :user and expires_at <= :now)
                        update client_secret
                           set expires_at = least(expires_at, :end)
                         where org_id = :org and user_id = :user and (expires_at is null or expires_at > :now)""")
                .bind("org", orgId)
                .bind("user", userId)
                .bind("now", now)
                .bind("end", end)
                .execute();
        if (!end.isAfter(now)) {
            handle.createUpdate("""
                            update service_account set token_epoch = token_epoch + 1
                             where org_id = :org and user_id = :user""").bind("org", orgId).bind("user", userId).execute();
            RefreshTokens.end(handle, orgId, userId);
        }
        var secret = Secrets.random(SECRET_PREFIX);
        addSecret(handle, orgId, userId, secret);
        announcements.changed(handle, TOPIC, orgId);
        return secret;
    }

    /// Keeps that it was used, to the minute: more would make those who ask at once wait for each other.
    static void used(Handle handle, int orgId, UUID userId, Instant now) {
        handle.createUpdate("""
                        update service_account set last_used_date = :now
                         where org_id = :org and user_id = :user
                           and (last_used_date is null or last_used_date < :before)""")
                .bind("now", now)
                .bind("before", now.minusSeconds(60))
                .bind("org", orgId)
                .bind("user", userId)
                .execute();
    }

    /// Tells all nodes that the organization's service accounts changed.
    public void announce(Handle handle, int orgId) {
        announcements.changed(handle, TOPIC, orgId);
    }
}
