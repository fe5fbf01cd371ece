package blotter.register.change;

import blotter.register.change.Outcome.Change;
import java.io.IOException;
import java.util.Map;

/// Receives the entries of a response, in the order requested.
@FunctionalInterface
public interface Rows {
    /// Ignores them.
    Rows NONE = (entry, changes, names) -> {};

    /// An entry in its new state (in a dry run, its future state), and what changed.
    void row(Entry entry, Map<String, Change> changes, Names names) throws IOException;
}
