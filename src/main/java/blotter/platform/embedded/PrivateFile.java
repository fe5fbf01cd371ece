package blotter.platform.embedded;

import java.io.IOException;
import java.nio.file.Path;

/// Writes files that contain secrets.
public final class PrivateFile {
    private PrivateFile() {}

    /// Writes the file, and its folder if missing, readable only by the owner from the start.
    public static void write(Path file, String content) throws IOException {
        var folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Disk.createPrivateFolder(folder);
        }
        Disk.writePrivate(file, content);
    }
}
