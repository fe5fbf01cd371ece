package blotter.platform.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import blotter.platform.database.Database;
import blotter.platform.database.StartupFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {
    @TempDir
    Path temp;

    private static EmbeddedPostgres start(Path folder) {
        return EmbeddedPostgres.start(folder, "blotter run");
    }

    private static String show(EmbeddedPostgres postgres, String setting) {
        try (var database = Database.open(postgres.settings(1))) {
            return database.jdbi()
                    .withHandle(handle ->
                            handle.select("show " + setting).mapTo(String.class).one());
        }
    }

    @Test
    void commitsAreDurableAndTheServerListensOnLoopbackOnly() {
        try (var postgres = start(temp.resolve("data"))) {
            assertThat(show(postgres, "fsync")).isEqualTo("on");
            assertThat(show(postgres, "synchronous_commit")).isEqualTo("on");
            assertThat(show(postgres, "full_page_writes")).isEqualTo("on");
            assertThat(show(postgres, "listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(show(postgres, "unix_socket_directories")).isEmpty();
            assertThat(show(postgres, "shared_buffers")).isEqualTo("256MB");
        }
    }

    @Test
    void thePasswordIsRequiredAndReadableOnlyByTheOwner() throws IOException {
        try (var postgres = start(temp.resolve("data"))) {
            var permissions = Files.getPosixFilePermissions(temp.resolve("data/password"));
            assertThat(PosixFilePermissions.toString(permissions)).isEqualTo("rw-------");
            var right = postgres.settings(1);
            var wrong = new Database.Settings(right.url(), right.user(), "guessed", 1);
            assertThatThrownBy(() -> Database.open(wrong))
                    .isInstanceOf(StartupFailure.class)
                    .hasMessageContaining("does not accept the password of user 'blotter'");
        }
    }

    @Test
    void dataSurvivesACleanStop() {
        var folder = temp.resolve("data");
        try (var postgres = start(folder);
                var database = Database.open(postgres.settings(1))) {
            database.jdbi().useHandle(handle -> handle.execute("create table kept as select 7 as number"));
        }
        assertThat(folder.resolve("postgresql/postmaster.pid")).doesNotExist();
        try (var postgres = start(folder);
                var database = Database.open(postgres.settings(1))) {
            int number = database.jdbi()
                    .withHandle(handle -> handle.select("select number from kept")
                            .mapTo(Integer.class)
                            .one());
            assertThat(number).isEqualTo(7);
        }
    }

    @Test
    void aSecondStartNamesTheProcessThatHoldsTheFolder() throws Exception {
        var folder = temp.resolve("data");
        var other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        WritingServer.class.getName(),
                        folder.toString())
                .start();
        try (var output = other.inputReader()) {
            assertThat(output.readLine()).isEqualTo("ready");
            assertThatThrownBy(() -> start(folder))
                    .isInstanceOf(StartupFailure.class)
                    .hasMessageMatching(".*/data is in use by another Blotter: process %d, a writing test, since 20.*Z"
                            .formatted(other.pid()));
            // An administrative command connects to it and leaves it running.
            try (var command = EmbeddedPostgres.connectOrStart(folder, "blotter admin user create")) {
                assertThat(show(command, "server_version")).startsWith("18.");
            }
            assertThat(other.isAlive()).isTrue();
            assertThat(PostmasterFile.read(folder.toRealPath().resolve("postgresql")))
                    .isPresent();
        } finally {
            other.destroyForcibly().waitFor();
        }
        // Ends the PostgreSQL that the killed process left behind.
        start(folder).close();
    }

    @Test
    void anAdministrativeCommandStartsPostgresqlIfNoneRuns() {
        var folder = temp.resolve("data");
        try (var postgres = EmbeddedPostgres.connectOrStart(folder, "blotter admin organization create")) {
            assertThat(show(postgres, "server_version")).startsWith("18.");
        }
        assertThat(folder.resolve("postgresql/postmaster.pid")).doesNotExist();
    }

    @Test
    void aServerWaitsForAnAdministrativeCommandToEnd() {
        var folder = temp.resolve("data");
        var command = EmbeddedPostgres.connectOrStart(folder, "blotter admin organization create");
        CompletableFuture.delayedExecutor(500, TimeUnit.MILLISECONDS).execute(command::close);
        // FolderLock takes a lock of the same process for a server's, and would not wait; so this test polls.
        assertThat(Pause.until(
                        Duration.ofSeconds(10),
                        () -> FolderLock.tryAcquire(folder.toAbsolutePath(), "blotter run")
                                        instanceof FolderLock.Attempt.Acquired(var lock)
                                && closed(lock)))
                .isTrue();
    }

    private static boolean closed(FolderLock lock) {
        lock.close();
        return true;
    }

    @Test
    void aServerThatDiesIsRestartedOnTheSamePort() {
        try (var postgres = start(temp.resolve("data"))) {
            var before = postmaster("data");
            ProcessHandle.of(before.pid()).orElseThrow().destroyForcibly();
            assertThat(Pause.until(
                            Duration.ofSeconds(10),
                            () -> postmaster("data").isReady()
                                    && postmaster("data").pid() != before.pid()))
                    .isTrue();
            assertThat(postmaster("data").port()).isEqualTo(before.port());
            assertThat(show(postgres, "port")).isEqualTo(Integer.toString(before.port()));
        }
    }

    @Test
    void givesUpAServerThatDiesThreeTimesInAMinute() throws Exception {
        var givenUp = new CompletableFuture<String>();
        try (var postgres = EmbeddedPostgres.start(temp.resolve("data"), "blotter run", true, givenUp::complete)) {
            while (!givenUp.isDone()) {
                ProcessHandle.of(postmaster("data").pid()).ifPresent(ProcessHandle::destroyForcibly);
                Thread.sleep(100);
            }
            assertThat(givenUp.get()).startsWith("PostgreSQL ended and cannot be restarted: ");
            assertThat(postgres.settings(1).url()).contains("127.0.0.1");
        }
    }

    private PostmasterFile postmaster(String folder) {
        return PostmasterFile.read(temp.resolve(folder).resolve("postgresql")).orElse(new PostmasterFile(-1, 0, false));
    }

    @Test
    void aStalePidFileDoesNotPreventTheStart() throws IOException {
        var folder = temp.resolve("data");
        start(folder).close();
        long somebodyElse = ProcessHandle.current().pid();
        Files.writeString(
                folder.resolve("postgresql/postmaster.pid"),
                "%d\n%s\n1\n5432\n\n127.0.0.1\n0 0\nready\n".formatted(somebodyElse, folder.resolve("postgresql")));
        start(folder).close();
    }

    @Test
    void repeatsAnInterruptedFirstStart() throws IOException {
        var folder = temp.resolve("data");
        Files.createDirectories(folder.resolve("postgresql.new/base"));
        Files.writeString(folder.resolve("postgresql.new/PG_VERSION"), "18\n");
        start(folder).close();
        assertThat(folder.resolve("postgresql.new")).doesNotExist();
    }

    @Test
    void refusesAFileInPlaceOfTheFolder() throws IOException {
        var file = Files.writeString(temp.resolve("data"), "");
        assertThatThrownBy(() -> start(file))
                .isInstanceOf(StartupFailure.class)
                .hasMessage("the data folder %s cannot be used: %s is a file, not a folder".formatted(file, file));
    }

    @Test
    void refusesAFolderWithForeignFiles() throws IOException {
        Files.writeString(temp.resolve("thesis.tex"), "");
        assertThatThrownBy(() -> start(temp))
                .isInstanceOf(StartupFailure.class)
                .hasMessageContaining("it holds files that are not Blotter's (thesis.tex)");
        assertThat(temp.resolve(FolderLock.FILE)).doesNotExist();
    }

    @Test
    void refusesDataOfAnotherMajorVersion() throws IOException {
        var folder = temp.resolve("data");
        start(folder).close();
        Files.writeString(folder.resolve("postgresql/PG_VERSION"), "17\n");
        assertThatThrownBy(() -> start(folder))
                .isInstanceOf(StartupFailure.class)
                .hasMessageContaining("its data is from PostgreSQL 17, and this Blotter has version 18");
    }

    @Test
    void refusesAFolderOfAnotherUser() throws IOException {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root can give files away");
        var folder = temp.resolve("data");
        start(folder).close();
        Files.setAttribute(folder.resolve("postgresql"), "unix:uid", 12345);
        assertThatThrownBy(() -> start(folder))
                .isInstanceOf(StartupFailure.class)
                .hasMessageContaining("it belongs to 12345, and Blotter runs as root");
    }

    @Test
    void reportsAFullDisk() throws Exception {
        try (var disk = SmallDisk.mount(temp.resolve("disk"), "size=8m")) {
            assertThatThrownBy(() -> start(disk.folder().resolve("data")))
                    .isInstanceOf(StartupFailure.class)
                    .hasMessageContaining("cannot be used: the disk is full");
        }
    }

    @Test
    void reportsAReadOnlyDisk() throws Exception {
        try (var disk = SmallDisk.mount(temp.resolve("disk"), "size=8m,ro")) {
            assertThatThrownBy(() -> start(disk.folder().resolve("data")))
                    .isInstanceOf(StartupFailure.class)
                    .hasMessageContaining("cannot be used: the disk is read-only");
        }
    }

    private record SmallDisk(Path folder) implements AutoCloseable {
        static SmallDisk mount(Path folder, String options) throws IOException, InterruptedException {
            Files.createDirectories(folder);
            assumeTrue(
                    run("mount", "-t", "tmpfs", "-o", options, "tmpfs", folder.toString()) == 0,
                    "this user cannot mount a small disk");
            return new SmallDisk(folder);
        }

        private static int run(String... command) throws InterruptedException {
            try {
                return new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor();
            } catch (IOException e) {
                return -1;
            }
        }

        @Override
        public void close() throws InterruptedException {
            run("umount", folder.toString());
        }
    }
}
