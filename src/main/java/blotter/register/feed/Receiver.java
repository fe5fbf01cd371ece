package blotter.register.feed;

/// The connection of a stream. No method blocks.
public interface Receiver {
    void send(Message message);

    /// The approximate number of characters that are not yet sent.
    int waiting();

    /// Whether the client has disconnected.
    boolean isGone();

    void end();
}
