package blotter.app.cli;

import blotter.platform.database.Database;
import blotter.platform.database.Migrations;
import blotter.platform.embedded.EmbeddedPostgres;
import java.io.PrintStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The PostgreSQL that a command works on, migrated: one's own, or the embedded one.
record Register(Database.Settings settings, @Nullable EmbeddedPostgres embedded) implements AutoCloseable {

    /// For a server, which has the data folder to itself.
    static Register start(Settings settings, Path data, String usedBy, PrintStream progress, StartTimes times) {
        var own = settings.ownDatabase();
        if (own.isPresent()) {
            var register = migrated(own.get(), null);
            times.over("schema");
            return register;
        }
        if (EmbeddedPostgres.isNew(data)) {
            progress.printf("Making a database in %s …%n", data);
        }
        var postgres = EmbeddedPostgres.start(data, usedBy);
        times.over(postgres);
        var register = migrated(settings, postgres);
        times.over("schema");
        return register;
    }

    /// For a command, which may work beside a server.
    static Register connect(Settings settings, Path data, String usedBy) {
        var own = settings.ownDatabase();
        return own.isPresent()
                ? migrated(own.get(), null)
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

    /// A few connections for work before or beside the server.
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
