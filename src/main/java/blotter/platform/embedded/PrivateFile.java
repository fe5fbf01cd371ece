package blotter.platform.embedded;

import java.io.IOException;
import java.nio.file.Path;

/// A file with a secret in it.
public final class PrivateFile {
    private PrivateFile() {}

    /// Writes it so that only its owner reads it, at no moment anybody else. Makes its folder, for the owner too.
    public static void write(Path file, String content) throws IOException {
        var folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Disk.createPrivateFolder(folder);
        }
        Disk.writePrivate(file, content);
    }
}
