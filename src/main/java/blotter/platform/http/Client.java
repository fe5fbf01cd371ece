package blotter.platform.http;

import io.vertx.ext.web.RoutingContext;
import java.net.InetAddress;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/// Who sent a request, as far as HTTP knows: found once, before anything answers.
///
/// @param address where it comes from, behind the proxies that are trusted
/// @param secure whether it came by TLS, here or at a trusted proxy
/// @param requestId names the request: the client's own `X-Request-Id` when it is well-formed, else made
record Client(InetAddress address, boolean secure, String requestId) {
    static final String REQUEST_ID = "X-Request-Id";

    private static final String KEY = Client.class.getName();
    // Nothing that could break a line of a log, or mean something in one.
    private static final Pattern WELL_FORMED = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    static Client of(RoutingContext routing, TrustedProxies proxies) {
        Client known = routing.get(KEY);
        if (known == null) {
            known = find(routing, proxies);
            routing.put(KEY, known);
        }
        return known;
    }

    static Client of(RoutingContext routing) {
        return Objects.requireNonNull(routing.get(KEY));
    }

    private static Client find(RoutingContext routing, TrustedProxies proxies) {
        var request = routing.request();
        var remote = request.remoteAddress();
        var host = remote == null ? null : remote.hostAddress();
        // Without the zone that a link-local address has.
        var peer = host == null ? null : Cidr.address(host.replaceAll("%.*", ""));
        if (peer == null) {
            peer = InetAddress.getLoopbackAddress();
        }
        boolean trusted = proxies.trusts(peer);
        var client = trusted ? proxies.client(peer, request.headers().getAll("X-Forwarded-For")) : peer;
        boolean secure =
                request.isSSL() || (trusted && "https".equalsIgnoreCase(request.getHeader("X-Forwarded-Proto")));
        var given = request.getHeader(REQUEST_ID);
        var id = given != null && WELL_FORMED.matcher(given).matches() ? given : newId();
        return new Client(client, secure, id);
    }

    private static String newId() {
        return Long.toHexString(ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE);
    }
}
