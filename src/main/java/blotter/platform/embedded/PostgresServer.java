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

/// A running server, as a child process.
record PostgresServer(Process process, int port, Cluster cluster, EmbeddedPostgres.StartDetails startDetails) {
    private static final Duration RECOVERY = Duration.ofMinutes(10);
    private static final int ATTEMPTS = 20;

    /// Starts on a free port, and returns when the server accepts connections.
    static PostgresServer start(Cluster cluster) {
        return start(cluster, 0);
    }

    /// @param requestedPort 0 for any free port
    static PostgresServer start(Cluster cluster, int requestedPort) {
        var orphans = new OrphanedProcesses(cluster.folder().cluster(), cluster.commands());
        long cleanup = 0;
        for (int attempt = 1; ; attempt++) {
            long begun = System.nanoTime();
            orphans.end();
            cleanup += System.nanoTime() - begun;
            var log = LogTail.from(cluster.folder().log());
            var server = launch(cluster, requestedPort == 0 ? freePort() : requestedPort);
            if (server.awaitReady()) {
                var details = new EmbeddedPostgres.StartDetails(Duration.ofNanos(cleanup), log.reportsRecovery());
                return new PostgresServer(server.process, server.port, cluster, details);
            }
            if (attempt == ATTEMPTS || !(log.reportsPortTaken() || log.reportsStillInUse())) {
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
                    EmbeddedPostgres.StartDetails.NONE);
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

    /// Waits until the server accepts connections, also through a long crash recovery. False if it ends instead.
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
        // Looks it up: a failed connection attempt would log a FATAL at each first start.
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
                    "cannot create Blotter's database in the embedded PostgreSQL: " + e.getMessage(), e);
        }
    }

    private Connection connect(String database) throws SQLException {
        return Database.connect(new Database.Settings(
                EmbeddedPostgres.url(port, database),
                Cluster.USER,
                cluster.folder().password(),
                1));
    }

    /// Performs a fast shutdown, which cancels statements and needs no recovery. If it takes too long, performs an
    /// immediate one, which loses no committed work either.
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
