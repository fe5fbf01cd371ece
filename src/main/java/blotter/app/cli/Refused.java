package blotter.app.cli;

/// Why an administrator's command was not done: one line that gives the value and what was expected.
final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refused(String line) {
        super(line);
    }
}
