package blotter.http;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/// What every answer tells browsers and caches, whoever has made it.
@Singleton
class ResponseHeaders {
    // Before everything that may answer.
    private static final int FIRST = 2_000;

    // Scripts, styles and pictures of this server alone, and nobody's frame. The page's component library writes style
    // elements; scripts are never inline.
    private static final String PAGE_POLICY =
            "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; object-src 'none';"
                    + " base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    // A file whose name says what is in it is never another one.
    private static final String NAMED_BY_CONTENT = "/assets/";

    void register(@Observes Filters filters) {
        filters.register(ResponseHeaders::add, FIRST);
    }

    private static void add(RoutingContext routing) {
        // At the end, over what the handler of files has set: pages that a cache may keep for a day outlive an upgrade.
        routing.addHeadersEndHandler(done -> {
            var headers = routing.response().headers();
            headers.set("X-Content-Type-Options", "nosniff");
            headers.set("Referrer-Policy", "no-referrer");
            if (routing.request().uri().startsWith("/api/")) {
                headers.set(HttpHeaders.CACHE_CONTROL, "no-store");
            } else {
                var kept = routing.request().uri().startsWith(NAMED_BY_CONTENT)
                        && routing.response().getStatusCode() < 400;
                headers.set(HttpHeaders.CACHE_CONTROL, kept ? "public, max-age=31536000, immutable" : "no-cache");
                headers.set("Content-Security-Policy", PAGE_POLICY);
            }
        });
        routing.next();
    }
}
