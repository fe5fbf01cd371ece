package blotter.register.feed;

/// The far end of a stream. Nothing here waits.
public interface Receiver {
    /// Puts the message on its way.
    void send(Message message);

    /// How much is on its way, in characters or so.
    int waiting();

    /// Whether nobody listens any more.
    boolean isGone();

    /// Ends the stream.
    void end();
}
