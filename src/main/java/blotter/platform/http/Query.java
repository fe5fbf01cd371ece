package blotter.platform.http;

import blotter.platform.json.DateTimes;
import blotter.platform.json.Texts;
import blotter.platform.problem.Faults;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The query parameters of a request. A parameter that nobody asked for is a fault: a mistyped filter
/// must not widen a list, or a change.
public final class Query {
    private final Map<String, List<String>> parameters;
    private final Faults faults;
    private final Set<String> known = new HashSet<>();

    public Query(Map<String, List<String>> parameters, Faults faults) {
        this.parameters = parameters;
        this.faults = faults;
    }

    /// Reads the query of an address. The names are taken as they are written: JAX-RS would mix those that
    /// differ in their case only, and so widen a filter by a mistyped one.
    public static Query of(@Nullable String query, Faults faults) {
        var parameters = new LinkedHashMap<String, List<String>>();
        for (var pair : query == null ? new String[0] : query.split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                var name = URLDecoder.decode(equals < 0 ? pair : pair.substring(0, equals), StandardCharsets.UTF_8);
                var value = equals < 0 ? "" : URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8);
                parameters.computeIfAbsent(name, absent -> new ArrayList<>()).add(value);
            }
        }
        return new Query(parameters, faults);
    }

    public Faults faults() {
        return faults;
    }

    /// Every value of a parameter, in the order given.
    public List<String> all(String name) {
        boolean first = known.add(name);
        var values = parameters.getOrDefault(name, List.of());
        if (values.stream().allMatch(Texts::isSound)) {
            return values;
        }
        if (first) {
            faults.add(
                    name, "invalid_text", "holds a NUL character or a lone surrogate (expected: well-formed Unicode)");
        }
        return List.of();
    }

    /// The value of a parameter that may be given once.
    public @Nullable String one(String name) {
        var values = all(name);
        if (values.size() > 1) {
            faults.add(name, "duplicate_parameter", "given %d times (expected: once)".formatted(values.size()));
        }
        return values.isEmpty() ? null : values.getFirst();
    }

    /// One of these values.
    public @Nullable String oneOf(String name, List<String> allowed) {
        var value = one(name);
        if (value == null || allowed.contains(value)) {
            return value;
        }
        faults.add(name, "invalid_value", value, String.join(" or ", allowed));
        return null;
    }

    /// A count: a whole number that is not negative.
    public @Nullable Long count(String name) {
        var value = one(name);
        if (value == null) {
            return null;
        }
        if (value.matches("[0-9]{1,18}")) {
            return Long.valueOf(value);
        }
        faults.add(name, "invalid_format", value, "a whole number");
        return null;
    }

    /// Whether there are parameters beside these.
    public boolean namesOthers(Set<String> names) {
        return !names.containsAll(parameters.keySet());
    }

    public int number(String name, int absent, int least, int most) {
        var value = one(name);
        if (value == null) {
            return absent;
        }
        // Plain digits: parseInt takes a sign, and the digits of every script.
        if (value.matches("[0-9]{1,9}")) {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        }
        faults.add(name, "out_of_range", value, "%d to %d".formatted(least, most));
        return absent;
    }

    /// Every value of a parameter, parsed; a value that `parse` answers with null is a fault.
    public <T> List<T> allOf(String name, Function<String, @Nullable T> parse, String expectation) {
        return all(name).stream()
                .<T>mapMulti((value, sink) -> {
                    var parsed = parse.apply(value);
                    if (parsed == null) {
                        faults.add(name, "invalid_value", value, expectation);
                    } else {
                        sink.accept(parsed);
                    }
                })
                .toList();
    }

    /// A range of time: the parameter given once (from) or twice (from, before).
    public @Nullable Period period(String name) {
        var values = all(name);
        if (values.isEmpty()) {
            return null;
        }
        if (values.size() > 2) {
            faults.add(
                    name,
                    "duplicate_parameter",
                    "given %d times (expected: once, from, or twice, from and before)".formatted(values.size()));
            return null;
        }
        var from = DateTimes.parseDateOrDateTime(values.getFirst(), name, faults);
        var before = values.size() == 1 ? null : DateTimes.parseDateOrDateTime(values.getLast(), name, faults);
        return from == null ? null : new Period(from, before);
    }

    /// Adds a fault for each parameter that was never asked for.
    public void refuseUnknown() {
        for (var name : parameters.keySet()) {
            if (!known.contains(name)) {
                var shown = Faults.shown(name);
                faults.add(shown, "unknown_parameter", shown + " is not a parameter of this operation");
            }
        }
    }

    /// A range of time, its end left out.
    public record Period(Instant from, @Nullable Instant before) {}
}
