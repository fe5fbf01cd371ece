package blotter.bench;

import blotter.platform.database.Database;
import blotter.platform.database.StartupFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

/// The reference floor, `bench/floor`: the least that PostgreSQL must do for the same work.
///
/// @param folder where the files lie as they are run
record Floor(Path folder) {
    private static final List<String> FILES = List.of("schema.sql", "patch.sql", "list.sql", "get.sql");
    /// How many incidents the files speak of.
    private static final int WRITTEN = 100_000;

    /// Copies the files. For another number of incidents than theirs, that number (and the one below
    /// it, the last of a range from zero) is replaced in them, and nothing else.
    static Floor of(BenchOptions options) {
        var folder = options.folder().resolve("floor");
        try {
            Files.createDirectories(folder);
            for (var name : FILES) {
                var text =
                        Files.readString(options.home().resolve("bench/floor").resolve(name));
                Files.writeString(
                        folder.resolve(name),
                        text.replaceAll("\\b%d\\b".formatted(WRITTEN), Integer.toString(options.incidents()))
                                .replaceAll(
                                        "\\b%d\\b".formatted(WRITTEN - 1), Integer.toString(options.incidents() - 1)));
            }
            return new Floor(folder);
        } catch (IOException e) {
            throw new StartupFailure("the floor's files cannot be copied: " + e, e);
        }
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    /// Makes the floor's schema and its incidents.
    void load(Database.Settings database) {
        try (var connection = DriverManager.getConnection(database.url(), database.user(), database.password());
                var statement = connection.createStatement()) {
            // One by one, since "vacuum" refuses to be in a transaction with others.
            for (var sql : Files.readString(file("schema.sql")).split(";[ \\t]*(?:\\n|$)", -1)) {
                if (!sql.isBlank()) {
                    statement.execute(sql);
                }
            }
        } catch (IOException | SQLException e) {
            throw new StartupFailure("the floor cannot be loaded: " + e.getMessage(), e);
        }
    }
}
