package blotter.app.cli;

import blotter.platform.database.Database;
import blotter.platform.database.StartupFailure;
import blotter.platform.embedded.PrivateFile;
import blotter.platform.secret.SecretKeys;
import blotter.platform.secret.SecretStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The file with the keys that encrypt secrets in the database: from the environment, or in the data folder.
///
/// @param own the file in the data folder; null when the environment names a key or must name one
record SecretKeyFile(Settings settings, @Nullable Path own) {
    private static final String KEY = "BLOTTER_SECRET_KEY";
    private static final String FILE = "BLOTTER_SECRET_KEY_FILE";

    static SecretKeyFile of(Settings settings, Path data) {
        boolean named = settings.variable(KEY).isPresent()
                || settings.variable(FILE).isPresent()
                || settings.ownDatabase().isPresent();
        return new SecretKeyFile(settings, named ? null : data.resolve("secret.key"));
    }

    /// Creates the file if the database has no encrypted secrets yet, and configures the server with it.
    void prepare(Database database) {
        if (own == null) {
            return;
        }
        if (!Files.exists(own) && SecretStore.isNew(database)) {
            write(own, SecretKeys.newText());
        }
        System.setProperty("blotter.secret.key-file", own.toString());
    }

    SecretKeys keys() {
        return SecretKeys.of(
                settings.variable(KEY).orElse(null),
                own != null ? own : settings.variable(FILE).map(Path::of).orElse(null));
    }

    /// Adds a new first key, if the file is in the data folder.
    void addNew() {
        change(SecretKeys::withNewKey);
    }

    /// Removes keys that are no longer needed, if the file is in the data folder.
    ///
    /// @param needed ids of keys
    void keep(Set<String> needed) {
        change(text -> SecretKeys.retain(text, needed));
    }

    private void change(UnaryOperator<String> change) {
        if (own == null) {
            return;
        }
        try {
            write(own, change.apply(Files.readString(own)));
        } catch (IOException e) {
            throw new StartupFailure("%s cannot be read: %s".formatted(own, e.getMessage()), e);
        }
    }

    private static void write(Path file, String text) {
        try {
            PrivateFile.write(file, text);
        } catch (IOException e) {
            throw new StartupFailure("%s cannot be written: %s".formatted(file, e.getMessage()), e);
        }
    }
}
