package blotter.platform.http;

import blotter.platform.json.Uuids;
import blotter.platform.problem.Faults;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What a request says in its path or in a header. Its faults are reported together with all others of the request, by
/// the method of [Exchange] that it is handed to; there is no way to its value past them.
public final class Parameter<T> {
    private final Faults faults = new Faults();
    private final @Nullable T value;

    private Parameter(Function<Faults, @Nullable T> read) {
        value = read.apply(faults);
    }

    /// What `read` makes of it; null, or any value, with a fault.
    public static <T> Parameter<T> of(Function<Faults, @Nullable T> read) {
        return new Parameter<>(read);
    }

    /// A part of the path, parsed; text that `parse` answers with null is a fault.
    public static <T> Parameter<T> of(
            String name, String text, Function<String, @Nullable T> parse, String expectation) {
        return new Parameter<>(faults -> {
            var parsed = parse.apply(text);
            if (parsed == null) {
                faults.add(name, "invalid_format", text, expectation);
            }
            return parsed;
        });
    }

    public static Parameter<UUID> uuid(String name, String text, String expectation) {
        return of(name, text, Uuids::parse, expectation);
    }

    void addTo(Faults others) {
        others.addAll(faults);
    }

    /// The value, or null beside a fault: for a body that is read by it.
    public @Nullable T orNull() {
        return faults.isEmpty() ? value : null;
    }

    /// The value. Throws a validation problem when there is none.
    public T value() {
        faults.throwIfAny();
        return Objects.requireNonNull(value);
    }
}
