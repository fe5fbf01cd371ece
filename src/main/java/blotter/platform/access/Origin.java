package blotter.platform.access;

import org.jspecify.annotations.Nullable;

/// Where a request comes from, as the audit log keeps it.
///
/// @param address the client's IP address; null on the command line
/// @param via through what it came
/// @param requestId names the request in the server's log; null on the command line
public record Origin(
        @Nullable String address, Via via, @Nullable String requestId) {
    /// The administrator's command line.
    public static final Origin COMMAND_LINE = new Origin(null, Via.CLI, null);
}
