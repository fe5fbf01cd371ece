package blotter.platform.http;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The body of a large answer, there until it is sent. A worker that waits for its next request still refers to its
/// last
/// answer: 32 of them would keep as many bodies.
final class LargeBody {
    private byte @Nullable [] bytes;

    LargeBody(byte[] bytes) {
        this.bytes = bytes;
    }

    /// The bytes, once.
    byte[] take() {
        var taken = Objects.requireNonNull(bytes);
        bytes = null;
        return taken;
    }
}
