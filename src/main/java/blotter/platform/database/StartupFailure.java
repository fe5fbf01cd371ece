package blotter.platform.database;

/// A reason why Blotter cannot start. The message is one line that says what is wrong and what to do; the command
/// line prints it without a stack trace.
public final class StartupFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StartupFailure(String line) {
        super(line);
    }

    public StartupFailure(String line, Throwable cause) {
        super(line, cause);
    }
}
