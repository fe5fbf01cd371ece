package blotter.app.cli;

import blotter.platform.database.Database;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// The environment's settings.
///
/// @param home the project's folder, which contains `data` by default
record Settings(Map<String, String> variables, Path home) {
    static final String DATABASE_URL = "BLOTTER_DATABASE_URL";
    // For a command's own work; the server has its own setting.
    private static final int CONNECTIONS = 2;

    static Settings system() {
        return new Settings(
                System.getenv(), Path.of(System.getProperty("blotter.home", "")).toAbsolutePath());
    }

    /// An empty variable counts as unset.
    Optional<String> variable(String name) {
        return Optional.ofNullable(variables.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    /// The PostgreSQL in the environment, instead of the embedded one.
    Optional<Database.Settings> ownDatabase() {
        return variable(DATABASE_URL)
                .map(url -> new Database.Settings(
                        url,
                        variable("BLOTTER_DATABASE_USER").orElse(""),
                        variables.getOrDefault("BLOTTER_DATABASE_PASSWORD", ""),
                        CONNECTIONS));
    }

    int connections() {
        return CONNECTIONS;
    }

    Path defaultData(String name) {
        return home.resolve("data").resolve(name);
    }

    /// The most likely data folder.
    Path existingData() {
        return variable("BLOTTER_DATA").map(Path::of).orElseGet(() -> {
            var run = defaultData("run");
            var demo = defaultData("demo");
            return !Files.exists(run) && Files.exists(demo) ? demo : run;
        });
    }
}
