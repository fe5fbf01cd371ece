package blotter.people.authentication;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.zip.CRC32;

/// Generates random secrets, and hashes them for storage.
public final class Secrets {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 32;
    private static final int CHECKSUM = 6;
    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private Secrets() {}

    /// A new secret: prefix, 256 random bits, checksum. Secret scanners recognize the prefix and can verify the
    /// checksum.
    public static String random(String prefix) {
        var bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        var secret = prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        return secret + checksum(secret);
    }

    /// Whether the checksum is correct. If it is not, there is no need for a lookup.
    static boolean isWellFormed(String secret) {
        int end = secret.length() - CHECKSUM;
        return end > 0 && checksum(secret.substring(0, end)).equals(secret.substring(end));
    }

    /// CRC-32 as six base 62 digits, least significant first.
    private static String checksum(String text) {
        var crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        long rest = crc.getValue();
        var digits = new StringBuilder(CHECKSUM);
        for (int i = 0; i < CHECKSUM; i++) {
            digits.append(DIGITS.charAt((int) (rest % DIGITS.length())));
            rest /= DIGITS.length();
        }
        return digits.toString();
    }

    /// The last characters before the checksum, by which people recognize a secret. Reveals 24 of its 256 bits.
    static String hint(String secret) {
        int end = secret.length() - CHECKSUM;
        return "…" + secret.substring(end - 4, end);
    }

    /// SHA-256.
    public static byte[] hash(String secret) {
        return hash(secret.getBytes(StandardCharsets.UTF_8));
    }

    /// SHA-256.
    public static byte[] hash(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Compares in constant time.
    static boolean matches(String secret, byte[] hash) {
        return MessageDigest.isEqual(hash(secret), hash);
    }
}
