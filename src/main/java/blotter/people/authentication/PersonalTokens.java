package blotter.people.authentication;

import blotter.people.person.UserStore;
import blotter.platform.access.Permission;
import blotter.platform.database.Announcements;
import blotter.platform.database.Database;
import blotter.platform.database.OrganizationCache;
import blotter.platform.database.PostgresTypes;
import blotter.platform.json.Uuids;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Personal access tokens: long-lived tokens for a person's own scripts, with all or some of the person's
/// permissions. They end when they expire or are revoked, or when the person is deactivated.
public final class PersonalTokens {
    /// The prefix by which secret scanners recognize a token.
    public static final String PREFIX = "blotter_token_";

    /// The longest lifetime.
    static final Duration LONGEST = Duration.ofDays(366);

    /// The limit per person.
    static final int MOST = 50;

    private static final String TOPIC = "personal_tokens";
    // Contains the organization, so that the lookup is limited to it.
    private static final Pattern FORM = Pattern.compile(PREFIX + "([1-9][0-9]{0,8})_[A-Za-z0-9_-]{49}");
    private static final Duration LAST_USED_PRECISION = Duration.ofMinutes(1);

    private final Database database;
    private final Announcements announcements;
    private final OrganizationCache<Map<String, Token>> cache;
    private final ConcurrentMap<UUID, Instant> used = new ConcurrentHashMap<>();

    public PersonalTokens(Database database, Announcements announcements) {
        this.database = database;
        this.announcements = announcements;
        var tokens = new OrganizationCache<Map<String, Token>>(this::load, found -> !found.isEmpty());
        this.cache = announcements.keep(TOPIC, tokens);
        // Deactivating a user can revoke tokens.
        announcements.keep(UserStore.TOPIC, tokens);
    }

    /// A token without its secret.
    ///
    /// @param scopes null for all permissions of the person
    record Token(
            UUID id,
            UUID userId,
            String name,
            String hint,
            @Nullable Set<Permission> scopes,
            Instant createdDate,
            Instant expiresDate,
            @Nullable Instant lastUsedDate) {

        /// Limits the person's permissions to the scopes.
        Set<Permission> restrict(Set<Permission> permissions) {
            if (scopes == null) {
                return permissions;
            }
            var both = EnumSet.copyOf(permissions);
            both.retainAll(scopes);
            return both;
        }
    }

    record Found(int orgId, Token token) {}

    /// Looks up a token; null when it is invalid or expired.
    @Nullable
    Found find(String text, Instant now) {
        var form = FORM.matcher(text);
        if (!form.matches() || !Secrets.isWellFormed(text)) {
            return null;
        }
        int orgId = Integer.parseInt(form.group(1));
        // Comparing hashes leaks nothing about the token through timing.
        var token = cache.get(orgId).get(HexFormat.of().formatHex(Secrets.hash(text)));
        if (token == null || !now.isBefore(token.expiresDate)) {
            return null;
        }
        recordUse(orgId, token, now);
        return new Found(orgId, token);
    }

    private void recordUse(int orgId, Token token, Instant now) {
        var before = used.get(token.id);
        if (before != null && now.isBefore(before.plus(LAST_USED_PRECISION))) {
            return;
        }
        used.put(token.id, now);
        database.lookups()
                .useHandle(handle -> handle.createUpdate("""
                        update personal_token set last_used_date = :now
                         where org_id = :org and user_id = :user and id = :id""")
                        .bind("now", now)
                        .bind("org", orgId)
                        .bind("user", token.userId)
                        .bind("id", token.id)
                        .execute());
    }

