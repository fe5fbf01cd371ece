package blotter.people.account;

import blotter.people.audit.Action;
import blotter.people.audit.AuditEntry;
import blotter.people.audit.AuditLog;
import blotter.people.authentication.CurrentSession;
import blotter.people.authentication.Session;
import blotter.people.authentication.SessionCookie;
import blotter.people.authentication.SessionStore;
import blotter.people.person.Users;
import blotter.platform.access.Origin;
import blotter.platform.access.Role;
import blotter.platform.access.Via;
import blotter.platform.http.Answer;
import blotter.platform.http.Exchange;
import java.time.Clock;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/// Starts sessions. Each gets a new token, and the browser's previous session ends, which prevents session
/// fixation.
public final class SessionStart {
    private final SessionStore sessions;
    private final CurrentSession current;
    private final AccountStore accounts;
    private final Users users;
    private final AuditLog audit;
    private final Clock clock;

    public SessionStart(
            SessionStore sessions,
            CurrentSession current,
            AccountStore accounts,
            Users users,
            AuditLog audit,
            Clock clock) {
        this.sessions = sessions;
        this.current = current;
        this.accounts = accounts;
        this.users = users;
        this.audit = audit;
        this.clock = clock;
    }

    /// @param way the method of authentication, for the audit log
    public SessionStore.NewSession begin(Handle handle, Exchange exchange, int orgId, UUID userId, String way) {
        audit.record(
                handle,
                AuditEntry.of(orgId, userId, origin(exchange), Action.SIGN_IN)
                        .subject(userId)
                        .with("way", way));
        var before = current.find(handle, exchange);
        if (before != null) {
            sessions.end(handle, before.orgId(), before.userId(), before.id());
        }
        var agent = Objects.requireNonNullElse(exchange.header("User-Agent"), "");
        return sessions.begin(
                handle,
                orgId,
                userId,
                new Session.Browser(exchange.address().getHostAddress(), agent),
                clock.instant());
    }

    /// The origin of a request before its session exists.
    public static Origin origin(Exchange exchange) {
        return new Origin(exchange.address().getHostAddress(), Via.PAGE, exchange.id());
    }

    /// The response with the session's cookie. Call it after the commit.
    Answer answer(Exchange exchange, SessionStore.NewSession begun) {
        var session = begun.session();
        var account = Objects.requireNonNull(accounts.find(session.orgId(), session.userId()));
        var member = Objects.requireNonNull(
                users.of(session.orgId(), Set.of(session.userId())).get(session.userId()));
        return new SessionAnswer(
                        member,
                        account.organization(),
                        Role.permissions(member.roles()),
                        Via.PAGE,
                        account,
                        session.expiresDate())
                .answer()
                .header("Set-Cookie", SessionCookie.set(exchange, begun.token()));
    }
}
