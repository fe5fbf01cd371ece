package blotter.platform.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/// What people call this server, when the operator has said so: behind a proxy, a request does not tell.
///
/// @param origin scheme, host and port, like `https://register.example.com`; empty when each request's own is taken
public record PublicAddress(Optional<String> origin) {

    /// Reads `BLOTTER_PUBLIC_URL`. Throws IllegalArgumentException, which says what was expected.
    public static PublicAddress of(Optional<String> url) {
        return new PublicAddress(url.map(PublicAddress::origin));
    }

    /// Whether it is on TLS.
    boolean isSecure() {
        return origin.isPresent() && origin.get().startsWith("https:");
    }

    private static String origin(String url) {
        try {
            var uri = new URI(url.strip());
            var scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            boolean bare = uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null
                    && (uri.getRawPath() == null || uri.getRawPath().matches("/?"));
            if ((scheme.equals("https") || scheme.equals("http")) && uri.getHost() != null && bare) {
                int standard = scheme.equals("https") ? 443 : 80;
                var port = uri.getPort() < 0 || uri.getPort() == standard ? "" : ":" + uri.getPort();
                return scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + port;
            }
        } catch (URISyntaxException e) {
            // Told below.
        }
        throw new IllegalArgumentException(
                "BLOTTER_PUBLIC_URL: %s (expected: scheme, host and port, like https://register.example.com)"
                        .formatted(url));
    }
}
