package blotter.register.change;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Computes an entry's derived values from its other values and the organization's settings. Pure and idempotent.
@FunctionalInterface
public interface Derivation {
    /// Derives nothing.
    Derivation NONE = (before, after, at) -> {};

    /// Sets the derived values in `after`.
    ///
    /// @param before the current values; empty for a new entry
    /// @param after the new values of all the register's fields
    /// @param at the time of the change
    void complete(Map<Field, @Nullable Object> before, Map<Field, @Nullable Object> after, Instant at);
}
