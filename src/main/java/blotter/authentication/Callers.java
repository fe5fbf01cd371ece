package blotter.authentication;

import blotter.access.Caller;
import blotter.access.Role;
import blotter.access.Via;
import blotter.http.Exchange;
import blotter.person.Users;
import blotter.problem.Problem;
import blotter.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;

/// Finds out who calls.
@ApplicationScoped
class Callers {
    private final AccessTokens tokens;
    private final Users users;
    private final ServiceAccounts accounts;
    private final CurrentSession sessions;
    private final Clock clock;

    Callers(AccessTokens tokens, Users users, ServiceAccounts accounts, CurrentSession sessions, Clock clock) {
        this.tokens = tokens;
        this.users = users;
        this.accounts = accounts;
        this.sessions = sessions;
        this.clock = clock;
    }

    /// The caller whose access token, or else whose session's cookie, the request has. Throws a problem `unauthorized`
    /// when there is neither, and `cross-site-request` when another site's page would write with the cookie.
    Caller caller(Exchange exchange) {
        var header = exchange.header("Authorization");
        return header == null ? ofSession(exchange) : ofToken(header);
    }

    private Caller ofSession(Exchange exchange) {
        var session = sessions.ofCookie(exchange);
        var member = session == null ? null : users.find(session.orgId(), session.userId());
        if (session == null || member == null || !member.active()) {
            throw unauthorized(
                    "Bearer realm=\"blotter\"",
                    SessionCookie.read(exchange) == null
                            ? "no access token (expected: Authorization: Bearer …)"
                            : "the session is over");
        }
        SameOrigin.require(exchange);
        return new Caller(session.orgId(), session.userId(), Role.permissions(member.roles()), Via.PAGE);
    }

    private Caller ofToken(String header) {
        if (!header.regionMatches(true, 0, "Bearer ", 0, 7)) {
            throw unauthorized("Bearer realm=\"blotter\"", "Authorization is not of the scheme Bearer");
        }
        var claims = tokens.verify(header.substring(7).strip(), clock.instant());
        var member = claims == null ? null : users.find(claims.orgId(), claims.userId());
        var account = claims == null ? null : accounts.find(claims.orgId(), claims.userId());
        if (claims == null
                || member == null
                || account == null
                || !member.active()
                || account.tokenEpoch() != claims.epoch()
                || account.isExpired(clock.instant())) {
            throw unauthorized(
                    "Bearer realm=\"blotter\", error=\"invalid_token\"", "the access token is not valid, or no longer");
        }
        return new Caller(claims.orgId(), claims.userId(), Role.permissions(member.roles()), Via.API);
    }

    private static Problem unauthorized(String challenge, String detail) {
        return Problem.problem(ProblemType.UNAUTHORIZED, detail).header("WWW-Authenticate", challenge);
    }
}
