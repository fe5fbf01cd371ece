package blotter.platform.embedded;

import blotter.platform.database.Database;
import blotter.platform.database.StartupFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// One running server, our child.
record PostgresServer(Process process, int port, Cluster cluster, EmbeddedPostgres.Took took) {
    private static final Duration RECOVERY = Duration.ofMinutes(10);
    private static final int ATTEMPTS = 20;

    /// Starts on a free port of the loopback, and returns when connections are accepted.
    static PostgresServer start(Cluster cluster) {
        return start(cluster, 0);
    }

    /// Starts on this port, or on a free one when it is 0.
    static PostgresServer start(Cluster cluster, int wantedPort) {
        var leftovers = new Leftovers(cluster.folder().cluster(), cluster.commands());
        long searched = 0;
        for (int attempt = 1; ; attempt++) {
            long begun = System.nanoTime();
            leftovers.end();
            searched += System.nanoTime() - begun;
            var log = LogTail.from(cluster.folder().log());
            var server = launch(cluster, wantedPort == 0 ? freePort() : wantedPort);
            if (server.awaitReady()) {
                var took = new EmbeddedPostgres.Took(Duration.ofNanos(searched), log.saysRecovery());
                return new PostgresServer(server.process, server.port, cluster, took);
            }
            if (attempt == ATTEMPTS || !(log.saysPortTaken() || log.saysStillInUse())) {
                throw log.failure(cluster.folder(), "the embedded PostgreSQL did not start");
            }
            Pause.millis(100);
        }
    }

    private static PostgresServer launch(Cluster cluster, int port) {
        try {
            var command = cluster.commands().server(cluster.arguments(port));
            return new PostgresServer(
                    cluster.commands().start(command, cluster.folder().log()),
                    port,
                    cluster,
                    EmbeddedPostgres.Took.NOTHING);
        } catch (IOException e) {
            throw new StartupFailure(
                    "the embedded PostgreSQL does not run on this system (%s): name your own server with BLOTTER_DATABASE_URL"
                            .formatted(e.getMessage()),
                    e);
        }
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new StartupFailure("no free port on 127.0.0.1 for PostgreSQL: " + e.getMessage(), e);
        }
    }

    /// Whether it accepts connections; false when it has ended instead. A recovery after a crash may take its time.
    private boolean awaitReady() {
        var end = Deadline.in(RECOVERY);
        while (process.isAlive()) {
            var file = PostmasterFile.read(cluster.folder().cluster());
            if (file.isPresent()
                    && file.get().pid() == process.pid()
                    && file.get().isReady()) {
                createDatabaseIfMissing();
                return true;
            }
            if (end.isOver()) {
                stop();
                throw new StartupFailure("the embedded PostgreSQL is not ready after %d minutes (see %s)"
                        .formatted(RECOVERY.toMinutes(), cluster.folder().log()));
            }
            Pause.millis(5);
        }
        return false;
    }

    private void createDatabaseIfMissing() {
        // Asked for where it is listed: trying to connect would leave a FATAL in the log of each first start.
        try (var connection = connect("postgres");
                var statement = connection.createStatement()) {
            boolean exists;
            try (var row = statement.executeQuery(
                    "select exists (select from pg_database where datname = '%s')".formatted(Cluster.DATABASE))) {
                row.next();
                exists = row.getBoolean(1);
            }
            if (!exists) {
                statement.execute("create database " + Cluster.DATABASE);
            }
        } catch (SQLException e) {
            stop();
            throw new StartupFailure(
                    "the embedded PostgreSQL does not give Blotter its database: " + e.getMessage(), e);
        }
    }

    private Connection connect(String database) throws SQLException {
        return Database.connect(new Database.Settings(
                EmbeddedPostgres.url(port, database),
                Cluster.USER,
                cluster.folder().password(),
                1));
    }

    /// A fast shutdown: statements are cancelled, everything is written, and the next start needs no recovery.
    /// When that takes too long it becomes an immediate one, which loses no committed work either.
    void stop() {
        if (!process.isAlive()) {
            return;
        }
        try {
            cluster.commands().signal("INT", process.pid());
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                cluster.commands().signal("QUIT", process.pid());
                if (!process.waitFor(5, TimeUnit.SECONDS)) {
                    process.destroyForcibly().waitFor();
                }
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
