package blotter.problem;

import java.util.ArrayList;
import java.util.List;

/// Collects all faults of a request, so that they are reported together.
public final class Faults {
    private static final int MOST_SHOWN = 60;

    private final List<Fault> faults = new ArrayList<>();

    public void add(String pointer, String code, String detail) {
        faults.add(new Fault(pointer, code, detail));
    }

    /// Adds a fault that gives the value and the expectation: `5000 (expected: 1 to 200)`.
    public void add(String pointer, String code, Object value, String expectation) {
        add(pointer, code, "%s (expected: %s)".formatted(shown(value), expectation));
    }

    public boolean isEmpty() {
        return faults.isEmpty();
    }

    public List<Fault> list() {
        return List.copyOf(faults);
    }

    /// Throws a validation problem if there is any fault.
    public void throwIfAny() {
        if (!faults.isEmpty()) {
            throw Problem.invalid(faults);
        }
    }

    /// A client's value as a message may repeat it: on one line, without control characters, and not too long.
    public static String shown(Object value) {
        var text = value.toString().codePoints().limit(MOST_SHOWN + 1).toArray();
        var shown = new StringBuilder();
        for (int i = 0; i < Math.min(text.length, MOST_SHOWN); i++) {
            int c = text[i];
            boolean plain = !Character.isISOControl(c) && Character.getType(c) != Character.SURROGATE;
            shown.appendCodePoint(plain ? c : 0xFFFD);
        }
        return text.length > MOST_SHOWN ? shown.append('…').toString() : shown.toString();
    }
}
