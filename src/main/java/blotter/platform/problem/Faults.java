package blotter.platform.problem;

import java.util.ArrayList;
import java.util.List;

/// Collects all faults of a request, so that they are reported together.
public final class Faults {
    /// As many are reported; a body of millions must not make an answer of gigabytes.
    public static final int MOST = 1_000;

    private static final int MOST_SHOWN = 60;

    private final List<Fault> faults = new ArrayList<>();
    private int count;

    public void add(String pointer, String code, String detail) {
        count++;
        if (faults.size() < MOST) {
            faults.add(new Fault(pointer, code, detail));
        }
    }

    /// Adds a fault that gives the value and the expectation: `5000 (expected: 1 to 200)`.
    public void add(String pointer, String code, Object value, String expectation) {
        add(pointer, code, "%s (expected: %s)".formatted(shown(value), expectation));
    }

    /// Adds all of others'.
    public void addAll(Faults others) {
        count += others.count;
        others.faults.stream().limit(MOST - faults.size()).forEach(faults::add);
    }

    /// How many there are, of which [#list] has the first.
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
