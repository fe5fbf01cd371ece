package blotter.people.authentication;

import blotter.people.person.Users;
import blotter.platform.access.Caller;
import blotter.platform.access.Role;
import blotter.platform.access.Via;
import blotter.platform.http.Exchange;
import blotter.platform.problem.Problem;
import blotter.platform.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;

/// Identifies the caller of a request.
@ApplicationScoped
class Callers {
    private final Proofs proofs;
    private final Users users;
    private final RequestRate rate;
    private final CurrentSession sessions;

    Callers(Proofs proofs, Users users, RequestRate rate, CurrentSession sessions) {
        this.proofs = proofs;
        this.users = users;
        this.rate = rate;
        this.sessions = sessions;
    }

    /// The caller by access token, otherwise by session cookie. Throws `unauthorized` without a valid one, and
    /// `cross-site-request` when another site tries to write with the cookie.
    Caller caller(Exchange exchange) {
        var header = exchange.header("Authorization");
        return header == null ? ofSession(exchange) : ofToken(header, exchange.address());
    }

    /// Throws `reauthentication-required` unless the session is recent or the caller uses a token.
    void requireRecentSignIn(Exchange exchange) {
        sessions.requireRecent(exchange);
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
        var token = Proof.bearer(header);
        if (token == null) {
            throw unauthorized("Bearer realm=\"blotter\"", "Authorization does not use the scheme Bearer");
        }
        var caller = proofs.caller(new Proof.OfToken(token, address));
        if (caller == null) {
            throw unauthorized(
                    "Bearer realm=\"blotter\", error=\"invalid_token\"",
                    "the access token is invalid or expired, or not allowed from this address");
        }
        rate.take(caller);
        return caller;
    }

    private static Problem unauthorized(String challenge, String detail) {
        return Problem.problem(ProblemType.UNAUTHORIZED, detail).header("WWW-Authenticate", challenge);
    }
}
