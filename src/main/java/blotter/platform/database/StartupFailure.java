package blotter.platform.database;

/// Why Blotter cannot start: the message is one line that says what is wrong, where, and what to do about it.
/// Whoever catches it at the edge prints that line and no stack trace.
public final class StartupFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// A failure that needs no cause to be understood.
    public StartupFailure(String line) {
        super(line);
    }

    /// A failure whose cause is kept for a debugger; the line stands on its own.
    public StartupFailure(String line, Throwable cause) {
        super(line, cause);
    }
}
