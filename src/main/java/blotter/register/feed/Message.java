package blotter.register.feed;

import org.jspecify.annotations.Nullable;

/// What is sent to a listener: an event, or a sign of life, which has no data.
///
/// @param id where the listener is after it; null when that is not certain yet
public record Message(
        @Nullable String id,
        @Nullable String name,
        @Nullable String data) {
    /// What a stream begins with, so that its listener knows at once that it is open.
    static final Message OPENING = new Message(null, null, null);

    int length() {
        return 50 + (data == null ? 0 : data.length());
    }
}
