package blotter.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blotter.testing.PostgresExtension;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MigrationsTest {
    private static final String NOTES = "classpath:db/notes";

    private Database.Settings empty = new Database.Settings("", "", "", 1);

    @BeforeEach
    void anEmptyDatabase() {
        empty = PostgresExtension.newEmptyDatabase();
    }

    private static void fails(ThrowingCallable call, String line) {
        assertThatThrownBy(call).isInstanceOf(StartupFailure.class).hasMessage(line);
    }

    private void execute(String sql) {
        try (var database = Database.open(empty)) {
            database.jdbi().useHandle(handle -> handle.execute(sql));
        }
    }

    private String place() {
        return empty.url().replace("jdbc:postgresql://", "");
    }

    private Database.Settings at(String url) {
        return new Database.Settings(url, empty.user(), empty.password(), 1);
    }

    @Test
    void migratesAFreshDatabaseAndThenChangesNothing() {
        Migrations.migrate(empty, NOTES);
        assertThatCode(() -> Migrations.migrate(empty, NOTES)).doesNotThrowAnyException();
        execute("insert into note values ('kept')");
    }

    @Test
    void migratesTheRealSchemaTwice() {
        Migrations.migrate(empty);
        assertThatCode(() -> Migrations.migrate(empty)).doesNotThrowAnyException();
    }

    @Test
    void concurrentMigrationsWaitForEachOther() {
        var first = CompletableFuture.runAsync(() -> Migrations.migrate(empty, NOTES));
        var second = CompletableFuture.runAsync(() -> Migrations.migrate(empty, NOTES));
        assertThatCode(() -> CompletableFuture.allOf(first, second).join()).doesNotThrowAnyException();
    }

    @Test
    void refusesADatabaseOfANewerBlotter() {
        Migrations.migrate(empty, NOTES);
        execute(
                "insert into flyway_schema_history select 2, '17', 'future', 'SQL', 'V17__future.sql', 1, 'x', now(), 1, true");
        fails(
                () -> Migrations.migrate(empty, NOTES),
                "the database at %s is of a newer Blotter: its schema is at version 17, this one knows up to 1; use the newer Blotter"
                        .formatted(place()));
    }

    @Test
    void refusesADatabaseOfAnotherProgram() {
        execute("create table somebody_elses (id int)");
        fails(
                () -> Migrations.migrate(empty, NOTES),
                "the database at %s holds tables that are not Blotter's: give Blotter a database of its own (BLOTTER_DATABASE_URL)"
                        .formatted(place()));
    }

    @Test
    void namesAMissingPrivilege() {
        execute("drop role if exists guest; create role guest login password 'guest'");
        var guest = new Database.Settings(empty.url(), "guest", "guest", 1);
        fails(
                () -> Migrations.migrate(guest, NOTES),
                "PostgreSQL at %s does not let user 'guest' do what Blotter needs (BLOTTER_DATABASE_USER): permission denied for schema public; the user must own the database, or have 'create' on it and on its schema public"
                        .formatted(place()));
    }

    @Test
    void explainsAWrongPassword() {
        fails(
                () -> Migrations.migrate(new Database.Settings(empty.url(), empty.user(), "guessed", 1)),
                "PostgreSQL at %s does not accept the password of user 'blotter' (BLOTTER_DATABASE_USER, BLOTTER_DATABASE_PASSWORD)"
                        .formatted(place()));
    }

    @Test
    void explainsAMissingDatabase() {
        fails(
                () -> Migrations.migrate(at(empty.url() + "x")),
                "PostgreSQL at %sx has no such database (BLOTTER_DATABASE_URL): database \"%sx\" does not exist"
                        .formatted(place(), place().substring(place().indexOf('/') + 1)));
    }

    @Test
    void explainsAnUnreachableServer() {
        assertThatThrownBy(() -> Migrations.migrate(at("jdbc:postgresql://127.0.0.1:1/register")))
                .isInstanceOf(StartupFailure.class)
                .message()
                .startsWith("PostgreSQL at 127.0.0.1:1/register cannot be reached (BLOTTER_DATABASE_URL): ")
                .doesNotContain("\n");
    }

    @Test
    void explainsAnUnknownHost() {
        assertThatThrownBy(() -> Migrations.migrate(at("jdbc:postgresql://nowhere.invalid/register")))
                .isInstanceOf(StartupFailure.class)
                .hasMessage(
                        "PostgreSQL at nowhere.invalid:5432/register cannot be reached (BLOTTER_DATABASE_URL): unknown host nowhere.invalid");
    }

    @ParameterizedTest
    @CsvSource({
        "nonsense, nonsense",
        "postgres://anna:secret@db/register, postgres://…@db/register",
        "jdbc:mysql://db/register?password=secret&x=1, jdbc:mysql://db/register?password=…&x=1",
        "jdbc:postgresql://db:port/register, jdbc:postgresql://db:port/register"
    })
    void masksSecretsInAnInvalidUrl(String url, String shown) {
        fails(
                () -> Migrations.migrate(at(url)),
                "BLOTTER_DATABASE_URL: %s (expected: jdbc:postgresql://host:5432/database)".formatted(shown));
    }

    @ParameterizedTest
    @CsvSource({"140002, 14.2", "190000, 19beta1"})
    void refusesUnsupportedVersions(int number, String version) {
        fails(
                () -> Migrations.checkVersion(number, version, at("jdbc:postgresql://db/register")),
                "PostgreSQL 15 to 18 is needed, the one at db:5432/register is %s (BLOTTER_DATABASE_URL)"
                        .formatted(version));
    }

    @Test
    void settingsDoNotShowThePassword() {
        assertThat(new Database.Settings("jdbc:postgresql://db/x?password=hidden", "anna", "hidden", 3))
                .hasToString("Settings[url=jdbc:postgresql://db/x?password=…, user=anna, poolSize=3]");
    }
}
