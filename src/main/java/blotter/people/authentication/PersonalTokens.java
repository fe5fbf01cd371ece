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

/// What people make for their own scripts: a token that speaks for them until it expires, is revoked, or the person is
/// deactivated, with all of their permissions or some.
public final class PersonalTokens {
    /// What every such token begins with, so that scanners find one where it should not be.
    public static final String PREFIX = "blotter_token_";

    /// How long one may live.
    static final Duration LONGEST = Duration.ofDays(366);

    /// How many a person may have.
    static final int MOST = 50;

    private static final String TOPIC = "personal_tokens";
    // The organization is in it, so that a look-up stays within one.
    private static final Pattern FORM = Pattern.compile(PREFIX + "([1-9][0-9]{0,8})_[A-Za-z0-9_-]{49}");
    private static final Duration USE_KEPT = Duration.ofMinutes(1);

    private final Database database;
    private final Announcements announcements;
    private final OrganizationCache<Map<String, Token>> cache;
    private final ConcurrentMap<UUID, Instant> used = new ConcurrentHashMap<>();

    public PersonalTokens(Database database, Announcements announcements) {
        this.database = database;
        this.announcements = announcements;
        var tokens = new OrganizationCache<Map<String, Token>>(this::load, found -> !found.isEmpty());
        this.cache = announcements.keep(TOPIC, tokens);
        // Who is deactivated loses them.
        announcements.keep(UserStore.TOPIC, tokens);
    }

    /// A token as its owner sees it.
    ///
    /// @param scopes permissions; null for all that the person has
    record Token(
            UUID id,
            UUID userId,
            String name,
            String hint,
            @Nullable Set<Permission> scopes,
            Instant createdDate,
            Instant expiresDate,
            @Nullable Instant lastUsedDate) {

        /// What of the person's permissions it has.
        Set<Permission> of(Set<Permission> permissions) {
            if (scopes == null) {
                return permissions;
            }
            var both = EnumSet.copyOf(permissions);
            both.retainAll(scopes);
            return both;
        }
    }

    /// A token found, and the organization that it belongs to.
    record Found(int orgId, Token token) {}

    /// The token of this text; null when it is none, or has expired.
    @Nullable
    Found find(String text, Instant now) {
        var form = FORM.matcher(text);
        if (!form.matches() || !Secrets.isWellFormed(text)) {
            return null;
        }
        int orgId = Integer.parseInt(form.group(1));
        // By its hash: to find one takes the whole token, and how long that takes tells nothing about it.
        var token = cache.get(orgId).get(HexFormat.of().formatHex(Secrets.hash(text)));
        if (token == null || !now.isBefore(token.expiresDate)) {
            return null;
        }
        keepUse(orgId, token, now);
        return new Found(orgId, token);
    }

    private void keepUse(int orgId, Token token, Instant now) {
        var before = used.get(token.id);
        if (before != null && now.isBefore(before.plus(USE_KEPT))) {
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
                .map(Permission::of)
                .filter(Objects::nonNull)
                .map(Function.identity())
                .collect(Collectors.toUnmodifiableSet());
    }

    /// The person's tokens, by name.
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

    /// A new token, and its text, which is shown this once.
    record Made(Token token, String text) {}

    /// Makes a token; null when the person has too many.
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
        int made = handle.createUpdate("""
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
        return made == 0 ? null : new Made(token, text);
    }

    /// Makes a token of a month with all that the person may, and answers with its text; null when there are too many.
    public @Nullable String issue(Handle handle, int orgId, UUID userId, String name, Instant now) {
        var made = create(handle, orgId, userId, name, null, now, now.plus(Duration.ofDays(30)));
        return made == null ? null : made.text;
    }

    /// Revokes all of the person's tokens.
    public void revokeAll(Handle handle, int orgId, UUID userId) {
        handle.createUpdate("delete from personal_token where org_id = :org and user_id = :user")
                .bind("org", orgId)
                .bind("user", userId)
                .execute();
        announcements.changed(handle, TOPIC, orgId);
    }

    /// Revokes a token; false when the person has no such one.
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
