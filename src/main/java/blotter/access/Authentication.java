package blotter.access;

import blotter.history.Via;
import blotter.http.Exchange;
import blotter.person.Users;
import blotter.problem.Problem;
import blotter.problem.ProblemType;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ResourceInfo;
import java.lang.reflect.Method;
import java.time.Clock;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/// Lets a request through to an operation when its caller has the permission that the operation names.
@Singleton
public class Authentication {
    private final Exchange exchange;
    private final AccessTokens tokens;
    private final Users users;
    private final ServiceAccounts accounts;
    private final Clock clock;

    Authentication(Exchange exchange, AccessTokens tokens, Users users, ServiceAccounts accounts, Clock clock) {
        this.exchange = exchange;
        this.tokens = tokens;
        this.users = users;
        this.accounts = accounts;
        this.clock = clock;
    }

    @ServerRequestFilter
    public void filter(ResourceInfo operation) {
        Method method = operation.getResourceMethod();
        if (method.isAnnotationPresent(Public.class)) {
            return;
        }
        var caller = caller();
        exchange.setCaller(caller);
        var needs = method.getAnnotation(Needs.class);
        if (needs != null) {
            caller.require(needs.value());
        } else if (!method.isAnnotationPresent(AnyCaller.class)) {
            throw new IllegalStateException(method + " names no permission");
        }
    }

    private Caller caller() {
        var header = exchange.header("Authorization");
        if (header == null) {
            throw unauthorized("Bearer realm=\"blotter\"", "no access token (expected: Authorization: Bearer …)");
        }
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
        return new Caller(claims.orgId(), member.user(), Role.permissions(member.roles()), Via.API);
    }

    private static Problem unauthorized(String challenge, String detail) {
        return Problem.problem(ProblemType.UNAUTHORIZED, detail).header("WWW-Authenticate", challenge);
    }
}
