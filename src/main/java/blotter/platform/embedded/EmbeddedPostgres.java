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

/// A PostgreSQL that Blotter brings along and runs itself, on a data folder that survives.
///
/// What was committed survives too, whoever is killed: `fsync` and `synchronous_commit` are on. It listens on
/// the loopback alone, with a random password that only the folder's owner can read. One process has a folder
/// at a time; others are told which. A server that dies under a living Blotter is started again on the same
/// port.
public final class EmbeddedPostgres implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final DataFolder folder;
    private final int port;
    private final @Nullable FolderLock lock;
    private final @Nullable Watch watch;
    private final Took took;

    /// What took time at the start, beside PostgreSQL itself.
    ///
    /// @param leftovers how long what a crash had left behind was looked for, and ended
    /// @param recovered whether PostgreSQL had to recover
    public record Took(Duration leftovers, boolean recovered) {
        static final Took NOTHING = new Took(Duration.ZERO, false);
    }

    private EmbeddedPostgres(DataFolder folder, int port, Took took, @Nullable FolderLock lock, @Nullable Watch watch) {
        this.folder = folder;
        this.port = port;
        this.took = took;
        this.lock = lock;
        this.watch = watch;
    }

    /// Takes the folder and starts PostgreSQL on it, making both where they are missing.
    ///
    /// @param usedBy what to tell others who want the folder, such as `blotter run`
    /// @throws StartupFailure in one line, when the folder is in use or cannot be used
    public static EmbeddedPostgres start(Path dataFolder, String usedBy) {
        return start(dataFolder, usedBy, true, EmbeddedPostgres::giveUp);
    }

    /// For tests: without `fsync`. A crash of the machine loses the data.
    static EmbeddedPostgres startForTests(Path dataFolder) {
        return start(dataFolder, "blotter's tests", false, line -> System.err.println(line));
    }

    static EmbeddedPostgres start(Path dataFolder, String usedBy, boolean durable, Consumer<String> onGivenUp) {
        var folder = DataFolder.open(dataFolder);
        return start(folder, FolderLock.take(folder.path(), usedBy, PATIENCE), durable, onGivenUp);
    }

    /// For an administrator's command: connects to the PostgreSQL of the server that has the folder, or starts it when
    /// nobody has, and then also stops it. Waits 10 s for one that is just starting, or for another such command.
    public static EmbeddedPostgres connectOrStart(Path dataFolder, String usedBy) {
        var folder = DataFolder.open(dataFolder);
        var end = Deadline.in(PATIENCE);
        while (true) {
            switch (FolderLock.attempt(folder.path(), usedBy)) {
                case FolderLock.Attempt.Taken(var lock) -> {
                    return start(folder, lock, true, EmbeddedPostgres::giveUp);
                }
                case FolderLock.Attempt.Held held -> {
                    // Another short command would stop its PostgreSQL under us.
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
            return new EmbeddedPostgres(folder, server.port(), server.took(), lock, Watch.over(server, onGivenUp));
        } catch (IOException e) {
            lock.close();
            throw DataFolder.unusable(folder.path(), e);
        } catch (RuntimeException | Error e) {
            lock.close();
            throw e;
        }
    }

    // The server has its own session: a Ctrl-C while it starts, when nobody can close it yet, has to end it here.
    private static PostgresServer startUnlessStopped(Cluster cluster) {
        var stop = new Thread(() -> new Leftovers(cluster.folder().cluster(), cluster.commands()).end());
        Runtime.getRuntime().addShutdownHook(stop);
        try {
            return PostgresServer.start(cluster);
        } finally {
            try {
                Runtime.getRuntime().removeShutdownHook(stop);
            } catch (IllegalStateException e) {
                // It runs.
            }
        }
    }

    /// The data folder.
    public Path folder() {
        return folder.path();
    }

    /// Whether a start on this folder would be the first, which takes some seconds.
    public static boolean isNew(Path dataFolder) {
        return !new DataFolder(dataFolder).hasCluster();
    }

    private static Optional<EmbeddedPostgres> connect(DataFolder folder) {
        var file = PostmasterFile.read(folder.cluster());
        if (file.isEmpty() || !file.get().isReady()) {
            return Optional.empty();
        }
        var postgres = new EmbeddedPostgres(folder, file.get().port(), Took.NOTHING, null, null);
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

    /// Where it is. Stays the same for as long as this object lives.
    ///
    /// @param poolSize how many connections to keep
    public Database.Settings settings(int poolSize) {
        return new Database.Settings(url(port, Cluster.DATABASE), Cluster.USER, folder.password(), poolSize);
    }

    public Took took() {
        return took;
    }

    /// Stops PostgreSQL cleanly and frees the folder, if this object has started it. Close the pools first.
    @Override
    public void close() {
        if (watch != null) {
            watch.close();
        }
        if (lock != null) {
            lock.close();
        }
    }
}
