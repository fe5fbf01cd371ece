package blotter.platform.http;

import java.time.Duration;

/// How long a request's body may take to come: a time for all, and a second more for each 64 KiB. Who sends slower than
/// that keeps a worker from others.
public record BodyTime(Duration least) {
    private static final int BYTES_A_SECOND = 64 * 1024;

    /// What may have passed when so many bytes are there.
    Duration of(long bytes) {
        return least.plusSeconds(bytes / BYTES_A_SECOND);
    }
}
