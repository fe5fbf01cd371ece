package blotter.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// A small file system in memory, mounted in the namespace of a helper process and gone when that ends. Reachable
/// through `/proc`.
public final class SmallDisk implements AutoCloseable {
    private final Process holder;
    private final BufferedReader said;

    private SmallDisk(Process holder) {
        this.holder = holder;
        this.said = holder.inputReader();
    }

    /// Empty where the system does not permit mounts.
    public static Optional<SmallDisk> of(int kib) throws IOException {
        var script = "mount -t tmpfs -o size=%dk tmpfs /mnt && echo done && exec sh".formatted(kib);
        var holder = new ProcessBuilder("unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script)
                .redirectErrorStream(true)
                .start();
        var disk = new SmallDisk(holder);
        if ("done".equals(disk.said.readLine())) {
            return Optional.of(disk);
        }
        disk.close();
        return Optional.empty();
    }

    /// Its path for this process.
    public Path folder() {
        return Path.of("/proc/%d/root/mnt".formatted(holder.pid()));
    }

    public void resize(int kib) throws IOException {
        holder.outputWriter().write("mount -o remount,size=%dk /mnt && echo done%n".formatted(kib));
        holder.outputWriter().flush();
        if (!"done".equals(said.readLine())) {
            throw new IOException("the disk cannot be resized");
        }
    }

    @Override
    public void close() {
        holder.destroy();
    }
}
