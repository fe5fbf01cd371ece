package blotter.authentication;

import blotter.access.Role;
import blotter.database.Announcements;
import blotter.database.Database;
import blotter.database.OrganizationCache;
import blotter.database.PostgresTypes;
import blotter.json.Uuids;
import blotter.person.Member;
import blotter.person.User;
import blotter.person.UserStore;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
    private final OrganizationCache<Map<String, ServiceAccount>> cache;

    public ServiceAccounts(Database database, UserStore users, Announcements announcements) {
        this.database = database;
        this.users = users;
        this.announcements = announcements;
        this.cache = announcements.keep(TOPIC, new OrganizationCache<>(this::load, found -> !found.isEmpty()));
    }

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
        var account = cache.get(orgId).get(clientId);
        return account == null ? null : new Found(orgId, account);
    }

    @Nullable
    ServiceAccount find(int orgId, UUID userId) {
        for (var account : cache.get(orgId).values()) {
            if (account.userId().equals(userId)) {
                return account;
            }
        }
        return null;
    }

    private Map<String, ServiceAccount> load(int orgId) {
        return database.lookups()
                .withHandle(handle -> handle
                        .createQuery("""
                        select user_id, client_id, secret_hash, expires_at, token_epoch
                          from service_account
                         where org_id = :org""")
                        .bind("org", orgId)
                        .map((row, context) -> new ServiceAccount(
                                row.getObject("user_id", UUID.class),
                                row.getString("client_id"),
                                row.getBytes("secret_hash"),
                                PostgresTypes.instant(row, "expires_at"),
                                row.getInt("token_epoch")))
                        .stream()
                        .collect(Collectors.toUnmodifiableMap(ServiceAccount::clientId, Function.identity())));
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
                        insert into service_account (org_id, user_id, client_id, secret_hash)
                        values (:org, :user, :client, :hash)""")
                .bind("org", orgId)
                .bind("user", id)
                .bind("client", clientId)
                .bind("hash", Secrets.hash(secret))
                .execute();
        announcements.changed(handle, TOPIC, orgId);
        return new Credentials(id, clientId, secret);
    }

    /// Tells all nodes that the organization's service accounts changed.
    public void announce(Handle handle, int orgId) {
        announcements.changed(handle, TOPIC, orgId);
    }
}
