package blotter.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// A file with a secret in it.
public final class PrivateFile {
    private PrivateFile() {}

    /// Writes it so that only its owner reads it, at no moment anybody else, and so that it is there as it was or as it
    /// is to be, whatever happens. Makes its folder, for the owner too.
    public static void write(Path file, String content) throws IOException {
        var folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Disk.createPrivateFolder(folder);
        }
        var fresh = file.resolveSibling(file.getFileName() + ".new");
        Disk.writePrivate(fresh, content);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        if (folder != null) {
            Disk.flush(folder);
        }
    }
}
