package blotter.people.account;

import blotter.people.account.OneTimeLink.Kind;
import blotter.platform.mail.Mail;
import blotter.platform.mail.Outbox;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Mails to people about their accounts.
public final class Letters {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final Outbox outbox;

    public Letters(Outbox outbox) {
        this.outbox = outbox;
    }

    void link(String email, String organization, OneTimeLink.Made link, String baseUrl) {
        var invited = link.kind() == Kind.INVITE;
        var subject = invited
                ? "You are invited to the incident register of " + organization
                : "A new password for the incident register of " + organization;
        var text = """
                %s

                Choose a password here:
                %s

                The link works once, until %s. %s
                """.formatted(
                        invited
                                ? "You have been invited to the incident register of %s.".formatted(organization)
                                : "An Admin has created a link for you to choose a new password for the incident register of %s."
                                        .formatted(organization),
                        link.url(baseUrl),
                        TIME.format(link.expiresDate()),
                        invited
                                ? "If you do not know what this is about, do nothing."
                                : "If you did not ask for it, do nothing and tell the Admin. Your password remains valid.");
        outbox.send(new Mail(email, subject, text));
    }
}
