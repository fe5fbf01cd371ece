package blotter.people.authentication;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.zip.CRC32;

/// Random secrets, and the hashes that are kept of them.
public final class Secrets {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 32;
    private static final int CHECKSUM = 6;
    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private Secrets() {}

    /// A new secret of 256 random bits behind the prefix, by which scanners find one where it should not be; and
    /// behind it a checksum, by which they and we tell it from what only looks like one.
    public static String random(String prefix) {
        var bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        var secret = prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        return secret + checksum(secret);
    }

    /// Whether the checksum at its end is right. One that is not was never made here, and need not be looked up.
    static boolean isWellFormed(String secret) {
        int end = secret.length() - CHECKSUM;
        return end > 0 && checksum(secret.substring(0, end)).equals(secret.substring(end));
    }

    /// CRC-32 in six digits of base 62, the least first.
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

    /// The end of a secret, by which people tell theirs apart: without its checksum it gives 24 of 256 bits away.
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
