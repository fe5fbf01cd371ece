package blotter.register.change;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The result of a patch for one entry.
public sealed interface Outcome {
    /// A field's value before and after.
    record Change(@Nullable Object from, @Nullable Object to) {
        private long length() {
            return lengthOf(from) + lengthOf(to);
        }

        private static long lengthOf(@Nullable Object value) {
            return value instanceof String text ? text.length() : 0;
        }
    }

    /// The length of the texts in the changes, in characters.
    static long length(Map<String, Change> changes) {
        return changes.values().stream().mapToLong(Change::length).sum();
    }

    /// It changes: from this, to that.
    record Updated(Entry before, Entry after, Map<String, Change> changes) implements Outcome {
        /// The length of the texts to write, in characters.
        long length() {
            return Outcome.length(changes);
        }
    }

    /// It has these values already.
    record Unchanged(Entry entry) implements Outcome {}

    /// No entry has this number.
    record Missing(long number) implements Outcome {}

    /// Its version is not the one that the client knows.
    record Stale(long number, long known, long actual) implements Outcome {}

    /// A rule of the register forbids the change.
    record Rejected(long number, String code, String detail) implements Outcome {}
}
