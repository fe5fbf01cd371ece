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

    /// Parses a UUID; null when the text is not one. `UUID.fromString` would accept `1-1-1-1-1`.
    public static @Nullable UUID parse(String text) {
        return FORM.matcher(text).matches() ? UUID.fromString(text) : null;
    }

    /// A version 7 UUID: ordered by time, so that an index grows at its end.
    public static UUID ordered() {
        return ordered(System.currentTimeMillis());
    }

    /// @param millis since 1970
    public static UUID ordered(long millis) {
        var random = ThreadLocalRandom.current();
        long most = (millis << 16) | 0x7000L | random.nextLong(0x1000L);
        long least = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(most, least);
    }
}
