package blotter.register.change;

import java.util.List;

/// The entries that a change is for.
public sealed interface Selection {
    /// The entries with these ids, without duplicates, in the order requested.
    record ByIds(List<Selected> entries) implements Selection {}

    /// The entries that a filter finds, if their number is the expected one.
    record ByFilter(EntryFilter filter, long expectedTotal) implements Selection {}

    /// All entries that a filter finds, however many.
    record All(EntryFilter filter) implements Selection {}
}
