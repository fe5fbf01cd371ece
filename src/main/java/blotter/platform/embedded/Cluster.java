package blotter.platform.embedded;

import blotter.platform.database.StartupFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/// A PostgreSQL cluster: created once by `initdb`, configured at each start.
///
/// @param durable whether commits are flushed to disk; only tests turn it off
record Cluster(DataFolder folder, PostgresCommands commands, boolean durable) {
    static final String USER = "blotter";
    static final String DATABASE = "blotter";

    /// Creates the cluster if there is none, in a temporary folder that is renamed at the end, so that an
    /// interrupted first start leaves nothing usable.
    void createIfMissing() {
        if (folder.hasCluster()) {
            return;
        }
        var fresh = folder.newCluster();
        try {
            Disk.deleteTree(fresh);
            Disk.deleteTree(folder.cluster());
            folder.writeNewPassword();
            initialize();
            Files.move(fresh, folder.cluster(), StandardCopyOption.ATOMIC_MOVE);
            Disk.flushFolder(folder.path());
        } catch (IOException e) {
            throw DataFolder.unusable(folder.path(), e);
        }
    }

    private void initialize() throws IOException {
        var arguments = new ArrayList<>(List.of(
                "--pgdata=" + folder.newCluster(),
                "--username=" + USER,
                "--pwfile=" + folder.passwordFile(),
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--data-checksums",
                "--no-instructions"));
        if (!durable) {
            arguments.add("--no-sync");
        }
        var log = LogTail.from(folder.log());
        try {
            int status = commands.start(commands.program("initdb", arguments), folder.log())
                    .waitFor();
            if (status != 0) {
                throw log.failure(folder, "PostgreSQL's initdb failed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartupFailure("interrupted during PostgreSQL's initdb", e);
        }
    }

    /// Writes the settings of this version. `alter system` overrides them.
    void configure() {
        var settings = """
                # Blotter writes this file at each start. What you set with "alter system" is kept and wins.
                unix_socket_directories = ''
                max_connections = 100
                shared_buffers = 256MB
                effective_cache_size = 1GB
                work_mem = 16MB
                maintenance_work_mem = 128MB
                max_wal_size = 2GB
                checkpoint_timeout = 15min
                random_page_cost = 1.1
                jit = off
                timezone = 'UTC'
                log_timezone = 'UTC'
                log_min_messages = warning
                # Statements and details would put the register's data into the log.
                log_min_error_statement = panic
                log_error_verbosity = terse
                log_checkpoints = off
                """;
        var file = folder.cluster().resolve("postgresql.conf");
        try {
            if (!Files.exists(file) || !Files.readString(file).equals(settings)) {
                Disk.writePrivate(file, settings);
            }
        } catch (IOException e) {
            throw DataFolder.unusable(folder.path(), e);
        }
    }

    /// Settings that no configuration file may override: the listen address and durability.
    List<String> arguments(int port) {
        var durability = durable ? "on" : "off";
        return List.of(
                "-D",
                folder.cluster().toString(),
                "-p",
                Integer.toString(port),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "fsync=" + durability,
                "-c",
                "synchronous_commit=" + durability,
                "-c",
                "full_page_writes=" + durability);
    }
}
