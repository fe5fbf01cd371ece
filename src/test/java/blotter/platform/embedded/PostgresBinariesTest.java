package blotter.platform.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blotter.platform.database.StartupFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresBinariesTest {
    @TempDir
    Path temp;

    @Test
    void concurrentStartsUnpackOnceAndCleanUp() throws IOException {
        var cache = temp.resolve("cache");
        var unpackings = Stream.generate(() -> CompletableFuture.supplyAsync(() -> PostgresBinaries.unpacked(cache)))
                .limit(3)
                .toList();
        assertThat(unpackings.stream().map(CompletableFuture::join).distinct()).hasSize(1);
        try (var files = Files.list(cache)) {
            assertThat(files).hasSize(1);
        }
        assertThat(PostgresBinaries.unpacked(cache).program("postgres")).isExecutable();
    }

    @Test
    void theCacheFolderCanBeChosen() {
        assertThat(PostgresBinaries.cache(Map.of(), "/home/ada")).hasToString("/home/ada/.cache/blotter");
        assertThat(PostgresBinaries.cache(Map.of("XDG_CACHE_HOME", "/var/xdg"), "/home/ada"))
                .hasToString("/var/xdg/blotter");
        assertThat(PostgresBinaries.cache(Map.of("BLOTTER_CACHE", "/opt/b", "XDG_CACHE_HOME", "/var/xdg"), "/home/ada"))
                .hasToString("/opt/b");
    }

    @Test
    void anUnwritableCacheIsReportedWithItsSetting() throws IOException {
        var file = Files.writeString(temp.resolve("cache"), "");
        assertThatThrownBy(() -> PostgresBinaries.unpacked(file))
                .isInstanceOf(StartupFailure.class)
                .hasMessage(
                        "PostgreSQL cannot be unpacked into %s: %s is a file, not a folder (BLOTTER_CACHE names another folder)"
                                .formatted(file, file));
    }

    @Test
    void aSystemWithoutBinariesGetsAdvice() {
        assertThatThrownBy(() -> PostgresBinaries.archive("SunOS", "sparc"))
                .isInstanceOf(StartupFailure.class)
                .hasMessage(
                        "Blotter has no embedded PostgreSQL for SunOS on sparc: name your own server with BLOTTER_DATABASE_URL");
    }
}
