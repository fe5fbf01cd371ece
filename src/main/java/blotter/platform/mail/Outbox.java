package blotter.platform.mail;

/// Sends mails.
@FunctionalInterface
public interface Outbox {
    /// Sends nothing, for installations without a mail server.
    Outbox NONE = mail -> {};

    /// Sends in the background. Failures are logged.
    void send(Mail mail);
}
