package blotter.people.person;

/// Addresses of people.
public final class Email {
    /// In characters, as SMTP has it (RFC 5321).
    public static final int LONGEST = 254;

    /// What an address looks like, for messages.
    public static final String EXPECTED = "an address like name@example.com";

    private static final String FORM = "[^@\\s\\p{Cntrl}<>()\\[\\]\\\\,;:\"]+@[^@\\s\\p{Cntrl}<>()\\[\\]\\\\,;:\"]+";

    private Email() {}

    /// Whether it looks like an address. Only a mail that arrives could tell more.
    public static boolean isAddress(String text) {
        return text.length() <= LONGEST && text.matches(FORM);
    }
}
