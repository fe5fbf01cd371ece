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

/// What a new password must be (NIST SP 800-63B): long, and not what everybody else has. There are no rules of which
/// characters it needs. Its text never stands in a fault.
public final class PasswordRules {
    /// In characters (Unicode code points).
    public static final int SHORTEST = 12;

    /// In characters (Unicode code points).
    public static final int LONGEST = 128;

    // A hundred thousand, by how often they were found; of the library nbvcxz. Read when somebody sets a password,
    // which
    // is seldom, rather than kept.
    private static final String COMMON = "/dictionaries/passwords.txt";
    // A core shorter than this is nothing that one would guess by.
    private static final int SHORTEST_CORE = 4;

    private PasswordRules() {}

    /// Adds a fault at the pointer for whatever is wrong with the password.
    ///
    /// @param own what one would try first with this person: the email, the name
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

    /// The password itself, and what remains without the digits and signs that people put before and behind a common
    /// one to make it long enough, when that is most of it.
    private static Set<String> guesses(String password) {
        var whole = password.toLowerCase(Locale.ROOT);
        var core = whole.replaceAll("^[^\\p{L}]+|[^\\p{L}]+$", "");
        boolean most = core.length() >= SHORTEST_CORE && 2 * core.length() >= whole.length();
        return most && !core.equals(whole) ? Set.of(whole, core) : Set.of(whole);
    }

    /// One to four characters again and again.
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
