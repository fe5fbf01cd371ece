package blotter.platform.mail;

/// A plain-text mail.
public record Mail(String to, String subject, String text) {
    public Mail {
        // Prevents header injection.
        subject = subject.replaceAll("[\\p{Cntrl}]+", " ");
    }
}
