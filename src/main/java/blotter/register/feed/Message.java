package blotter.register.feed;

import org.jspecify.annotations.Nullable;

/// A message to a listener: an event, or a heartbeat without data.
///
/// @param id the listener's position after it; null when not yet certain
public record Message(
        @Nullable String id,
        @Nullable String name,
        @Nullable String data) {
    /// The first message, which tells the listener that the stream is open.
    static final Message OPENING = new Message(null, null, null);

    int length() {
        return 50 + (data == null ? 0 : data.length());
    }
}
