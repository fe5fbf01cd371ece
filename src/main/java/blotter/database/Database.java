package blotter.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import java.sql.SQLException;
import org.jdbi.v3.core.Jdbi;

/// The pool of connections to the one PostgreSQL that holds the register.
public final class Database implements AutoCloseable {

    /// Where the PostgreSQL is, as JDBC says it, and how many connections to keep.
    /// An empty user or password leaves it to the URL.
    public record Settings(String url, String user, String password, int poolSize) {
        /// The same place with another number of connections.
        public Settings withPoolSize(int size) {
            return new Settings(url, user, password, size);
        }

        // A record's own text would carry the password into logs.
        @Override
        public String toString() {
            return "Settings[url=%s, user=%s, poolSize=%d]"
                    .formatted(DatabaseProblems.withoutSecrets(url), user, poolSize);
        }
    }

    private final HikariDataSource pool;
    private final Jdbi jdbi;

    private Database(HikariDataSource pool) {
        this.pool = pool;
        this.jdbi = Jdbi.create(pool);
    }

    /// Opens the pool. The schema must have been migrated before.
    ///
    /// @throws StartupFailure in one line, when PostgreSQL cannot be reached or refuses
    public static Database open(Settings settings) {
        var config = new HikariConfig();
        config.setPoolName("blotter");
        config.setJdbcUrl(settings.url());
        config.setMaximumPoolSize(settings.poolSize());
        config.setConnectionTimeout(5_000);
        DatabaseProblems.properties(settings)
                .forEach((name, value) -> config.addDataSourceProperty((String) name, value));
        try {
            return new Database(new HikariDataSource(config));
        } catch (HikariPool.PoolInitializationException e) {
            throw e.getCause() instanceof SQLException cause ? DatabaseProblems.explain(cause, settings) : e;
        } catch (RuntimeException e) {
            throw DatabaseProblems.badUrl(settings).orElseThrow(() -> e);
        }
    }

    /// For SQL.
    public Jdbi jdbi() {
        return jdbi;
    }

    /// Closes the connections; statements that still run are cut off.
    @Override
    public void close() {
        pool.close();
    }
}
