package blotter.platform.database;

/// Thrown by work that was tried without a transaction and needs one. It has written nothing.
public final class NotAtOnce extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NotAtOnce() {
        super("needs a transaction", null, false, false);
    }
}
