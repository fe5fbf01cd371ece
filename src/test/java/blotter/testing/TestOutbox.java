package blotter.testing;

import blotter.platform.mail.Mail;
import blotter.platform.mail.Outbox;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/// Keeps the mails that the server under test sends.
@Singleton
public class TestOutbox implements Outbox {
    private final Map<String, Mail> mails = new ConcurrentHashMap<>();

    @Override
    public void send(Mail mail) {
        mails.put(mail.to(), mail);
    }

    /// The last mail to this address.
    public Mail mailTo(String address) {
        return Objects.requireNonNull(mails.get(address), () -> "no mail to " + address);
    }
}
