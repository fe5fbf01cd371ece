package blotter.app.server;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.regex.Pattern;

/// The routes of the page. All return the same HTML file, whose script renders the route. Scripts and styles were
/// compressed when the page was built; compressing them for each request would delay others.
@Singleton
class PageRoutes {
    private static final int AFTER_REFUSALS = 500;
    private static final String PAGE = "/index.html";

    // As in web/src/app.tsx. Names with a dot are files.
    private static final Pattern ROUTES =
            Pattern.compile("/(incidents|risks|import|settings|api-reference|sign-in|link)(/[^/.]*)?/?");

    // As in web/scripts/compress.mjs.
    private static final Pattern ASSETS = Pattern.compile("/assets/[^/]+\\.(?<kind>js|css)(?<gz>\\.gz)?");

    void register(@Observes Filters filters) {
        filters.register(PageRoutes::route, AFTER_REFUSALS);
    }

    private static void route(RoutingContext routing) {
        var request = routing.request();
        var isRead = HttpMethod.GET.equals(request.method()) || HttpMethod.HEAD.equals(request.method());
        if (!isRead || request.path() == null) {
            routing.next();
            return;
        }
        if (ROUTES.matcher(request.path()).matches()) {
            routing.reroute(PAGE);
            return;
        }
        var file = ASSETS.matcher(request.path());
        if (file.matches() && file.group("gz") != null) {
            var type = file.group("kind").equals("js") ? "text/javascript" : "text/css";
            routing.addHeadersEndHandler(done -> setHeaders(routing.response(), type));
        } else if (file.matches() && acceptsGzip(request)) {
            routing.reroute(request.path() + ".gz");
            return;
        }
        routing.next();
    }

    private static boolean acceptsGzip(HttpServerRequest request) {
        var encodings = request.getHeader(HttpHeaders.ACCEPT_ENCODING);
        return encodings != null && encodings.contains("gzip");
    }

    private static void setHeaders(HttpServerResponse response, String type) {
        if (response.getStatusCode() < 400) {
            response.putHeader(HttpHeaders.CONTENT_TYPE, type + ";charset=UTF-8")
                    .putHeader(HttpHeaders.CONTENT_ENCODING, "gzip")
                    .putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
        }
    }
}
