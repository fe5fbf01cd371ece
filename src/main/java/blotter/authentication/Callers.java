package blotter.authentication;

import blotter.access.Caller;
import blotter.access.Role;
import blotter.access.Via;
import blotter.http.Exchange;
import blotter.person.Users;
import blotter.problem.Problem;
import blotter.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/// Finds out who calls.
@ApplicationScoped
class Callers {
    private final AccessTokens tokens;
    private final Users users;
    private final ServiceAccounts accounts;
    private final PersonalTokens personalTokens;
    private final RequestRate rate;
    private final CurrentSession sessions;
    private final Clock clock;

    Callers(
            AccessTokens tokens,
            Users users,
            ServiceAccounts accounts,
            PersonalTokens personalTokens,
            RequestRate rate,
            CurrentSession sessions,
            Clock clock) {
        this.tokens = tokens;
        this.users = users;
        this.accounts = accounts;
        this.personalTokens = personalTokens;
        this.rate = rate;
        this.sessions = sessions;
        this.clock = clock;
    }

    /// The caller whose access token, or else whose session's cookie, the request has. Throws a problem `unauthorized`
    /// when there is neither, and `cross-site-request` when another site's page would write with the cookie.
    Caller caller(Exchange exchange) {
        var header = exchange.header("Authorization");
        return header == null ? ofSession(exchange) : ofToken(header, exchange.address());
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
        var caller = new Caller(session.orgId(), session.userId(), Role.permissions(member.roles()), Via.PAGE);
        rate.take(caller);
        return caller;
    }

    private Caller ofToken(String header, InetAddress address) {
        if (!header.regionMatches(true, 0, "Bearer ", 0, 7)) {
            throw unauthorized("Bearer realm=\"blotter\"", "Authorization is not of the scheme Bearer");
        }
        var token = token(header);
        var caller = token.startsWith(PersonalTokens.PREFIX) ? person(token) : machine(token, address);
        if (caller == null) {
            throw unauthorized(
                    "Bearer realm=\"blotter\", error=\"invalid_token\"",
                    "the access token is not valid, no longer, or not from this address");
        }
        rate.take(caller);
        return caller;
    }

    /// What follows `Bearer` in the header `Authorization`.
    static String token(String header) {
        return header.substring(7).strip();
    }

    private @Nullable Caller machine(String token, InetAddress address) {
        var now = clock.instant();
        var claims = tokens.verify(token, now);
        if (claims == null) {
            return null;
        }
        var member = users.find(claims.orgId(), claims.userId());
        var account = accounts.find(claims.orgId(), claims.userId());
        if (member == null
                || account == null
                || !member.active()
                || account.tokenEpoch() != claims.epoch()
                || account.isExpired(now)
                || !account.mayCallFrom(address)) {
            return null;
        }
        return new Caller(claims.orgId(), claims.userId(), Role.permissions(member.roles()), Via.API);
    }

    private @Nullable Caller person(String token) {
        var found = personalTokens.find(token, clock.instant());
        var member =
                found == null ? null : users.find(found.orgId(), found.token().userId());
        if (found == null || member == null || !member.active()) {
            return null;
        }
        var permissions = found.token().of(Role.permissions(member.roles()));
        return new Caller(found.orgId(), member.user().id(), permissions, Via.API);
    }

    private static Problem unauthorized(String challenge, String detail) {
        return Problem.problem(ProblemType.UNAUTHORIZED, detail).header("WWW-Authenticate", challenge);
    }
}
