package blotter.platform.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blotter.platform.database.StartupFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretBoxTest {
    private static final byte[] SECRET = {1, 2, 3};

    private static SecretBox box(String... keys) {
        return new SecretBox(SecretKeys.of(String.join(",", keys), null));
    }

    @Test
    void aValueCanBeDecryptedForItsRowOnly() {
        var box = box(SecretKey.newText());
        var encrypted = box.encrypt(SECRET, "second_factor/1/a");
        assertThat(encrypted).hasSize(SECRET.length + 33).startsWith(1);
        assertThat(box.decrypt(encrypted, "second_factor/1/a")).isEqualTo(SECRET);
        assertThatThrownBy(() -> box.decrypt(encrypted, "second_factor/2/a"))
                .hasMessage("second_factor/2/a was encrypted for another row, or was modified");
    }

    @Test
    void encryptingTheSameSecretTwiceGivesDifferentValues() {
        var box = box(SecretKey.newText());
        assertThat(box.encrypt(SECRET, "a")).isNotEqualTo(box.encrypt(SECRET, "a"));
    }

    @Test
    void everyModifiedBitIsDetected() {
        var box = box(SecretKey.newText());
        for (int at = 0; at < SECRET.length + 33; at++) {
            var encrypted = box.encrypt(SECRET, "a");
            encrypted[at] ^= 1;
            assertThatThrownBy(() -> box.decrypt(encrypted, "a")).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void plaintextIsNotAcceptedAsEncrypted() {
        assertThatThrownBy(() -> box(SecretKey.newText()).decrypt(new byte[32], "signing_key/a"))
                .hasMessage("signing_key/a is not encrypted (expected: format 1)");
    }

    @Test
    void theFirstKeyEncryptsAndAllDecrypt() {
        var old = SecretKey.newText();
        var fresh = SecretKey.newText();
        var before = box(old).encrypt(SECRET, "a");
        assertThat(box(fresh, old).decrypt(before, "a")).isEqualTo(SECRET);
        assertThat(box(fresh).decrypt(box(fresh, old).encrypt(SECRET, "a"), "a"))
                .isEqualTo(SECRET);
        assertThatThrownBy(() -> box(fresh).decrypt(before, "a"))
                .hasMessage("a is encrypted with the key %s, which BLOTTER_SECRET_KEY does not have"
                        .formatted(SecretKey.parse(old).id()));
    }

    @Test
    void aChangedKeyFileIsReadAgain(@TempDir Path folder) throws Exception {
        var file = folder.resolve("secret.key");
        var old = SecretKeys.newText();
        Files.writeString(file, old);
        var box = new SecretBox(SecretKeys.of(null, file));
        var before = box.encrypt(SECRET, "a");
        var rotated = SecretKeys.withNewKey(old);
        Files.writeString(file, rotated);
        Files.setLastModifiedTime(file, FileTime.fromMillis(1));
        assertThat(box.decrypt(before, "a")).isEqualTo(SECRET);
        assertThat(box(rotated.lines().findFirst().orElseThrow()).decrypt(box.encrypt(SECRET, "a"), "a"))
                .isEqualTo(SECRET);
        // As if the file were being written.
        Files.writeString(file, "");
        Files.setLastModifiedTime(file, FileTime.fromMillis(2));
        assertThat(box.decrypt(before, "a")).isEqualTo(SECRET);
    }

    @Test
    void aNewKeyComesFirstAndUnusedOnesAreRemoved() {
        var one = SecretKeys.newText();
        var two = SecretKeys.withNewKey(one);
        assertThat(two).hasLineCount(2).endsWith(one);
        var fresh = two.lines().findFirst().orElseThrow();
        assertThat(SecretKeys.retain(two, Set.of(SecretKey.parse(fresh).id()))).isEqualTo(fresh + "\n");
    }

    @Test
    void invalidKeySettingsPreventTheStartAndAreNotQuoted(@TempDir Path folder) throws Exception {
        fails("BLOTTER_SECRET_KEY and BLOTTER_SECRET_KEY_FILE are both set (expected: one)", "a", folder);
        fails(
                "BLOTTER_SECRET_KEY: no key (expected: 32 random bytes in Base64, from: openssl rand -base64 32)",
                "c2VjcmV0",
                null);
        var missing = folder.resolve("missing");
        fails(
                "BLOTTER_SECRET_KEY_FILE: %s cannot be read (expected: a file with 32 random bytes in Base64, from: openssl rand -base64 32)"
                        .formatted(missing),
                null,
                missing);
        var bad = Files.writeString(folder.resolve("bad"), "no, not Base64!");
        fails(
                "BLOTTER_SECRET_KEY_FILE (%s): no key (expected: 32 random bytes in Base64, from: openssl rand -base64 32)"
                        .formatted(bad),
                null,
                bad);
        fails(
                "BLOTTER_SECRET_KEY_FILE is not set (expected beside BLOTTER_DATABASE_URL: a file with 32 random bytes in Base64, the same for every node, from: openssl rand -base64 32)",
                null,
                null);
    }

    private static void fails(
            String line, @org.jspecify.annotations.Nullable String text, @org.jspecify.annotations.Nullable Path file) {
        assertThatThrownBy(() -> SecretKeys.of(text, file))
                .isInstanceOf(StartupFailure.class)
                .hasMessage(line);
    }

    @Test
    void aKeyDoesNotAppearInLogs() {
        var text = SecretKey.newText();
        assertThat(SecretKey.parse(text)).asString().matches("SecretKey\\[[0-9a-f]{8}]");
    }
}
