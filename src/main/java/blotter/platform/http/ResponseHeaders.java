package blotter.platform.http;

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

    // An answer that a browser is made to show as a page does nothing.
    private static final String API_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox";

    // Scripts, styles and pictures of this server alone, and nobody's frame. Scripts are never inline, and neither are
    // styles on elements. The page's component library writes style elements, which is why those may be: see ADR 26.
    private static final String PAGE_POLICY =
            "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; style-src-attr 'none'; object-src 'none';"
                    + " base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    // A file whose name says what is in it is never another one.
    private static final String NAMED_BY_CONTENT = "/assets/";

    private static final String STREAM = "text/event-stream";

    private final TrustedProxies proxies;

    ResponseHeaders(TrustedProxies proxies) {
        this.proxies = proxies;
    }

    void register(@Observes Filters filters) {
        filters.register(this::add, FIRST);
    }

    private void add(RoutingContext routing) {
        var client = Client.of(routing, proxies);
        // At the end, over what the handler of files has set: pages that a cache may keep for a day outlive an upgrade.
        routing.addHeadersEndHandler(done -> {
            var headers = routing.response().headers();
            headers.set("X-Content-Type-Options", "nosniff");
            headers.set("Referrer-Policy", "no-referrer");
            headers.set("X-Frame-Options", "DENY");
            headers.set(Client.REQUEST_ID, client.requestId());
            if (client.secure()) {
                headers.set("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
            }
            // As it is routed, not as it is written: `/assets/../api/` is none of the assets.
            var path = Addresses.routed(routing);
            if (path.startsWith("/api/")) {
                headers.set(HttpHeaders.CACHE_CONTROL, "no-store");
                headers.set("Content-Security-Policy", API_POLICY);
                if (STREAM.equals(headers.get(HttpHeaders.CONTENT_TYPE))) {
                    // Proxies that gather an answer before they pass it on would gather for ever.
                    headers.set("X-Accel-Buffering", "no");
                }
            } else {
                var kept =
                        path.startsWith(NAMED_BY_CONTENT) && routing.response().getStatusCode() < 400;
                headers.set(HttpHeaders.CACHE_CONTROL, kept ? "public, max-age=31536000, immutable" : "no-cache");
                headers.set("Content-Security-Policy", PAGE_POLICY);
            }
        });
        routing.next();
    }
}
