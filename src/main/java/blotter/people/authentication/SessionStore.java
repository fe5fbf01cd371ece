package blotter.people.authentication;

import blotter.platform.database.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The stored sessions, with hashes of the tokens. Every request reads its session from the database, so that
/// ending one takes effect immediately on all nodes.
public final class SessionStore {
    private static final Pattern FORM = Pattern.compile("blotter_session_([1-9][0-9]{0,8})_[A-Za-z0-9_-]{43,60}");
    /// The precision of `last_used_date`, which saves writes.
    private static final Duration PRECISION = Duration.ofMinutes(1);

    private static final int MAX_USER_AGENT = 500;

    private final Database database;

    public SessionStore(Database database) {
        this.database = database;
    }

    /// A new session. Its token is only known now; the database has its hash.
    public record NewSession(String token, Session session) {}

    /// Starts a session with a new token. Also deletes the organization's expired sessions.
    public NewSession begin(Handle handle, int orgId, UUID userId, Session.Browser browser, Instant at) {
        // The precision of PostgreSQL.
        var now = at.truncatedTo(ChronoUnit.MICROS);
        handle.createUpdate("delete from session where org_id = :org and expires_date < :now")
                .bind("org", orgId)
                .bind("now", now)
                .execute();
        var token = Secrets.random("blotter_session_%d_".formatted(orgId));
        var session = new Session(UUID.randomUUID(), orgId, userId, now, now, now.plus(Session.LIFETIME), cut(browser));
        handle.createUpdate("""
                        insert into session (org_id, token_hash, id, user_id, created_date, last_used_date, expires_date,
                                             address, user_agent)
                        values (:org, :hash, :id, :user, :now, :now, :end, :address, :agent)""")
                .bind("org", orgId)
                .bind("hash", Secrets.hash(token))
                .bind("id", session.id())
                .bind("user", userId)
                .bind("now", now)
                .bind("end", session.endDate())
                .bind("address", session.browser().address())
                .bind("agent", session.browser().userAgent())
                .execute();
        return new NewSession(token, session);
    }

    private static Session.Browser cut(Session.Browser browser) {
        var agent = browser.userAgent().replaceAll("[^\\x20-\\x7E]", "?");
        return new Session.Browser(browser.address(), agent.substring(0, Math.min(agent.length(), MAX_USER_AGENT)));
    }

    /// The session with this token, unless it has ended or its person is not active. Counts as use of the session.
    @Nullable
    Session use(String token, Instant now) {
        return FORM.matcher(token).matches() ? database.jdbi().withHandle(handle -> use(handle, token, now)) : null;
    }

    /// The same within a transaction, which must not wait for a second connection.
    @Nullable
    Session use(Handle handle, String token, Instant now) {
        var form = FORM.matcher(token);
        if (!form.matches()) {
            return null;
        }
        int orgId = Integer.parseInt(form.group(1));
        var hash = Secrets.hash(token);
        var session = handle.createQuery("""
                        select s.id, s.user_id, s.created_date, s.last_used_date, s.expires_date, s.address, s.user_agent
                          from session s
                          join app_user u on u.org_id = s.org_id and u.id = s.user_id
                         where s.org_id = :org and s.token_hash = :hash and u.active
                           and s.expires_date > :now and s.last_used_date > :idle""")
                .bind("org", orgId)
                .bind("hash", hash)
                .bind("now", now)
                .bind("idle", now.minus(Session.IDLE))
                .map((row, context) -> session(orgId, row))
                .findOne()
                .orElse(null);
        if (session == null || !session.lastUsedDate().isBefore(now.minus(PRECISION))) {
            return session;
        }
        var used = now.truncatedTo(ChronoUnit.MICROS);
        handle.createUpdate("""
                            update session set last_used_date = :now
                             where org_id = :org and token_hash = :hash and last_used_date < :now""")
                .bind("now", used)
                .bind("org", orgId)
                .bind("hash", hash)
                .execute();
        return session.usedAt(used);
    }

    record LiveSession(int orgId, UUID userId) {}

    /// The sessions that have not ended, by token. Does not count as use.
    Map<String, LiveSession> findLive(Collection<String> tokens, Instant now) {
        if (tokens.isEmpty()) {
            return Map.of();
        }
        var byHash = new HashMap<String, String>();
        var orgs = new ArrayList<Long>();
        for (var token : tokens) {
            var form = FORM.matcher(token);
            if (form.matches()) {
                orgs.add(Long.valueOf(form.group(1)));
                byHash.put(HexFormat.of().formatHex(Secrets.hash(token)), token);
            }
        }
        var live = new HashMap<String, LiveSession>();
        database.jdbi()
                .useHandle(handle -> handle.createQuery("""
                        select s.org_id, encode(s.token_hash, 'hex') as hash, s.user_id
                          from session s
                          join app_user u on u.org_id = s.org_id and u.id = s.user_id
                         where s.org_id in (select unnest(:orgs)) and s.token_hash in (select decode(unnest(:hashes), 'hex'))
                           and u.active and s.expires_date > :now and s.last_used_date > :idle""")
                        .bind("orgs", orgs.toArray(Long[]::new))
                        .bind("hashes", byHash.keySet().toArray(String[]::new))
                        .bind("now", now)
                        .bind("idle", now.minus(Session.IDLE))
                        .map((row, context) -> Map.entry(
                                Objects.requireNonNull(byHash.get(row.getString("hash"))),
                                new LiveSession(row.getInt("org_id"), row.getObject("user_id", UUID.class))))
                        .forEach(each -> live.put(each.getKey(), each.getValue())));
        return live;
    }

    /// The person's sessions that have not ended, most recently used first.
    public List<Session> of(int orgId, UUID userId, Instant now) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("""
                        select id, user_id, created_date, last_used_date, expires_date, address, user_agent
                          from session
                         where org_id = :org and user_id = :user and expires_date > :now and last_used_date > :idle
                         order by last_used_date desc, id""")
                        .bind("org", orgId)
                        .bind("user", userId)
                        .bind("now", now)
                        .bind("idle", now.minus(Session.IDLE))
                        .map((row, context) -> session(orgId, row))
                        .list());
    }

    /// Ends a session; false when the person has none with this id.
    public boolean end(Handle handle, int orgId, UUID userId, UUID id) {
        return handle.createUpdate("delete from session where org_id = :org and user_id = :user and id = :id")
                        .bind("org", orgId)
                        .bind("user", userId)
                        .bind("id", id)
                        .execute()
                == 1;
    }

    /// Ends the person's sessions.
    ///
    /// @param except the session to keep; null for none
    public void endAll(Handle handle, int orgId, UUID userId, @Nullable UUID except) {
        handle.createUpdate("""
                        delete from session
                         where org_id = :org and user_id = :user and (:except::uuid is null or id <> :except)""")
                .bind("org", orgId)
                .bind("user", userId)
                .bind("except", except)
                .execute();
    }

    private static Session session(int orgId, ResultSet row) throws SQLException {
        return new Session(
                row.getObject("id", UUID.class),
                orgId,
                row.getObject("user_id", UUID.class),
                row.getObject("created_date", OffsetDateTime.class).toInstant(),
                row.getObject("last_used_date", OffsetDateTime.class).toInstant(),
                row.getObject("expires_date", OffsetDateTime.class).toInstant(),
                new Session.Browser(row.getString("address"), row.getString("user_agent")));
    }
}
