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

/// The keys that the operator configures: the first encrypts, all decrypt. Each is 32 bytes in Base64, as from
/// `openssl rand -base64 32`, separated by white space or commas.
///
/// A key file is read again when it changes, so that a running server picks up a rotation.
public final class SecretKeys {
    private static final String KEY = "BLOTTER_SECRET_KEY";
    private static final String FILE = "BLOTTER_SECRET_KEY_FILE";
    private static final Logger LOG = Logger.getLogger("blotter.secret");

    private final String setting;
    private final @Nullable Path file;
    private volatile Loaded loaded;

    private record Loaded(List<SecretKey> keys, @Nullable FileTime modified) {}

    private SecretKeys(String setting, @Nullable Path file, Loaded loaded) {
        this.setting = setting;
        this.file = file;
        this.loaded = loaded;
    }

    /// @param text the keys, or null
    /// @param file a file with the keys, or null
    /// @throws StartupFailure when both or neither are set, or when there is no key
    public static SecretKeys of(@Nullable String text, @Nullable Path file) {
        if (text != null && file != null) {
            throw new StartupFailure("%s and %s are both set (expected: one)".formatted(KEY, FILE));
        }
        if (text != null) {
            return new SecretKeys(KEY, null, new Loaded(parse(KEY, text), null));
        }
        if (file != null) {
            return new SecretKeys("%s (%s)".formatted(FILE, file), file, read(file));
        }
        throw new StartupFailure(
                "%s is not set (expected beside BLOTTER_DATABASE_URL: a file with 32 random bytes in Base64, the same for every node, from: openssl rand -base64 32)"
                        .formatted(FILE));
    }

    /// Prepends a new key to the text of a key file.
    public static String withNewKey(String text) {
        return newText() + text;
    }

    /// Removes all keys but those with these ids from the text of a key file.
    public static String retain(String text, Set<String> needed) {
        return words(text)
                .filter(word -> needed.contains(SecretKey.parse(word).id()))
                .map(word -> word + "\n")
                .collect(Collectors.joining());
    }

    /// The text of a key file with one new key.
    public static String newText() {
        return SecretKey.newText() + "\n";
    }

    private static Loaded read(Path file) {
        try {
            // Before reading the file, so that a change in between is noticed next time.
            var modified = Files.getLastModifiedTime(file);
            return new Loaded(parse("%s (%s)".formatted(FILE, file), Files.readString(file)), modified);
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
            // Dropped because its message could quote the key.
        }
        throw new StartupFailure(
                "%s: no key (expected: 32 random bytes in Base64, from: openssl rand -base64 32)".formatted(setting));
    }

    private static Stream<String> words(String text) {
        return Arrays.stream(text.split("[\\s,]+", -1)).filter(word -> !word.isEmpty());
    }

    /// The setting that names the keys, for messages.
    String setting() {
        return setting;
    }

    List<SecretKey> all() {
        try {
            if (file != null && !Files.getLastModifiedTime(file).equals(loaded.modified)) {
                loaded = read(file);
            }
        } catch (IOException | StartupFailure e) {
            LOG.warnf("%s; using the previous keys", e.getMessage());
        }
        return loaded.keys;
    }
}
