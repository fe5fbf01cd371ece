package blotter.platform.secret;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/// Encrypts secrets for the database with AES-256-GCM.
///
/// The row's key is authenticated too (AAD), so a value that is moved to another row or modified cannot be
/// decrypted. Layout: one byte format (1), four bytes key id, 12 bytes nonce, ciphertext, 16 bytes authentication
/// tag. That is 33 bytes more than the secret.
public final class SecretBox {
    private static final byte FORMAT = 1;
    private static final int HEADER = 1 + SecretKey.ID_BYTES;
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private final SecretKeys keys;
    private final SecureRandom random = new SecureRandom();

    /// @param keys the first encrypts
    public SecretBox(SecretKeys keys) {
        this.keys = keys;
    }

    SecretKeys keys() {
        return keys;
    }

    /// Encrypts with the first key.
    ///
    /// @param row the table and the key of the row, such as `second_factor/1/0198…`
    public byte[] encrypt(byte[] secret, String row) {
        return encrypt(keys.all().getFirst(), secret, row);
    }

    byte[] encrypt(SecretKey key, byte[] secret, String row) {
        var nonce = new byte[NONCE];
        random.nextBytes(nonce);
        try {
            var header = header(key);
            var ciphertext =
                    cipher(Cipher.ENCRYPT_MODE, key, nonce, header, row).doFinal(secret);
            return ByteBuffer.allocate(HEADER + NONCE + ciphertext.length)
                    .put(header)
                    .put(nonce)
                    .put(ciphertext)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot encrypt " + row, e);
        }
    }

    /// Decrypts with the key that the value names.
    ///
    /// @throws IllegalStateException when the value belongs to another row or was modified, or when its key is
    ///     missing
    public byte[] decrypt(byte[] encrypted, String row) {
        if (encrypted.length < HEADER + NONCE + TAG_BITS / 8 || encrypted[0] != FORMAT) {
            throw new IllegalStateException(row + " is not encrypted (expected: format 1)");
        }
        var id = HexFormat.of().formatHex(encrypted, 1, HEADER);
        var key = keys.all().stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "%s is encrypted with the key %s, which %s does not have".formatted(row, id, keys.setting())));
        var nonce = Arrays.copyOfRange(encrypted, HEADER, HEADER + NONCE);
        try {
            return cipher(Cipher.DECRYPT_MODE, key, nonce, header(key), row)
                    .doFinal(encrypted, HEADER + NONCE, encrypted.length - HEADER - NONCE);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(row + " was encrypted for another row, or was modified", e);
        }
    }

    /// The first bytes of every value that this key encrypts.
    static byte[] header(SecretKey key) {
        return ByteBuffer.allocate(HEADER).put(FORMAT).put(key.idBytes()).array();
    }

    private static Cipher cipher(int mode, SecretKey key, byte[] nonce, byte[] header, String row)
            throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key.key(), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(header);
        cipher.updateAAD(row.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
