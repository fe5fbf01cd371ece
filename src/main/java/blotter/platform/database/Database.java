package blotter.platform.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.postgresql.Driver;

/// The connection pools.
public final class Database implements AutoCloseable {

    /// JDBC URL, credentials and pool size. If user or password are empty, those in the URL apply.
    public record Settings(String url, String user, String password, int poolSize) {
        // The generated text would put the password into logs.
        @Override
        public String toString() {
            return "Settings[url=%s, user=%s, poolSize=%d]"
                    .formatted(DatabaseProblems.withoutSecrets(url), user, poolSize);
        }
    }

    private static final int LOOKUP_CONNECTIONS = 2;
    // A response needs about four times the memory of its result, and must leave room for other requests.
    private static final long MAX_RESULT_BYTES = Runtime.getRuntime().maxMemory() / 10;
    private static final Driver DRIVER = new Driver();

    private final Settings settings;
    private final HikariDataSource pool;
    private final HikariDataSource lookupPool;
    private final Jdbi jdbi;
    private final Jdbi lookups;

    private Database(Settings settings, HikariDataSource pool, HikariDataSource lookupPool) {
        this.settings = settings;
        this.pool = pool;
        this.lookupPool = lookupPool;
        this.jdbi = jdbi(pool);
        this.lookups = jdbi(lookupPool);
    }

    private static Jdbi jdbi(DataSource pool) {
        var jdbi = Jdbi.create(pool).installPlugin(new PostgresTypes());
        jdbi.setTransactionHandler(new CommitOutcomes(jdbi.getTransactionHandler()));
        // Messages with the statement's arguments would put the register's texts into the log.
        jdbi.getConfig(StatementExceptions.class).setMessageRendering(StatementExceptions.MessageRendering.NONE);
        return jdbi;
    }

    /// Opens the pool. The schema must have been migrated before.
    ///
    /// @throws StartupFailure when PostgreSQL cannot be reached or refuses the connection
    public static Database open(Settings settings) {
        var pool = pool("blotter", settings, settings.poolSize());
        return new Database(settings, pool, pool("blotter-lookups", settings, LOOKUP_CONNECTIONS));
    }

    private static HikariDataSource pool(String name, Settings settings, int size) {
        var config = new HikariConfig();
        config.setPoolName(name);
        config.setJdbcUrl(settings.url());
        config.setMaximumPoolSize(size);
        // Further connections are opened and closed on demand.
        config.setMinimumIdle(1);
        config.setConnectionTimeout(5_000);
        DatabaseProblems.properties(settings)
                .forEach((property, value) -> config.addDataSourceProperty((String) property, value));
        config.addDataSourceProperty("socketFactory", MeteredSockets.class.getName());
        config.addDataSourceProperty("socketFactoryArg", Long.toString(MAX_RESULT_BYTES));
        // Not a connection parameter: poolers refuse parameters that they do not know.
        config.setConnectionInitSql("set lock_timeout = 5000");
        try {
            return new HikariDataSource(config);
        } catch (HikariPool.PoolInitializationException e) {
            throw e.getCause() instanceof SQLException cause ? DatabaseProblems.explain(cause, settings) : e;
        } catch (RuntimeException e) {
            throw DatabaseProblems.badUrl(settings).orElseThrow(() -> e);
        }
    }

    /// A connection outside the pools. Does not use `DriverManager`, which only finds drivers that were loaded
    /// before.
    ///
    /// @throws SQLException when PostgreSQL cannot be reached or refuses, or the URL is not one for PostgreSQL
    public static Connection connect(Settings settings) throws SQLException {
        return connect(settings, DatabaseProblems.properties(settings));
    }

    static Connection connect(Settings settings, Properties properties) throws SQLException {
        var connection = DRIVER.connect(settings.url(), properties);
        if (connection == null) {
            throw new SQLException("not a URL of PostgreSQL: " + DatabaseProblems.withoutSecrets(settings.url()));
        }
        return connection;
    }

    Settings settings() {
        return settings;
    }

    /// For SQL.
    public Jdbi jdbi() {
        return jdbi;
    }

    /// A separate pool for small reads in the middle of a transaction. If they used the main pool, transactions
    /// that each hold a connection could wait for each other forever.
    public Jdbi lookups() {
        return lookups;
    }

    /// The pool, for a library with its own SQL.
    public DataSource pool() {
        return pool;
    }

    /// Closes the connections, also those with running statements.
    @Override
    public void close() {
        pool.close();
        lookupPool.close();
    }
}
