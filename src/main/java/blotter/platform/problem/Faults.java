package blotter.platform.problem;

import java.util.ArrayList;
import java.util.List;

/// Collects all faults of a request, so that they are reported together.
public final class Faults {
    /// Limits the size of the response to a body with many faults.
    public static final int MAX_REPORTED = 1_000;

    private static final int MAX_SHOWN_CHARACTERS = 60;

    private final List<Fault> faults = new ArrayList<>();
    private int count;

    public void add(String pointer, String code, String detail) {
        count++;
        if (faults.size() < MAX_REPORTED) {
            faults.add(new Fault(pointer, code, detail));
        }
    }

    /// Adds a fault that gives the value and the expectation: `5000 (expected: 1 to 200)`.
    public void add(String pointer, String code, Object value, String expectation) {
        add(pointer, code, "%s (expected: %s)".formatted(shown(value), expectation));
    }

    public void addAll(Faults others) {
        count += others.count;
        others.faults.stream().limit(MAX_REPORTED - faults.size()).forEach(faults::add);
    }

    /// The number of all faults; [#list] has only the first.
    public int count() {
        return count;
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
            throw Problem.invalid(faults, count);
        }
    }

    /// A client's value for use in a message: shortened, without line breaks and control characters.
    public static String shown(Object value) {
        var text = value.toString().codePoints().limit(MAX_SHOWN_CHARACTERS + 1).toArray();
        var shown = new StringBuilder();
        for (int i = 0; i < Math.min(text.length, MAX_SHOWN_CHARACTERS); i++) {
            int c = text[i];
            boolean plain = !Character.isISOControl(c) && Character.getType(c) != Character.SURROGATE;
            shown.appendCodePoint(plain ? c : 0xFFFD);
        }
        return text.length > MAX_SHOWN_CHARACTERS ? shown.append('…').toString() : shown.toString();
    }
}
