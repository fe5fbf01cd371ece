package blotter.platform.embedded;

import blotter.platform.database.StartupFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;
import java.util.stream.Collectors;

/// The folder of an embedded PostgreSQL: data, password, log, and the lock of the process that runs it.
///
/// @param path without symbolic links, as in the working directory of PostgreSQL's processes
record DataFolder(Path path) {
    private static final long LOG_LIMIT = 10L << 20;
    private static final Set<String> OURS = Set.of(
            FolderLock.FILE,
            "password",
            "password.new",
            "postgresql",
            "postgresql.new",
            "postgresql.log",
            "postgresql.log.1",
            "demo-credentials.json",
            "secret.key",
            "secret.key.new",
            "demo-credentials.json.new",
            "lost+found",
            ".DS_Store");

    /// Opens the folder, and creates it if it is missing.
    static DataFolder open(Path path) {
        try {
            Disk.createPrivateFolder(path);
            var folder = new DataFolder(path.toRealPath());
            folder.checkIsOurs();
            folder.checkIsWritable();
            folder.checkVersion();
            Disk.makePrivate(folder.path);
            return folder;
        } catch (IOException e) {
            throw unusable(path.toAbsolutePath(), e);
        }
    }

    static StartupFailure unusable(Path folder, IOException e) {
        return new StartupFailure("the data folder %s cannot be used: %s".formatted(folder, Disk.reason(e)), e);
    }

    StartupFailure unusable(String reason) {
        return new StartupFailure("the data folder %s cannot be used: %s".formatted(path, reason));
    }

    Path cluster() {
        return path.resolve("postgresql");
    }

    Path newCluster() {
        return path.resolve("postgresql.new");
    }

    Path log() {
        return path.resolve("postgresql.log");
    }

    Path passwordFile() {
        return path.resolve("password");
    }

    boolean hasCluster() {
        return Files.exists(cluster().resolve("PG_VERSION"));
    }

    String password() {
        try {
            return Files.readString(passwordFile()).strip();
        } catch (IOException e) {
            throw new StartupFailure(
                    "the password of the embedded PostgreSQL cannot be read from %s: %s"
                            .formatted(passwordFile(), Disk.reason(e)),
                    e);
        }
    }

    void writeNewPassword() throws IOException {
        var bytes = new byte[24];
        new SecureRandom().nextBytes(bytes);
        Disk.writePrivate(
                passwordFile(), Base64.getUrlEncoder().withoutPadding().encodeToString(bytes) + "\n");
    }

    void rotateLog() throws IOException {
        if (Files.exists(log()) && Files.size(log()) > LOG_LIMIT) {
            Files.move(log(), path.resolve("postgresql.log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private void checkIsOurs() throws IOException {
        if (Files.exists(path.resolve(FolderLock.FILE))) {
            return;
        }
        try (var files = Files.list(path)) {
            var foreign = files.map(file -> file.getFileName().toString())
                    .filter(name -> !OURS.contains(name))
                    .sorted()
                    .limit(3)
                    .collect(Collectors.joining(", "));
            if (!foreign.isEmpty()) {
                throw unusable(
                        "it holds files that are not Blotter's (%s); name an empty or a new folder".formatted(foreign));
            }
        }
    }

    private void checkIsWritable() throws IOException {
        var probe = Files.createTempFile(path, "probe", ".tmp");
        try {
            Files.write(probe, new byte[8192]);
            var self = Files.getOwner(probe);
            if (Files.exists(cluster()) && !Files.getOwner(cluster()).equals(self)) {
                throw unusable("it belongs to %s, and Blotter runs as %s"
                        .formatted(Files.getOwner(cluster()).getName(), self.getName()));
            }
        } finally {
            Files.deleteIfExists(probe);
        }
    }

    private void checkVersion() throws IOException {
        if (!hasCluster()) {
            return;
        }
        var version = Files.readString(cluster().resolve("PG_VERSION")).strip();
        if (!version.equals(Integer.toString(PostgresBinaries.MAJOR))) {
            throw unusable(
                    "its data is from PostgreSQL %s, and this Blotter has version %d; dump it with the old Blotter and restore it with the new one"
                            .formatted(version, PostgresBinaries.MAJOR));
        }
        if (!Files.exists(passwordFile())) {
            throw unusable("its file 'password' is missing");
        }
    }
}
