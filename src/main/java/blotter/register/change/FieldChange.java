package blotter.register.change;

import org.jspecify.annotations.Nullable;

/// What a patch does to one field.
public sealed interface FieldChange {
    /// Gives it this value.
    record Set(Object value) implements FieldChange {}

    /// Leaves it this value where it has it, and is refused where it has another: an inactive source or user.
    record Keep(Object value) implements FieldChange {}

    /// Takes its value away.
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
