package blotter.platform.http;

import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/// Addresses as they come over the wire.
final class Addresses {
    private static final Pattern DOT_SEGMENT =
            Pattern.compile("(^|[/\\\\]|%2f|%5c)(\\.|%2e){1,2}([/\\\\;?#]|%2f|%5c|$)", Pattern.CASE_INSENSITIVE);

    // A parameter of a segment, an empty segment, or an encoded character that needs no encoding or would begin a
    // parameter.
    private static final Pattern AMBIGUOUS =
            Pattern.compile(";|//|%(3b|2d|2e|5f|7e|3[0-9]|[46][1-9a-f]|[57][0-9a])", Pattern.CASE_INSENSITIVE);

    private Addresses() {}

    /// Whether the path could be routed differently by readers that normalize it differently. Routing ignores segment
    /// parameters and decodes characters, and checks by the path as it was sent would miss what it then finds.
    static boolean isAmbiguous(String path) {
        return AMBIGUOUS.matcher(path).find() || path.startsWith("/api/") && path.endsWith("/");
    }

    /// Whether the address's path has a segment `.` or `..`, written or encoded. What it names then depends on who
    /// removes
    /// it, and when.
    static boolean hasDotSegment(String address) {
        int query = address.indexOf('?');
        return DOT_SEGMENT
                .matcher(query < 0 ? address : address.substring(0, query))
                .find();
    }

    /// The path by which a request is routed; as it is written, when it is none and the request is refused.
    static String routed(RoutingContext routing) {
        try {
            return routing.normalizedPath();
        } catch (IllegalArgumentException e) {
            return String.valueOf(routing.request().path());
        }
    }

    /// Whether the address is a URI whose percent-encoding is of UTF-8. What reads another one would put U+FFFD where
    /// it
    /// does not understand, and find something else than was asked for.
    static boolean isWellFormed(String address) {
        try {
            var unused = new URI(address);
        } catch (URISyntaxException e) {
            return false;
        }
        if (address.indexOf('%') < 0) {
            return true;
        }
        var bytes = new ByteArrayOutputStream(address.length());
        for (int i = 0; i < address.length(); i++) {
            if (address.charAt(i) != '%') {
                bytes.write(address.charAt(i) < 128 ? address.charAt(i) : '?');
                continue;
            }
            if (!address.substring(i + 1, Math.min(i + 3, address.length())).matches("[0-9A-Fa-f]{2}")) {
                return false;
            }
            bytes.write(Integer.parseInt(address, i + 1, i + 3, 16));
            i += 2;
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray()));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
