package blotter.platform.http;

import blotter.platform.problem.Faults;
import blotter.platform.problem.Problem;
import blotter.platform.problem.ProblemType;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.ArrayList;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Refuses requests for a name that nobody has said is this server's. Without `BLOTTER_PUBLIC_URL` the request's own
/// host
/// stands in invitations and in what an identity provider is told, and a page under somebody else's name that resolves
/// to
/// this machine would be of the same origin (DNS rebinding). An IP address and `localhost` resolve to nothing else.
@Singleton
class KnownHosts {
    // Behind the early refusals, before any body is read.
    private static final int EARLY = 950;
    // Probes ask by whatever name an orchestrator has for the machine; nothing there depends on it.
    private static final String HEALTH = "/q/health";

    private final PublicAddress publicAddress;

    KnownHosts(PublicAddress publicAddress) {
        this.publicAddress = publicAddress;
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, EARLY);
    }

    private void check(RoutingContext routing) {
        var request = routing.request();
        var unknown = publicAddress.origin().isPresent() || isHealth(request) ? null : unknown(request);
        if (unknown == null) {
            routing.next();
            return;
        }
        PublicBodies.refuse(
                routing,
                Problem.problem(
                                ProblemType.MISDIRECTED_REQUEST,
                                "Host: %s (expected: localhost or an IP address; to reach this server by a name, set BLOTTER_PUBLIC_URL, such as https://register.example.com)"
                                        .formatted(Faults.shown(unknown)))
                        .header("Connection", "close"));
    }

    private static boolean isHealth(HttpServerRequest request) {
        var path = request.path();
        return path != null && (path.equals(HEALTH) || path.startsWith(HEALTH + "/"));
    }

    /// The first host that the request names and that is not known; null when all are. There may be several: a target
    /// in
    /// absolute form goes before the header (RFC 9112, section 3.2.2).
    private static @Nullable String unknown(HttpServerRequest request) {
        var hosts = new ArrayList<>(request.headers().getAll(HttpHeaders.HOST));
        if (hosts.isEmpty()) {
            return "none";
        }
        var target = URI.create(request.uri());
        if (target.getRawAuthority() != null) {
            hosts.add(target.getRawAuthority());
        }
        return hosts.stream().filter(host -> !isKnown(host)).findFirst().orElse(null);
    }

    static boolean isKnown(String host) {
        var name = host.replaceFirst(":[0-9]{1,5}$", "").toLowerCase(Locale.ROOT);
        if (name.startsWith("[") && name.endsWith("]")) {
            return Cidr.address(name.substring(1, name.length() - 1)) != null;
        }
        // RFC 6761: resolvers answer these names with the machine itself.
        return name.equals("localhost")
                || name.endsWith(".localhost") && name.matches("[a-z0-9.-]+")
                || name.indexOf(':') < 0 && Cidr.address(name) != null;
    }
}
