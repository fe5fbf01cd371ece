package blotter.testing;

import static org.assertj.core.api.Assertions.assertThat;

import blotter.platform.database.Database;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class PostgresExtensionTest {
    private final Database database;

    PostgresExtensionTest(Database database) {
        this.database = database;
    }

    @Test
    void aTestClassAndItsNestedClassesShareOneDatabase(Database.Settings settings) {
        assertThat(settings.url()).endsWith(name(database));
    }

    @Test
    void aNewDatabaseIsSeparate() {
        try (var other = Database.open(PostgresExtension.newDatabase())) {
            assertThat(name(other)).isNotEqualTo(name(database));
        }
    }

    @Test
    void theSessionIsNotInUtc() {
        assertThat(show("timezone")).isEqualTo("Pacific/Chatham");
    }

    @Test
    void theDatabaseIsTheEmbeddedOne() {
        assertThat(show("server_version")).startsWith("18.");
        assertThat(show("server_encoding")).isEqualTo("UTF8");
        assertThat(show("data_checksums")).isEqualTo("on");
        var lower = database.jdbi()
                .withHandle(handle ->
                        handle.select("select lower('ÄÖÜ')").mapTo(String.class).one());
        assertThat(lower).isEqualTo("äöü");
    }

    @Nested
    class NestedClass {
        @Test
        void sharesIt(Database own) {
            assertThat(own).isSameAs(database);
        }
    }

    private String show(String setting) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("show " + setting)
                        .mapTo(String.class)
                        .one());
    }

    private static String name(Database database) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("select current_database()")
                        .mapTo(String.class)
                        .one());
    }
}
