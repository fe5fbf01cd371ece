package blotter.platform.embedded;

import java.nio.file.Path;

/// Lets tests of other packages start a PostgreSQL without `fsync`.
public final class PostgresForTests {
    private PostgresForTests() {}

    /// @param folder temporary: a crash loses its data
    public static EmbeddedPostgres start(Path folder) {
        return EmbeddedPostgres.startForTests(folder);
    }
}
