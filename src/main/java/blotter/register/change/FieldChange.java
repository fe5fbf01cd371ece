package blotter.register.change;

import org.jspecify.annotations.Nullable;

/// What a patch does to one field.
public sealed interface FieldChange {
    /// Sets this value.
    record Set(Object value) implements FieldChange {}

    /// Allows this value only where the field already has it, for an inactive source or user; rejects the change
    /// elsewhere.
    record Keep(Object value) implements FieldChange {}

    /// Clears the field.
    record Clear() implements FieldChange {}

    /// The value that the field has afterwards.
    default @Nullable Object result() {
        return switch (this) {
            case Set(var value) -> value;
            case Keep(var value) -> value;
            case Clear() -> null;
        };
    }
}
