package blotter.platform.access;

import org.jspecify.annotations.Nullable;

/// The origin of a request, as recorded in the audit log.
///
/// @param address the client's IP address; null on the command line
/// @param via the channel
/// @param requestId the request's id in the server's log; null on the command line
public record Origin(
        @Nullable String address, Via via, @Nullable String requestId) {
    /// The administrator's command line.
    public static final Origin COMMAND_LINE = new Origin(null, Via.CLI, null);
}
