package blotter.app.cli;

/// A refused administrative command. The message is one line with value and expectation.
final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refused(String line) {
        super(line);
    }
}
