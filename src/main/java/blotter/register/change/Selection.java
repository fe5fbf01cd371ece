package blotter.register.change;

import java.util.List;

/// The entries that a change is for.
public sealed interface Selection {
    /// Those of these ids, each once, in the order asked for.
    record ByIds(List<Selected> entries) implements Selection {}

    /// Those that a filter finds, of which the client expects so many.
    record ByFilter(EntryFilter filter, long expectedTotal) implements Selection {}

    /// All that a filter finds, however many.
    record All(EntryFilter filter) implements Selection {}
}
