package blotter.testing;

import blotter.platform.mail.Letter;
import blotter.platform.mail.Outbox;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/// Keeps the letters that the server under test would send.
@Singleton
public class TestOutbox implements Outbox {
    private final Map<String, Letter> letters = new ConcurrentHashMap<>();

    @Override
    public void send(Letter letter) {
        letters.put(letter.to(), letter);
    }

    /// The last letter to this address.
    public Letter letterTo(String address) {
        return Objects.requireNonNull(letters.get(address), () -> "no letter to " + address);
    }
}
