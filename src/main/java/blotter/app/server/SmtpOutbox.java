package blotter.app.server;

import blotter.platform.mail.Mail;
import blotter.platform.mail.Outbox;
import io.vertx.core.Vertx;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.StartTLSOptions;
import org.jboss.logging.Logger;

/// Sends mails by SMTP (RFC 5321).
final class SmtpOutbox implements Outbox {
    private static final Logger LOG = Logger.getLogger("blotter.mail");
    private static final int SUBMISSION = 587;
    private static final int SUBMISSIONS = 465;

    private final MailClient client;
    private final String from;

    private SmtpOutbox(MailClient client, String from) {
        this.client = client;
        this.from = from;
    }

    /// Creates the outbox that the settings describe. Throws IllegalArgumentException, which names the variable.
    static Outbox of(Vertx vertx, Settings.Smtp smtp) {
        if (smtp.host().isEmpty()) {
            return NONE;
        }
        var from = smtp.from()
                .orElseThrow(
                        () -> new IllegalArgumentException(
                                "BLOTTER_SMTP_FROM: not set (expected: the sender's address, because BLOTTER_SMTP_HOST is set)"));
        var security = smtp.security().orElse("starttls");
        var config = new MailConfig()
                .setHostname(smtp.host().get())
                .setPort(smtp.port().orElse(security.equals("tls") ? SUBMISSIONS : SUBMISSION))
                .setHostnameVerificationAlgorithm("HTTPS")
                .setUserAgent("blotter");
        switch (security) {
            case "starttls" -> config.setStarttls(StartTLSOptions.REQUIRED);
            case "tls" -> config.setSsl(true).setStarttls(StartTLSOptions.DISABLED);
            case "none" -> config.setStarttls(StartTLSOptions.DISABLED);
            default ->
                throw new IllegalArgumentException(
                        "BLOTTER_SMTP_SECURITY: %s (expected: starttls, tls or none)".formatted(security));
        }
        smtp.user().ifPresent(config::setUsername);
        smtp.password().ifPresent(config::setPassword);
        return new SmtpOutbox(MailClient.create(vertx, config), from);
    }

    @Override
    public void send(Mail mail) {
        var message = new MailMessage()
                .setFrom(from)
                .setTo(mail.to())
                .setSubject(mail.subject())
                .setText(mail.text());
        // Omits the recipient, because other people read the log than the register.
        client.sendMail(message).onFailure(e -> LOG.warnf("a mail could not be sent: %s", e.getMessage()));
    }
}
