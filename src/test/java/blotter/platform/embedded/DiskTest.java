package blotter.platform.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import blotter.testing.SmallDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskTest {
    @Test
    void aFullDiskLeavesTheOldFile() throws IOException {
        var given = SmallDisk.of(8);
        assumeTrue(given.isPresent(), "this system lets nobody mount a small disk");
        try (var disk = given.get()) {
            var file = disk.folder().resolve("password");
            Disk.writePrivate(file, "the old one\n");
            var large = "x".repeat(16 * 1024);
            assertThatThrownBy(() -> Disk.writePrivate(file, large)).hasMessageContaining("No space left on device");
            assertThat(file).hasContent("the old one\n");
            try (var files = Files.list(disk.folder())) {
                assertThat(files).containsExactly(file);
            }
        }
    }

    @Test
    void aPrivateFileIsReplacedAndStaysPrivate(@TempDir Path folder) throws IOException {
        var file = folder.resolve("password");
        Disk.writePrivate(file, "the old one\n");
        Disk.writePrivate(file, "the new one\n");
        assertThat(file).hasContent("the new one\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }
}
