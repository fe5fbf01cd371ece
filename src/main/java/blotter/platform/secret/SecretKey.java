package blotter.platform.secret;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// A 256-bit key.
///
/// @param id four bytes of an HMAC with the key; reveals nothing about it
record SecretKey(SecretKeySpec key, String id) {
    static final int ID_BYTES = 4;
    private static final int KEY_BYTES = 32;

    static SecretKey of(byte[] bytes) {
        if (bytes.length != KEY_BYTES) {
            throw new IllegalArgumentException("a key of %d bytes (expected: 32)".formatted(bytes.length));
        }
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(bytes, "HmacSHA256"));
            var id = mac.doFinal("blotter key id".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            return new SecretKey(
                    new SecretKeySpec(bytes, "AES"), HexFormat.of().formatHex(Arrays.copyOf(id, ID_BYTES)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static SecretKey parse(String base64) {
        return of(Base64.getDecoder().decode(base64));
    }

    /// A new random key in Base64.
    static String newText() {
        var bytes = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    byte[] idBytes() {
        return HexFormat.of().parseHex(id);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SecretKey that && id.equals(that.id);
    }

    @Override
    public int hashCode() {
        return Objects.hash(id);
    }

    // The generated text would put the key into logs.
    @Override
    public String toString() {
        return "SecretKey[" + id + "]";
    }
}
