package blotter.people.authentication;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// A form-encoded body. Nimbus's parser drops fields whose encoding is broken, and leaves repeated ones to its caller.
final class Form {
    private Form() {}

    /// Parses the fields. A field without value counts as absent (RFC 6749, section 3.2).
    ///
    /// @throws IllegalArgumentException when a field is repeated or the encoding is broken
    static Map<String, String> parse(byte[] body) {
        var fields = new HashMap<String, String>();
        for (var pair : new String(body, StandardCharsets.UTF_8).split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals < 1 || equals == pair.length() - 1) {
                continue;
            }
            var name = decode(pair.substring(0, equals));
            if (fields.put(name, decode(pair.substring(equals + 1))) != null) {
                throw new IllegalArgumentException("a parameter is repeated");
            }
        }
        return fields;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
