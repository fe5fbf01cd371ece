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

/// The pool of connections to the one PostgreSQL that holds the register.
public final class Database implements AutoCloseable {

    /// Where the PostgreSQL is, as JDBC says it, and how many connections to keep.
    /// An empty user or password leaves it to the URL.
    public record Settings(String url, String user, String password, int poolSize) {
        // A record's own text would carry the password into logs.
        @Override
        public String toString() {
            return "Settings[url=%s, user=%s, poolSize=%d]"
                    .formatted(DatabaseProblems.withoutSecrets(url), user, poolSize);
        }
    }

    private static final int LOOKUP_CONNECTIONS = 2;
    // Four times as much is needed to make an answer of it, and that must fit beside everything else.
    private static final long MOST_OF_AN_ANSWER = Runtime.getRuntime().maxMemory() / 10;
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
        // With a statement's arguments, the texts of the register would go into the log of every failure.
        jdbi.getConfig(StatementExceptions.class).setMessageRendering(StatementExceptions.MessageRendering.NONE);
        return jdbi;
    }

    /// Opens the pool. The schema must have been migrated before.
    ///
    /// @throws StartupFailure in one line, when PostgreSQL cannot be reached or refuses
    public static Database open(Settings settings) {
        var pool = pool("blotter", settings, settings.poolSize());
        return new Database(settings, pool, pool("blotter-lookups", settings, LOOKUP_CONNECTIONS));
    }

    private static HikariDataSource pool(String name, Settings settings, int size) {
        var config = new HikariConfig();
        config.setPoolName(name);
        config.setJdbcUrl(settings.url());
        config.setMaximumPoolSize(size);
        // The others are made when they are needed, and closed when they no longer are.
        config.setMinimumIdle(1);
        config.setConnectionTimeout(5_000);
        DatabaseProblems.properties(settings)
                .forEach((property, value) -> config.addDataSourceProperty((String) property, value));
        config.addDataSourceProperty("socketFactory", MeteredSockets.class.getName());
        config.addDataSourceProperty("socketFactoryArg", Long.toString(MOST_OF_AN_ANSWER));
        // Who waits this long for another change is told so, and does not hang.
        // Not as a parameter of the connection: poolers refuse those that they do not know.
        config.setConnectionInitSql("set lock_timeout = 5000");
        try {
            return new HikariDataSource(config);
        } catch (HikariPool.PoolInitializationException e) {
            throw e.getCause() instanceof SQLException cause ? DatabaseProblems.explain(cause, settings) : e;
        } catch (RuntimeException e) {
            throw DatabaseProblems.badUrl(settings).orElseThrow(() -> e);
        }
    }

    /// One connection beside the pools. Not by `DriverManager`: which drivers it finds hangs on who has
    /// loaded one before.
    ///
    /// @throws SQLException when PostgreSQL cannot be reached or refuses, or the URL is none of PostgreSQL's
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

    /// For small reads that a transaction may need in between: connections of their own, so that transactions never
    /// wait for each other's.
    public Jdbi lookups() {
        return lookups;
    }

    /// For a library with SQL of its own.
    public DataSource pool() {
        return pool;
    }

    /// Closes the connections; statements that still run are cut off.
    @Override
    public void close() {
        pool.close();
        lookupPool.close();
    }
}
