package blotter.platform.embedded;

import blotter.platform.database.StartupFailure;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/// PostgreSQL's programs, unpacked into a cache once for each user and version.
///
/// @param folder holds `bin`, `lib` and `share`
record PostgresBinaries(Path folder) {
    /// The major version of the binaries. They cannot open data of another one.
    static final int MAJOR = 18;

    static PostgresBinaries unpacked() {
        return unpacked(cache(System.getenv(), System.getProperty("user.home")));
    }

    static PostgresBinaries unpacked(Path cache) {
        var archive = archive(System.getProperty("os.name"), System.getProperty("os.arch"));
        try {
            var folder = cache.resolve("postgresql-" + MAJOR + "-" + fingerprint(archive));
            if (!Files.isDirectory(folder)) {
                Disk.createPrivateFolder(cache);
                unpack(archive, folder);
            }
            return new PostgresBinaries(folder.toRealPath());
        } catch (IOException e) {
            throw new StartupFailure(
                    "PostgreSQL cannot be unpacked into %s: %s (BLOTTER_CACHE names another folder)"
                            .formatted(cache, Disk.reason(e)),
                    e);
        }
    }

    Path program(String name) {
        return folder.resolve("bin").resolve(name);
    }

    static Path cache(Map<String, String> environment, String home) {
        var configured = environment.getOrDefault("BLOTTER_CACHE", "");
        if (!configured.isBlank()) {
            return Path.of(configured).toAbsolutePath();
        }
        var xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
        return (xdg.isBlank() ? Path.of(home, ".cache") : Path.of(xdg))
                .resolve("blotter")
                .toAbsolutePath();
    }

    static String archive(String os, String arch) {
        var system = os.toLowerCase(Locale.ROOT);
        var name = system.startsWith("linux")
                ? "linux"
                : system.startsWith("mac") ? "darwin" : system.startsWith("windows") ? "windows" : null;
        var processor = switch (arch) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64" -> "arm_64";
            default -> null;
        };
        var archive = "/postgres-%s-%s.txz".formatted(name, processor);
        if (PostgresBinaries.class.getResource(archive) == null) {
            throw new StartupFailure(
                    "Blotter has no embedded PostgreSQL for %s on %s: name your own server with BLOTTER_DATABASE_URL"
                            .formatted(os, arch));
        }
        return archive;
    }

    private static InputStream open(String archive) {
        var stream = PostgresBinaries.class.getResourceAsStream(archive);
        if (stream == null) {
            throw new IllegalStateException(archive + " is not on the class path");
        }
        return stream;
    }

    // Part of the folder's name, so that updated binaries get a new folder. Uses the checksum in the jar: computing
    // one at each start would take 0.2 s.
    private static String fingerprint(String archive) throws IOException {
        var url = PostgresBinaries.class.getResource(archive);
        if (url != null && url.openConnection() instanceof JarURLConnection jar && jar.getJarEntry() != null) {
            return "%08x-%x"
                    .formatted(jar.getJarEntry().getCrc(), jar.getJarEntry().getSize());
        }
        var checksum = new CRC32();
        long size = 0;
        try (var stream = open(archive)) {
            var buffer = new byte[1 << 16];
            for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
                checksum.update(buffer, 0, n);
                size += n;
            }
        }
        return "%08x-%x".formatted(checksum.getValue(), size);
    }

    // Unpacks into a temporary folder and renames it, so that other processes see all files or none. If two do so
    // at the same time, the first rename wins.
    private static void unpack(String archive, Path folder) throws IOException {
        var temporary = Files.createTempDirectory(
                folder.getParent(), folder.getFileName().toString() + ".part-");
        try {
            try (var tar = new TarArchiveInputStream(new XZInputStream(open(archive)))) {
                for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                    write(tar, entry, temporary);
                }
            }
            Files.move(temporary, folder, StandardCopyOption.ATOMIC_MOVE);
            Disk.flushFolder(folder.resolveSibling(""));
        } catch (FileSystemException e) {
            if (!Files.isDirectory(folder)) {
                throw e;
            }
        } finally {
            Disk.deleteTree(temporary);
        }
    }

    private static void write(TarArchiveInputStream tar, TarArchiveEntry entry, Path into) throws IOException {
        var target = into.resolve(entry.getName()).normalize();
        if (!target.startsWith(into)) {
            throw new IOException("the archive has an entry outside its folder: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(parent(target));
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else if (entry.isLink()) {
            Files.copy(into.resolve(entry.getLinkName()).normalize(), target);
        } else {
            Files.copy(tar, target);
            // Otherwise the rename could reach the disk before the content, and an existing folder is never
            // unpacked again.
            Disk.flushFile(target);
            if ((entry.getMode() & 0100) != 0 && !target.toFile().setExecutable(true, false)) {
                throw new IOException("%s cannot be made executable".formatted(target));
            }
        }
    }

    private static Path parent(Path path) {
        @Nullable Path parent = path.getParent();
        return parent == null ? path : parent;
    }
}
