package blotter.platform.mail;

/// Takes letters to be sent.
@FunctionalInterface
public interface Outbox {
    /// Sends nothing: there is no mail server.
    Outbox NONE = letter -> {};

    /// Takes the letter, and does not wait until it is sent. One that cannot be sent is told in the log.
    void send(Letter letter);
}
