package blotter.platform.embedded;

import blotter.platform.database.Database;
import blotter.platform.database.StartupFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The embedded PostgreSQL, which Blotter runs as a child process on a persistent data folder.
///
/// Commits survive crashes: `fsync` and `synchronous_commit` are on. The server listens on the loopback address
/// only, with a random password in a file that only the owner can read. A lock on the folder admits one Blotter at
/// a time. If the server dies, it is restarted on the same port.
public final class EmbeddedPostgres implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final DataFolder folder;
    private final int port;
    private final @Nullable FolderLock lock;
    private final @Nullable Watchdog watchdog;
    private final StartDetails startDetails;

    /// What prolonged the start.
    ///
    /// @param cleanup the time to find and end orphaned processes
    /// @param recovered whether PostgreSQL performed crash recovery
    public record StartDetails(Duration cleanup, boolean recovered) {
        static final StartDetails NONE = new StartDetails(Duration.ZERO, false);
    }

    private EmbeddedPostgres(
            DataFolder folder,
            int port,
            StartDetails startDetails,
            @Nullable FolderLock lock,
            @Nullable Watchdog watchdog) {
        this.folder = folder;
        this.port = port;
        this.startDetails = startDetails;
        this.lock = lock;
        this.watchdog = watchdog;
    }

    /// Locks the folder and starts PostgreSQL on it. Creates folder and cluster if they are missing.
    ///
    /// @param usedBy the command that uses the folder, such as `blotter run`, for the messages of others
    /// @throws StartupFailure when the folder is in use or cannot be used
    public static EmbeddedPostgres start(Path dataFolder, String usedBy) {
        return start(dataFolder, usedBy, true, EmbeddedPostgres::giveUp);
    }

    /// For tests: without `fsync`. A crash of the machine loses the data.
    static EmbeddedPostgres startForTests(Path dataFolder) {
        return start(dataFolder, "blotter's tests", false, line -> System.err.println(line));
    }

    static EmbeddedPostgres start(Path dataFolder, String usedBy, boolean durable, Consumer<String> onGivenUp) {
        var folder = DataFolder.open(dataFolder);
        return start(folder, FolderLock.acquire(folder.path(), usedBy, TIMEOUT), durable, onGivenUp);
    }

    /// For administrative commands: connects to the PostgreSQL of the running server, or starts one and stops it
    /// again. Waits up to 10 s for a server that is starting, or for another command.
    public static EmbeddedPostgres connectOrStart(Path dataFolder, String usedBy) {
        var folder = DataFolder.open(dataFolder);
        var end = Deadline.in(TIMEOUT);
        while (true) {
            switch (FolderLock.tryAcquire(folder.path(), usedBy)) {
                case FolderLock.Attempt.Acquired(var lock) -> {
                    return start(folder, lock, true, EmbeddedPostgres::giveUp);
                }
                case FolderLock.Attempt.Held held -> {
                    // Another command would stop its PostgreSQL while we use it.
                    var running = held.isShort() ? Optional.<EmbeddedPostgres>empty() : connect(folder);
                    if (running.isPresent()) {
                        return running.get();
                    }
                    if (end.isOver()) {
                        throw held.failure();
                    }
                    Pause.millis(50);
                }
            }
        }
    }

    private static EmbeddedPostgres start(
            DataFolder folder, FolderLock lock, boolean durable, Consumer<String> onGivenUp) {
        try {
            folder.rotateLog();
            var cluster = new Cluster(folder, PostgresCommands.of(PostgresBinaries.unpacked()), durable);
            cluster.createIfMissing();
            cluster.configure();
            var server = startUnlessStopped(cluster);
            return new EmbeddedPostgres(
                    folder, server.port(), server.startDetails(), lock, Watchdog.start(server, onGivenUp));
        } catch (IOException e) {
            lock.close();
            throw DataFolder.unusable(folder.path(), e);
        } catch (RuntimeException | Error e) {
            lock.close();
            throw e;
        }
    }

    // The server runs in its own session, which a Ctrl-C does not reach; until it can be closed, a hook ends it.
    private static PostgresServer startUnlessStopped(Cluster cluster) {
        var stop = new Thread(() -> new OrphanedProcesses(cluster.folder().cluster(), cluster.commands()).end());
        Runtime.getRuntime().addShutdownHook(stop);
        try {
            return PostgresServer.start(cluster);
        } finally {
            try {
                Runtime.getRuntime().removeShutdownHook(stop);
            } catch (IllegalStateException e) {
                // The JVM is shutting down, and runs the hook.
            }
        }
    }

    /// The data folder.
    public Path folder() {
        return folder.path();
    }

    /// Whether the folder has no cluster yet, so that the start takes some seconds.
    public static boolean isNew(Path dataFolder) {
        return !new DataFolder(dataFolder).hasCluster();
    }

    private static Optional<EmbeddedPostgres> connect(DataFolder folder) {
        var file = PostmasterFile.read(folder.cluster());
        if (file.isEmpty() || !file.get().isReady()) {
            return Optional.empty();
        }
        var postgres = new EmbeddedPostgres(folder, file.get().port(), StartDetails.NONE, null, null);
        try (var connection = Database.connect(postgres.settings(1))) {
            return Optional.of(postgres);
        } catch (SQLException e) {
            // Still starting, or already stopping.
            return Optional.empty();
        }
    }

    static String url(int port, String database) {
        return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database);
    }

    private static void giveUp(String line) {
        System.err.println("blotter: " + line);
        System.exit(1);
    }

    /// Connection settings, which stay valid across restarts of the server.
    public Database.Settings settings(int poolSize) {
        return new Database.Settings(url(port, Cluster.DATABASE), Cluster.USER, folder.password(), poolSize);
    }

    public StartDetails startDetails() {
        return startDetails;
    }

    /// Stops PostgreSQL and releases the folder, if this object started it. Close the pools first.
    @Override
    public void close() {
        if (watchdog != null) {
            watchdog.close();
        }
        if (lock != null) {
            lock.close();
        }
    }
}
