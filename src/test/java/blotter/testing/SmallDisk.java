package blotter.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// A file system of a few KiB, in memory, that only a process of its own has mounted: it goes with that process. The
/// kernel lets others look into it by `/proc`.
public final class SmallDisk implements AutoCloseable {
    private final Process holder;
    private final BufferedReader said;

    private SmallDisk(Process holder) {
        this.holder = holder;
        this.said = holder.inputReader();
    }

    /// One with so many KiB; empty where the system does not let us mount.
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

    /// Where it is, for this process.
    public Path folder() {
        return Path.of("/proc/%d/root/mnt".formatted(holder.pid()));
    }

    /// Makes it so large.
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
