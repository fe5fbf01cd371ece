package blotter.people.authentication;

import blotter.platform.problem.Faults;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/// Rules for new passwords according to NIST SP 800-63B: length and a blocklist, no composition rules. Faults never
/// quote the password.
public final class PasswordRules {
    /// In characters (Unicode code points).
    public static final int SHORTEST = 12;

    /// In characters (Unicode code points).
    public static final int LONGEST = 128;

    // 100,000 common passwords, from the library nbvcxz. Not cached, because passwords are seldom set.
    private static final String COMMON = "/dictionaries/passwords.txt";
    // A shorter core does not make a password guessable.
    private static final int SHORTEST_CORE = 4;

    private PasswordRules() {}

    /// Adds faults at the pointer.
    ///
    /// @param own the person's own data that an attacker would try first, such as email and names
    public static void check(String password, List<String> own, String pointer, Faults faults) {
        int length = password.codePointCount(0, password.length());
        if (length < SHORTEST || length > LONGEST) {
            faults.add(
                    pointer,
                    length < SHORTEST ? "too_short" : "too_long",
                    "%d characters (expected: %d to %d)".formatted(length, SHORTEST, LONGEST));
            return;
        }
        var guesses = guesses(password);
        boolean isOwn = own.stream()
                .flatMap(each -> Stream.of(each, each.replaceFirst("@.*", "")))
                .anyMatch(each -> guesses.contains(each.toLowerCase(Locale.ROOT)));
        if (isOwn || isRepeated(password) || isCommon(guesses)) {
            faults.add(
                    pointer,
                    "too_common",
                    "it is among the passwords that are tried first (expected: one that nobody would guess)");
        }
    }

    /// The password, and its core if that is at least half of it: without the digits and symbols that people add to
    /// a common password at both ends.
    private static Set<String> guesses(String password) {
        var whole = password.toLowerCase(Locale.ROOT);
        var core = whole.replaceAll("^[^\\p{L}]+|[^\\p{L}]+$", "");
        boolean mostlyCore = core.length() >= SHORTEST_CORE && 2 * core.length() >= whole.length();
        return mostlyCore && !core.equals(whole) ? Set.of(whole, core) : Set.of(whole);
    }

    /// Whether one to four characters repeat.
    private static boolean isRepeated(String password) {
        for (int period = 1; period <= 4; period++) {
            if (password.startsWith(password.substring(period))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isCommon(Set<String> guesses) {
        try (var stream = Objects.requireNonNull(PasswordRules.class.getResourceAsStream(COMMON), COMMON);
                var lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            return lines.lines().anyMatch(line -> guesses.contains(line.toLowerCase(Locale.ROOT)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
