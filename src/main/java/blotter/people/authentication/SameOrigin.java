package blotter.people.authentication;

import blotter.platform.http.Exchange;
import blotter.platform.problem.Problem;
import blotter.platform.problem.ProblemType;
import java.util.Set;

/// Protects sessions from cross-site request forgery (CSRF). Checks where the browser says a request comes from,
/// and a custom header, which forms cannot send, and scripts of other sites only with CORS, which is not enabled.
public final class SameOrigin {
    /// Marks requests of Blotter's page.
    static final String HEADER = "X-Blotter-Page";

    private static final String SITE = "Sec-Fetch-Site";
    private static final String ORIGIN = "Origin";
    private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS");

    private SameOrigin() {}

    /// Throws `cross-site-request` unless the method is safe or the request comes from Blotter's page.
    static void require(Exchange exchange) {
        if (SAFE_METHODS.contains(exchange.method())) {
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

    /// Throws `cross-site-request` when the request comes from another site. For operations that start a session:
    /// otherwise another site could sign its visitor in to an attacker's account (login CSRF).
    public static void refuseOthers(Exchange exchange) {
        var site = exchange.header(SITE);
        var origin = exchange.header(ORIGIN);
        boolean other = site == null
                ? origin != null && !exchange.baseUrl().equals(origin) && !isHost(exchange)
                : !site.equals("same-origin") && !site.equals("none");
        if (other) {
            throw refused("sign-in is only possible from this server's own page");
        }
    }

    /// Whether Origin and Host agree, regardless of the scheme, which is unknown behind a proxy that terminates
    /// TLS.
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
