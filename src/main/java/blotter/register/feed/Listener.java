package blotter.register.feed;

import blotter.people.authentication.Proof;
import blotter.platform.access.Caller;
import org.jspecify.annotations.Nullable;

/// Somebody who listens, and how far they have heard. Only the feed's thread changes it.
final class Listener {
    // Who takes in no more than this is cut off, and comes back when it can.
    private static final int MOST_WAITING = 256 * 1024;

    private final Proof proof;
    private final Receiver receiver;
    private final boolean follows;
    private Caller caller;
    private @Nullable Position position;
    private boolean begun;
    private final long joined = System.nanoTime();
    private long lastSent = joined;

    /// @param since what the listener has heard of already; null when nothing
    /// @param follows whether it stays once it has heard of everything
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

    /// What the caller may by now.
    void setCaller(Caller now) {
        caller = now;
    }

    Receiver receiver() {
        return receiver;
    }

    boolean follows() {
        return follows;
    }

    /// Everything up to here the listener has heard of; null when that is not certain.
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
        if (receiver.waiting() > MOST_WAITING) {
            receiver.end();
        }
        if (!receiver.isGone()) {
            receiver.send(new Message(position == null ? null : position.id(), name, data));
            lastSent = System.nanoTime();
        }
    }
}
