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

/// Begins sessions. Each is a new one with a token that nobody has seen; the one that the browser had before ends, so
/// that nobody can lay one in wait.
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

    /// Begins one for this person in the transaction.
    ///
    /// @param way how they have shown who they are, for the audit log
    public SessionStore.Begun begin(Handle handle, Exchange exchange, int orgId, UUID userId, String way) {
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

    /// Where somebody comes from who is about to be in a session.
    public static Origin origin(Exchange exchange) {
        return new Origin(exchange.address().getHostAddress(), Via.PAGE, exchange.id());
    }

    /// The answer that hands it over, once the transaction is committed.
    Answer answer(Exchange exchange, SessionStore.Begun begun) {
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
