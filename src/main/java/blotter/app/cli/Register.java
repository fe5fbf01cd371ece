package blotter.app.cli;

import blotter.platform.database.Database;
import blotter.platform.database.Migrations;
import blotter.platform.embedded.EmbeddedPostgres;
import java.io.PrintStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The migrated PostgreSQL that a command uses: the configured one, or the embedded one.
record Register(Database.Settings settings, @Nullable EmbeddedPostgres embedded) implements AutoCloseable {

    /// For a server, which locks the data folder.
    static Register start(Settings settings, Path data, String usedBy, PrintStream progress, StartTimes times) {
        var configured = settings.ownDatabase();
        if (configured.isPresent()) {
            var register = migrated(configured.get(), null);
            times.over("schema");
            return register;
        }
        if (EmbeddedPostgres.isNew(data)) {
            progress.printf("Creating a database in %s …%n", data);
        }
        var postgres = EmbeddedPostgres.start(data, usedBy);
        times.over(postgres);
        var register = migrated(settings, postgres);
        times.over("schema");
        return register;
    }

    /// For a command, which may run at the same time as a server.
    static Register connect(Settings settings, Path data, String usedBy) {
        var configured = settings.ownDatabase();
        return configured.isPresent()
                ? migrated(configured.get(), null)
                : migrated(settings, EmbeddedPostgres.connectOrStart(data, usedBy));
    }

    private static Register migrated(Settings settings, EmbeddedPostgres embedded) {
        return migrated(embedded.settings(settings.connections()), embedded);
    }

    private static Register migrated(Database.Settings settings, @Nullable EmbeddedPostgres embedded) {
        var register = new Register(settings, embedded);
        try {
            Migrations.migrate(settings);
            return register;
        } catch (RuntimeException | Error e) {
            register.close();
            throw e;
        }
    }

    Database open() {
        return Database.open(settings);
    }

    @Override
    public void close() {
        if (embedded != null) {
            embedded.close();
        }
    }
}
