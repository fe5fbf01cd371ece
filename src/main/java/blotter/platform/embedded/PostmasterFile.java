package blotter.platform.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// PostgreSQL's `postmaster.pid`: line 1 has the pid, line 4 the port, line 8 the status.
record PostmasterFile(long pid, int port, boolean isReady) {
    static final String NAME = "postmaster.pid";

    static Optional<PostmasterFile> read(Path cluster) {
        try {
            var lines = Files.readAllLines(cluster.resolve(NAME));
            return Optional.of(new PostmasterFile(
                    Long.parseLong(lines.get(0).strip()),
                    lines.size() > 3 ? Integer.parseInt(lines.get(3).strip()) : 0,
                    lines.size() > 7 && lines.get(7).strip().equals("ready")));
        } catch (IOException | NumberFormatException | IndexOutOfBoundsException e) {
            // Missing, or incomplete while it is written.
            return Optional.empty();
        }
    }
}
