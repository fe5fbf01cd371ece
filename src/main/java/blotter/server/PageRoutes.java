package blotter.server;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.regex.Pattern;

/// The addresses of the page. Each is the same file, whose program shows what the address names; any other address is
/// not found, as it should be.
@Singleton
class PageRoutes {
    private static final int AFTER_REFUSALS = 500;
    private static final String PAGE = "/index.html";

    // As in web/src/app.tsx. A file of the page has a dot in its name.
    private static final Pattern ROUTES =
            Pattern.compile("/(incidents|risks|import|settings|api-reference|sign-in|link)(/[^/.]*)?/?");

    void register(@Observes Filters filters) {
        filters.register(PageRoutes::route, AFTER_REFUSALS);
    }

    private static void route(RoutingContext routing) {
        var request = routing.request();
        var reads = HttpMethod.GET.equals(request.method()) || HttpMethod.HEAD.equals(request.method());
        var path = request.path();
        if (reads && path != null && ROUTES.matcher(path).matches()) {
            routing.reroute(PAGE);
            return;
        }
        routing.next();
    }
}
