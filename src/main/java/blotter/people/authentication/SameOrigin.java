package blotter.people.authentication;

import blotter.platform.http.Exchange;
import blotter.platform.problem.Problem;
import blotter.platform.problem.ProblemType;
import java.util.Set;

/// Keeps other sites' pages from writing with a visitor's cookie (CSRF). The browser itself says where a request comes
/// from; and a header of our own can be sent by no form, nor by another site's script, since CORS is granted to none.
public final class SameOrigin {
    /// Says that a request comes from a page of ours.
    static final String HEADER = "X-Blotter-Page";

    private static final String SITE = "Sec-Fetch-Site";
    private static final String ORIGIN = "Origin";
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    private SameOrigin() {}

    /// Throws a problem `cross-site-request` unless the request only reads, or proves that it comes from our page.
    static void require(Exchange exchange) {
        if (READING.contains(exchange.method())) {
            return;
        }
        if (!"1".equals(exchange.header(HEADER))) {
            throw refused("a session writes only with the header %s: 1".formatted(HEADER));
        }
        var site = exchange.header(SITE);
        boolean ours = site == null
                ? exchange.baseUrl().equals(exchange.header(ORIGIN)) || isHost(exchange)
                : site.equals("same-origin");
        if (!ours) {
            throw refused("a session writes only from this server's own page (expected: Sec-Fetch-Site: same-origin,"
                    + " or this server as Origin)");
        }
    }

    /// Throws a problem `cross-site-request` when the request says that it comes from another site: for what needs no
    /// session but begins one, lest a stranger's page sign its visitor in as somebody else.
    public static void refuseOthers(Exchange exchange) {
        var site = exchange.header(SITE);
        var origin = exchange.header(ORIGIN);
        boolean other = site == null
                ? origin != null && !exchange.baseUrl().equals(origin) && !isHost(exchange)
                : !site.equals("same-origin") && !site.equals("none");
        if (other) {
            throw refused("one signs in from this server's own page only");
        }
    }

    /// Whether the Origin is the host that was asked: behind a proxy with TLS, we do not know the scheme.
    private static boolean isHost(Exchange exchange) {
        var origin = exchange.header(ORIGIN);
        var host = exchange.header("Host");
        return origin != null
                && host != null
                && origin.replaceFirst("^https?://", "").equalsIgnoreCase(host);
    }

    private static Problem refused(String detail) {
        return Problem.problem(ProblemType.CROSS_SITE_REQUEST, detail);
    }
}
