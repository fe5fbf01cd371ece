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

    // Scripts, styles and pictures of this server alone, and nobody's frame.
    private static final String PAGE_POLICY =
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self';"
                    + " base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

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
                headers.set(HttpHeaders.CACHE_CONTROL, "no-cache");
                headers.set("Content-Security-Policy", PAGE_POLICY);
            }
        });
        routing.next();
    }
}
