package blotter.people.person;

import java.text.Normalizer;

/// Checks email addresses.
public final class Email {
    /// The maximum length in characters (RFC 5321).
    public static final int LONGEST = 254;

    /// The expectation in messages.
    public static final String EXPECTED = "an address like name@example.com";

    private static final String FORM = "[^@\\s\\p{Cntrl}<>()\\[\\]\\\\,;:\"]+@[^@\\s\\p{Cntrl}<>()\\[\\]\\\\,;:\"]+";

    private Email() {}

    /// Whether the text has the form of an address. Does not check that it exists. Invisible characters and
    /// decomposed letters are refused: an address that looks like another must not be another person.
    public static boolean isAddress(String text) {
        return text.length() <= LONGEST
                && text.matches(FORM)
                && text.codePoints().noneMatch(c -> Character.getType(c) == Character.FORMAT)
                && Normalizer.isNormalized(text, Normalizer.Form.NFC);
    }
}
