package blotter.register.change;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What follows in an entry from its other values and from its organization's settings: pure, and the same
/// when it is applied again.
@FunctionalInterface
public interface Derivation {
    /// Nothing follows from anything.
    Derivation NONE = (before, after, at) -> {};

    /// Sets in `after` what follows from the rest of it.
    ///
    /// @param before the values until now; empty for a new entry
    /// @param after the values as they are to be, of each of the register's fields
    /// @param at when they change
    void complete(Map<Field, @Nullable Object> before, Map<Field, @Nullable Object> after, Instant at);
}
