package blotter.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.jdbi.v3.core.Jdbi;

/// The pool of connections to the one PostgreSQL that holds the register.
public final class Database implements AutoCloseable {

    /// Where the PostgreSQL is, as JDBC says it, and how many connections to keep.
    public record Settings(String url, String user, String password, int poolSize) {}

    private final HikariDataSource pool;
    private final Jdbi jdbi;

    private Database(HikariDataSource pool) {
        this.pool = pool;
        this.jdbi = Jdbi.create(pool).installPlugin(new PostgresTypes());
    }

    /// Opens the pool. The schema must have been migrated before.
    public static Database open(Settings settings) {
        var config = new HikariConfig();
        config.setJdbcUrl(settings.url());
        config.setUsername(settings.user());
        config.setPassword(settings.password());
        config.setMaximumPoolSize(settings.poolSize());
        return new Database(new HikariDataSource(config));
    }

    public Jdbi jdbi() {
        return jdbi;
    }

    /// For small reads that a transaction may need in between: connections of their own, so that transactions never
    /// wait
    /// for each other's.
    public Jdbi lookups() {
        return jdbi;
    }

    @Override
    public void close() {
        pool.close();
    }
}
