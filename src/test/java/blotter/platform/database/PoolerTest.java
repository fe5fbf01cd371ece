package blotter.platform.database;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import blotter.testing.PostgresExtension;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Starts behind a real PgBouncer.
@ExtendWith(PostgresExtension.class)
class PoolerTest {
    private static final Path PROGRAM = Path.of("/usr/sbin/pgbouncer");

    private final Database.Settings direct;

    @TempDir
    Path folder;

    PoolerTest(Database.Settings direct) {
        this.direct = direct;
    }

    private record Pooler(Process process, Database.Settings settings) implements AutoCloseable {
        @Override
        public void close() {
            process.destroy();
            try {
                process.waitFor();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private Pooler started(String mode, int roundRobin) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(PROGRAM), "there is no " + PROGRAM + " (apt install pgbouncer)");
        var at = URI.create(direct.url().substring("jdbc:".length()));
        int port = freePort();
        // PgBouncer reads the file as another user.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        var file = folder.resolve("pgbouncer.ini");
        Files.writeString(file, """
                [databases]
                register = host=127.0.0.1 port=%d dbname=%s user=%s password=%s
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = %d
                unix_socket_dir =
                auth_type = any
                pool_mode = %s
                server_round_robin = %d
                ignore_startup_parameters = extra_float_digits
                """.formatted(
                at.getPort(), at.getPath().substring(1), direct.user(), direct.password(), port, mode, roundRobin));
        var command = new ArrayList<String>();
        if ("root".equals(System.getProperty("user.name"))) {
            // PgBouncer refuses to run as root.
            command.addAll(List.of("unshare", "-U"));
        }
        command.addAll(List.of(PROGRAM.toString(), file.toString()));
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        var settings = new Database.Settings(
                "jdbc:postgresql://127.0.0.1:%d/register".formatted(port), direct.user(), direct.password(), 4);
        for (int i = 0; process.isAlive() && i < 200; i++) {
            try (var connection = Database.connect(settings)) {
                return new Pooler(process, settings);
            } catch (SQLException e) {
                Thread.sleep(50);
            }
        }
        process.destroy();
        throw new AssertionError(Files.readString(folder.resolve("log")));
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void refusesToStartInTransactionMode(int roundRobin) throws Exception {
        try (var pooler = started("transaction", roundRobin)) {
            assertThatThrownBy(() -> Migrations.migrate(pooler.settings()))
                    .isInstanceOf(StartupFailure.class)
                    .hasMessage(
                            "PostgreSQL at %s is behind a pooler in transaction mode, such as PgBouncer, in which sessions do not last: connect directly, or in session mode (BLOTTER_DATABASE_URL)"
                                    .formatted(DatabaseProblems.place(pooler.settings())));
        }
    }

    @Test
    void startsInSessionMode() throws Exception {
        try (var pooler = started("session", 0)) {
            assertThatCode(() -> {
                        Migrations.migrate(pooler.settings());
                        try (var database = Database.open(pooler.settings())) {
                            database.jdbi().useTransaction(handle -> handle.execute("select 1"));
                        }
                    })
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void startsWithoutAPooler() {
        assertThatCode(() -> Migrations.migrate(direct)).doesNotThrowAnyException();
    }
}
