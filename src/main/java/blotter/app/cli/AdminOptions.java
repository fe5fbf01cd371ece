package blotter.app.cli;

import blotter.platform.database.StartupFailure;
import blotter.platform.embedded.EmbeddedPostgres;
import blotter.platform.secret.SecretBox;
import blotter.platform.secret.SecretStore;
import blotter.platform.secret.SecretStore.Rotation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Options that all administrative commands share.
final class AdminOptions {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            description = "the data folder of the server (default: BLOTTER_DATA, or data/run or data/demo)")
    private @Nullable Path data;

    @Option(names = "--json", description = "print only the result, as JSON, on standard output")
    private boolean json;

    boolean isJson() {
        return json;
    }

    /// Runs the work on the configured register, which must exist.
    ///
    /// @throws StartupFailure when the register cannot be reached
    /// @throws Refused when the work cannot be done, or the folder has no register
    <T> T work(Terminal terminal, Parts parts, String command, Function<Administration, T> work) {
        requireRegister(terminal);
        return workOrCreate(terminal, parts, command, work);
    }

    /// Runs the work on the configured register, and creates the register if it does not exist.
    <T> T workOrCreate(Terminal terminal, Parts parts, String command, Function<Administration, T> work) {
        try (var register = Register.connect(terminal.settings(), folder(terminal), "blotter admin " + command);
                var interruption = Interruption.closing(register);
                var database = register.open()) {
            return work.apply(parts.administration().apply(database));
        }
    }

    // A mistyped folder must not become a new register that has nothing in it.
    private void requireRegister(Terminal terminal) {
        var folder = folder(terminal);
        if (terminal.settings().ownDatabase().isEmpty() && EmbeddedPostgres.isNew(folder)) {
            throw new Refused(
                    "%s has no register (expected: the data folder of the server, with --data)".formatted(folder));
        }
    }

    private Path folder(Terminal terminal) {
        return data != null ? data : terminal.settings().existingData();
    }

    /// Describes the configured register.
    String describe(Terminal terminal) {
        return terminal.settings().ownDatabase().isPresent()
                ? "the database of " + Settings.DATABASE_URL
                : folder(terminal).toString();
    }

    /// Re-encrypts all secrets of the configured register.
    ///
    /// @throws Refused when the folder has no register, which is probably the wrong folder
    Rotation rotateSecretKey(Terminal terminal) {
        requireRegister(terminal);
        var folder = folder(terminal);
        try (var register = Register.connect(terminal.settings(), folder, "blotter admin secret-key rotate");
                var interruption = Interruption.closing(register);
                var database = register.open()) {
            var file = SecretKeyFile.of(terminal.settings(), folder);
            file.prepare(database);
            new SecretStore(database, new SecretBox(file.keys())).initialize();
            // Adds the new key before the rotation and removes old ones after it, so that an interruption leaves
            // the file with all keys that are needed.
            file.addNew();
            var done = new SecretStore(database, new SecretBox(file.keys())).rotate();
            file.keep(SecretStore.needed(database));
            return done;
        }
    }

    void printSecret(Terminal terminal, Administration.ServiceAccount account, String heading) {
        if (isJson()) {
            var result = new LinkedHashMap<String, String>();
            result.put("client_id", account.clientId());
            result.put("client_secret", account.clientSecret());
            printJson(terminal, result);
        } else {
            terminal.out()
                    .printf(
                            "%s%n  client_id:     %s%n  client_secret: %s%n",
                            heading, account.clientId(), account.clientSecret());
        }
    }

    void printJson(Terminal terminal, Map<String, ?> result) {
        try {
            terminal.out().println(JSON.writeValueAsString(result));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
