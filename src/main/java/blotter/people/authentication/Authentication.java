package blotter.people.authentication;

import blotter.platform.access.AnyCaller;
import blotter.platform.access.Needs;
import blotter.platform.access.Public;
import blotter.platform.access.RecentSignIn;
import blotter.platform.http.Exchange;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ResourceInfo;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/// Authenticates each request, and checks the permission that its operation declares.
@Singleton
public class Authentication {
    private final Exchange exchange;
    private final Callers callers;

    // Filters are created at build time, so their dependencies must be proxies.
    Authentication(Exchange exchange, Callers callers) {
        this.exchange = exchange;
        this.callers = callers;
    }

    @ServerRequestFilter
    public void filter(ResourceInfo operation) {
        var method = operation.getResourceMethod();
        if (method.isAnnotationPresent(Public.class)) {
            return;
        }
        var caller = callers.caller(exchange);
        exchange.setCaller(caller);
        var needs = method.getAnnotation(Needs.class);
        if (needs != null) {
            for (var permission : needs.value()) {
                caller.require(permission);
            }
        } else if (!method.isAnnotationPresent(AnyCaller.class)) {
            throw new IllegalStateException(method + " declares no permission");
        }
        if (method.isAnnotationPresent(RecentSignIn.class)) {
            callers.requireRecentSignIn(exchange);
        }
    }
}
