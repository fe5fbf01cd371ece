package blotter.http;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Addresses as they come over the wire.
final class Addresses {
    private Addresses() {}

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