    private Map<String, Token> load(int orgId) {
        return database.lookups()
                .withHandle(handle -> handle
                        .createQuery("""
                        select encode(token_hash, 'hex') as hash, id, user_id, name, hint, scopes, created_date, expires_at, last_used_date
                          from personal_token
                         where org_id = :org""")
                        .bind("org", orgId)
                        .map((row, context) -> Map.entry(row.getString("hash"), token(row)))
                        .stream()
                        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    private static Token token(ResultSet row) throws SQLException {
        var scopes = row.getArray("scopes");
        return new Token(
                row.getObject("id", UUID.class),
                row.getObject("user_id", UUID.class),
                row.getString("name"),
                row.getString("hint"),
                scopes == null ? null : permissions((String[]) scopes.getArray()),
                Objects.requireNonNull(PostgresTypes.instant(row, "created_date")),
                Objects.requireNonNull(PostgresTypes.instant(row, "expires_at")),
                PostgresTypes.instant(row, "last_used_date"));
    }

    private static Set<Permission> permissions(String[] labels) {
        return Arrays.stream(labels)
                .map(Permission::fromLabel)
                .filter(Objects::nonNull)
                .map(Function.identity())
                .collect(Collectors.toUnmodifiableSet());
    }

    /// The person's tokens, sorted by name.
    List<Token> of(int orgId, UUID userId) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("""
                        select id, user_id, name, hint, scopes, created_date, expires_at, last_used_date
                          from personal_token
                         where org_id = :org and user_id = :user
                         order by name, id""")
                        .bind("org", orgId)
                        .bind("user", userId)
                        .map((row, context) -> token(row))
                        .list());
    }

    /// A new token with its secret text, which cannot be read again.
    record Made(Token token, String text) {}

    /// Creates a token; null when the person has too many.
    @Nullable
    Made create(
            Handle handle,
            int orgId,
            UUID userId,
            String name,
            @Nullable Set<Permission> scopes,
            Instant now,
            Instant expires) {
        var text = Secrets.random(PREFIX + orgId + "_");
        var token = new Token(Uuids.ordered(), userId, name, Secrets.hint(text), scopes, now, expires, null);
        int inserted = handle.createUpdate("""
                        insert into personal_token (org_id, user_id, id, token_hash, name, hint, scopes, created_date, expires_at)
                        select :org, :user, :id, :hash, :name, :hint, :scopes, :now, :expires
                         where (select count(*) from personal_token where org_id = :org and user_id = :user) < :most""")
                .bind("org", orgId)
                .bind("user", userId)
                .bind("id", token.id)
                .bind("hash", Secrets.hash(text))
                .bind("name", name)
                .bind("hint", token.hint)
                .bind(
                        "scopes",
                        scopes == null
                                ? null
                                : scopes.stream()
                                        .sorted()
                                        .map(Permission::label)
                                        .toArray(String[]::new))
                .bind("now", now)
                .bind("expires", expires)
                .bind("most", MOST)
                .execute();
        announcements.changed(handle, TOPIC, orgId);
        return inserted == 0 ? null : new Made(token, text);
    }

    /// Creates a token with all of the person's permissions for 30 days, and returns its text; null when the person
    /// has too many.
    public @Nullable String issue(Handle handle, int orgId, UUID userId, String name, Instant now) {
        var created = create(handle, orgId, userId, name, null, now, now.plus(Duration.ofDays(30)));
        return created == null ? null : created.text;
    }

    public void revokeAll(Handle handle, int orgId, UUID userId) {
        handle.createUpdate("delete from personal_token where org_id = :org and user_id = :user")
                .bind("org", orgId)
                .bind("user", userId)
                .execute();
        announcements.changed(handle, TOPIC, orgId);
    }

    /// Revokes a token; false when the person has no token with this id.
    boolean revoke(Handle handle, int orgId, UUID userId, UUID id) {
        int gone = handle.createUpdate(
                        "delete from personal_token where org_id = :org and user_id = :user and id = :id")
                .bind("org", orgId)
                .bind("user", userId)
                .bind("id", id)
                .execute();
        announcements.changed(handle, TOPIC, orgId);
        return gone == 1;
    }
}
