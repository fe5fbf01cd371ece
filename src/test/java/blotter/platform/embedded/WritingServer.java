package blotter.platform.embedded;

import blotter.platform.database.Database;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/// A process for tests to kill: writes rows, and prints the number of each after its commit.
public final class WritingServer {
    private WritingServer() {}

    public static void main(String... args) throws InterruptedException {
        var settings =
                EmbeddedPostgres.start(Path.of(args[0]), "a writing test").settings(1);
        System.out.println("ready");
        while (true) {
            try (var connection = connect(settings)) {
                write(connection);
            } catch (SQLException e) {
                Thread.sleep(10);
            }
        }
    }

    private static Connection connect(Database.Settings settings) throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", settings.user());
        properties.setProperty("password", settings.password());
        return DriverManager.getConnection(settings.url(), properties);
    }

    private static void write(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(
                    "create table if not exists written (id bigint generated always as identity primary key, what text)");
            while (true) {
                try (var row =
                        statement.executeQuery("insert into written (what) values (repeat('x', 500)) returning id")) {
                    row.next();
                    System.out.println(row.getLong(1));
                }
            }
        }
    }
}
