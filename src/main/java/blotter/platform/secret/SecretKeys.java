package blotter.platform.secret;

import blotter.platform.database.StartupFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The keys that an operator gives: the first encrypts, all of them decrypt. Each is 32 bytes in Base64, as
/// `openssl rand -base64 32` makes one, with white space or commas between.
///
/// Those in a file are read again when it has changed, so that a running server follows a rotation.
public final class SecretKeys {
    private static final String KEY = "BLOTTER_SECRET_KEY";
    private static final String FILE = "BLOTTER_SECRET_KEY_FILE";
    private static final Logger LOG = Logger.getLogger("blotter.secret");

    private final String setting;
    private final @Nullable Path file;
    private volatile Read read;

    private record Read(List<SecretKey> keys, @Nullable FileTime changed) {}

    private SecretKeys(String setting, @Nullable Path file, Read read) {
        this.setting = setting;
        this.file = file;
        this.read = read;
    }

    /// The keys that the settings name.
    ///
    /// @param text the keys themselves, or null
    /// @param file a file that holds them, or null
    /// @throws StartupFailure when both are given or none is, or it holds no keys
    public static SecretKeys of(@Nullable String text, @Nullable Path file) {
        if (text != null && file != null) {
            throw new StartupFailure("%s and %s are both set (expected: one)".formatted(KEY, FILE));
        }
        if (text != null) {
            return new SecretKeys(KEY, null, new Read(parse(KEY, text), null));
        }
        if (file != null) {
            return new SecretKeys("%s (%s)".formatted(FILE, file), file, read(file));
        }
        throw new StartupFailure(
                "%s is not set (expected beside BLOTTER_DATABASE_URL: a file with 32 random bytes in Base64, the same for every node, from: openssl rand -base64 32)"
                        .formatted(FILE));
    }

    /// The text of a file with a new key before those of this text.
    public static String withNewKey(String text) {
        return newText() + text;
    }

    /// The text of a file without keys that nobody needs.
    ///
    /// @param needed ids
    public static String only(String text, Set<String> needed) {
        return words(text)
                .filter(word -> needed.contains(SecretKey.parse(word).id()))
                .map(word -> word + "\n")
                .collect(Collectors.joining());
    }

    /// The text of a file with one new key.
    public static String newText() {
        return SecretKey.newText() + "\n";
    }

    private static Read read(Path file) {
        try {
            // Asked before it is read: what changes in between is read again.
            var changed = Files.getLastModifiedTime(file);
            return new Read(parse("%s (%s)".formatted(FILE, file), Files.readString(file)), changed);
        } catch (IOException e) {
            throw new StartupFailure(
                    "%s: %s cannot be read (expected: a file with 32 random bytes in Base64, from: openssl rand -base64 32)"
                            .formatted(FILE, file),
                    e);
        }
    }

    private static List<SecretKey> parse(String setting, String text) {
        try {
            var keys = words(text).map(SecretKey::parse).toList();
            if (!keys.isEmpty()) {
                return keys;
            }
        } catch (IllegalArgumentException e) {
            // Its message could quote the key.
        }
        throw new StartupFailure(
                "%s: no key (expected: 32 random bytes in Base64, from: openssl rand -base64 32)".formatted(setting));
    }

    private static Stream<String> words(String text) {
        return Arrays.stream(text.split("[\\s,]+", -1)).filter(word -> !word.isEmpty());
    }

    /// What to call the place of the keys in messages.
    String setting() {
        return setting;
    }

    List<SecretKey> all() {
        var before = read;
        try {
            if (file != null && !Files.getLastModifiedTime(file).equals(before.changed)) {
                read = read(file);
            }
        } catch (IOException | StartupFailure e) {
            LOG.warnf("%s; going on with the keys of before", e.getMessage());
        }
        return read.keys;
    }
}
