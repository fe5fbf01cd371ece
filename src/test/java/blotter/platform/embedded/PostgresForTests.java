package blotter.platform.embedded;

import java.nio.file.Path;

/// Opens the way to a PostgreSQL without `fsync` for tests of other packages.
public final class PostgresForTests {
    private PostgresForTests() {}

    /// Starts one on a folder that nobody will miss.
    public static EmbeddedPostgres start(Path folder) {
        return EmbeddedPostgres.startForTests(folder);
    }
}
