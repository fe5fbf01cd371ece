package blotter.platform.mail;

/// A mail to somebody.
///
/// @param to an address
/// @param subject one line
/// @param text plain
public record Letter(String to, String subject, String text) {
    public Letter {
        // What somebody wrote must not become a header.
        subject = subject.replaceAll("[\\p{Cntrl}]+", " ");
    }
}
