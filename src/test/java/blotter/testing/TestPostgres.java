package blotter.testing;

import blotter.platform.database.Database;
import blotter.platform.database.Migrations;
import blotter.platform.embedded.PostgresForTests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicInteger;

/// The PostgreSQL of this test run, and its migrated template.
///
/// Quarkus loads test classes again in its own class loader. System properties hold the server's address, so that
/// all class loaders of the JVM share one server.
final class TestPostgres {
    private static final String PROPERTY = "test.postgres.";
    private static final String TEMPLATE = "template_blotter";
    private static final AtomicInteger NUMBER = new AtomicInteger();

    static {
        // Drivers that another class loader registered do not work in this one.
        if (!org.postgresql.Driver.isRegistered()) {
            throw new IllegalStateException("the driver of PostgreSQL is not registered");
        }
    }

    private TestPostgres() {}

    /// A copy of the template under a new name.
    static Database.Settings newDatabase() {
        var name = "test_%d_%d".formatted(NUMBER.incrementAndGet(), System.identityHashCode(TestPostgres.class));
        // A lock across class loaders, because a template can only be copied once at a time.
        synchronized (System.getProperties()) {
            var server = server();
            execute(server, "create database %s template %s".formatted(name, TEMPLATE));
            setTimeZone(server, name);
            return at(server, name);
        }
    }

    /// An empty database, not migrated.
    static Database.Settings newEmptyDatabase() {
        var name = "empty_%d_%d".formatted(NUMBER.incrementAndGet(), System.identityHashCode(TestPostgres.class));
        synchronized (System.getProperties()) {
            var server = server();
            execute(server, "create database " + name);
            setTimeZone(server, name);
            return at(server, name);
        }
    }

    static void drop(Database.Settings settings) {
        var name = settings.url().substring(settings.url().lastIndexOf('/') + 1);
        synchronized (System.getProperties()) {
            execute(server(), "drop database if exists %s with (force)".formatted(name));
        }
    }

    // Far from UTC and not a whole hour, to reveal dependencies on the session's time zone.
    private static void setTimeZone(Database.Settings server, String database) {
        execute(server, "alter database %s set timezone = 'Pacific/Chatham'".formatted(database));
    }

    private static Database.Settings server() {
        var url = System.getProperty(PROPERTY + "url");
        if (url != null) {
            return new Database.Settings(
                    url, System.getProperty(PROPERTY + "user", ""), System.getProperty(PROPERTY + "password", ""), 4);
        }
        var settings = start();
        execute(settings, "create database " + TEMPLATE);
        Migrations.migrate(at(settings, TEMPLATE));
        System.setProperty(PROPERTY + "url", settings.url());
        System.setProperty(PROPERTY + "user", settings.user());
        System.setProperty(PROPERTY + "password", settings.password());
        return settings;
    }

    private static Database.Settings start() {
        try {
            var folder = Files.createTempDirectory("blotter-test-");
            var postgres = PostgresForTests.start(folder);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                postgres.close();
                delete(folder);
            }));
            return postgres.settings(4);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Database.Settings at(Database.Settings server, String database) {
        var url = server.url();
        return new Database.Settings(
                url.substring(0, url.lastIndexOf('/') + 1) + database, server.user(), server.password(), 4);
    }

    private static void execute(Database.Settings at, String sql) {
        try (var connection = Database.connect(at);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private static void delete(Path folder) {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
