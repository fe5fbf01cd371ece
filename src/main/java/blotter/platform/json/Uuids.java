package blotter.platform.json;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// UUIDs (RFC 9562).
public final class Uuids {
    private static final Pattern FORM =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    private Uuids() {}

    /// The uuid, or null when the text is none; stricter than `UUID.fromString`, which takes `1-1-1-1-1`.
    public static @Nullable UUID parse(String text) {
        return FORM.matcher(text).matches() ? UUID.fromString(text) : null;
    }

    /// A version 7 UUID: in the order of time, so that an index grows at its end.
    public static UUID ordered() {
        return ordered(System.currentTimeMillis());
    }

    /// A version 7 UUID of that time, in milliseconds since 1970.
    public static UUID ordered(long millis) {
        var random = ThreadLocalRandom.current();
        long most = (millis << 16) | 0x7000L | random.nextLong(0x1000L);
        long least = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(most, least);
    }
}
