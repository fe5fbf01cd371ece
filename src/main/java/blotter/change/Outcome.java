package blotter.change;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What became of one entry.
public sealed interface Outcome {
    /// A field's value before and after.
    record Change(@Nullable Object from, @Nullable Object to) {}

    /// It changes: from this, to that.
    record Updated(Entry before, Entry after, Map<String, Change> changes) implements Outcome {}

    /// It has these values already.
    record Unchanged(Entry entry) implements Outcome {}

    /// There is none of this number.
    record Missing(long number) implements Outcome {}

    /// It has moved on from the version that the client knows.
    record Stale(long number, long known, long actual) implements Outcome {}

    /// A rule of the register forbids the change.
    record Rejected(long number, String code, String detail) implements Outcome {}
}
