package blotter.register.feed;

import blotter.people.authentication.Proof;
import blotter.platform.access.Caller;
import org.jspecify.annotations.Nullable;

/// A listener and its position. Only the feed's thread modifies it.
final class Listener {
    // A slower reader is disconnected, and can resume later.
    private static final int MAX_WAITING = 256 * 1024;

    private final Proof proof;
    private final Receiver receiver;
    private final boolean follows;
    private Caller caller;
    private @Nullable Position position;
    private boolean begun;
    private final long joined = System.nanoTime();
    private long lastSent = joined;

    /// @param since the position to resume from, or null
    /// @param follows whether it stays after it has received everything
    Listener(Proof proof, Caller caller, @Nullable Position since, boolean follows, Receiver receiver) {
        this.proof = proof;
        this.caller = caller;
        this.position = since;
        this.follows = follows;
        this.receiver = receiver;
    }

    Proof proof() {
        return proof;
    }

    Caller caller() {
        return caller;
    }

    void setCaller(Caller now) {
        caller = now;
    }

    Receiver receiver() {
        return receiver;
    }

    boolean follows() {
        return follows;
    }

    /// The position up to which the listener has received everything; null when that is not certain.
    @Nullable
    Position position() {
        return position;
    }

    void setPosition(@Nullable Position now) {
        position = now;
    }

    boolean hasBegun() {
        return begun;
    }

    void begin() {
        begun = true;
    }

    long age() {
        return System.nanoTime() - joined;
    }

    long lastSent() {
        return lastSent;
    }

    void send(@Nullable String name, @Nullable String data) {
        if (receiver.waiting() > MAX_WAITING) {
            receiver.end();
        }
        if (!receiver.isGone()) {
            receiver.send(new Message(position == null ? null : position.id(), name, data));
            lastSent = System.nanoTime();
        }
    }
}
