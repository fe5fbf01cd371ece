package blotter.register.change;

import blotter.register.change.Outcome.Change;
import java.io.IOException;
import java.util.Map;

/// Takes the entries of an answer, one after the other, in the order asked for.
@FunctionalInterface
public interface Rows {
    /// Takes none.
    Rows NONE = (entry, changes, names) -> {};

    /// One entry as it now is (or, in a dry run, would be), and what changed.
    void row(Entry entry, Map<String, Change> changes, Names names) throws IOException;
}
