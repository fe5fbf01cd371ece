package blotter.platform.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.jspecify.annotations.Nullable;

/// Migrates the database to this version's schema.
public final class Migrations {
    private static final int OLDEST = 15;
    private static final int NEWEST = 18;
    private static final String LOCATION = "classpath:db/migration";

    private Migrations() {}

    /// Checks the server, then migrates. Processes that do so at the same time wait for each other.
    ///
    /// @throws StartupFailure when the server cannot be reached, refuses the user or has the wrong version, or when
    ///     the database belongs to a newer Blotter or another program
    public static void migrate(Database.Settings settings) {
        migrate(settings, LOCATION);
    }

    static void migrate(Database.Settings settings, String location) {
        DatabaseProblems.badUrl(settings).ifPresent(failure -> {
            throw failure;
        });
        check(settings);
        try {
            var flyway = Flyway.configure(Migrations.class.getClassLoader())
                    .dataSource(settings.url(), emptyToNull(settings.user()), emptyToNull(settings.password()))
                    .jdbcProperties(DatabaseProblems.properties(settings).entrySet().stream()
                            .collect(Collectors.toMap(p -> (String) p.getKey(), p -> (String) p.getValue())))
                    .locations(location)
                    .load();
            checkNotNewer(flyway, settings);
            flyway.migrate();
        } catch (FlywayException e) {
            throw explain(e, settings);
        }
    }

    private static @Nullable String emptyToNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private static void check(Database.Settings settings) {
        try (var connection = Database.connect(settings)) {
            var version = show(connection, "server_version");
            checkVersion(Integer.parseInt(show(connection, "server_version_num")), version, settings);
            var encoding = show(connection, "server_encoding");
            if (!encoding.equals("UTF8")) {
                throw new StartupFailure("the database at %s is encoded in %s (expected: UTF8) (BLOTTER_DATABASE_URL)"
                        .formatted(DatabaseProblems.place(settings), encoding));
            }
            Poolers.refuseTransactionMode(connection, settings);
        } catch (SQLException e) {
            throw DatabaseProblems.explain(e, settings);
        }
    }

    static void checkVersion(int number, String version, Database.Settings settings) {
        int major = number / 10_000;
        if (major < OLDEST || major > NEWEST) {
            throw new StartupFailure("PostgreSQL %d to %d is needed, the one at %s is %s (BLOTTER_DATABASE_URL)"
                    .formatted(OLDEST, NEWEST, DatabaseProblems.place(settings), version));
        }
    }

    private static String show(Connection connection, String setting) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("show " + setting)) {
            row.next();
            return row.getString(1);
        }
    }

    private static void checkNotNewer(Flyway flyway, Database.Settings settings) {
        var all = flyway.info().all();
        var newer = Arrays.stream(all)
                .filter(migration -> migration.getState() == MigrationState.FUTURE_SUCCESS
                        || migration.getState() == MigrationState.FUTURE_FAILED)
                .map(MigrationInfo::getVersion)
                .filter(Objects::nonNull)
                .max(Comparable::compareTo);
        var known = Arrays.stream(all)
                .filter(migration -> migration.getState().isResolved())
                .map(MigrationInfo::getVersion)
                .filter(Objects::nonNull)
                .max(Comparable::compareTo);
        if (newer.isPresent()) {
            throw new StartupFailure(
                    "the database at %s is of a newer Blotter: its schema is at version %s, this one knows up to %s; use the newer Blotter"
                            .formatted(
                                    DatabaseProblems.place(settings),
                                    newer.get(),
                                    known.map(Object::toString).orElse("none")));
        }
    }

    private static StartupFailure explain(FlywayException e, Database.Settings settings) {
        var place = DatabaseProblems.place(settings);
        if (e instanceof FlywayValidateException) {
            return new StartupFailure(
                    "the schema of the database at %s was not made by this Blotter's migrations: %s"
                            .formatted(place, oneLine(e)),
                    e);
        }
        var sql = Stream.<Throwable>iterate(e, Objects::nonNull, Throwable::getCause)
                .filter(SQLException.class::isInstance)
                .map(SQLException.class::cast)
                .findFirst();
        if (sql.isPresent()) {
            return DatabaseProblems.explain(sql.get(), settings);
        }
        if (oneLine(e).contains("non-empty schema")) {
            return new StartupFailure(
                    "the database at %s holds tables that are not Blotter's: give Blotter a database of its own (BLOTTER_DATABASE_URL)"
                            .formatted(place),
                    e);
        }
        return new StartupFailure("the database at %s cannot be migrated: %s".formatted(place, oneLine(e)), e);
    }

    private static String oneLine(FlywayException e) {
        return Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName())
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .limit(2)
                .reduce((first, second) -> first + " " + second)
                .orElse("");
    }
}
