package blotter.platform.problem;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A failure that the client sees as a problem document (RFC 9457).
public final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final ProblemType type;
    private final transient List<Fault> faults;
    private final transient Map<String, String> members = new LinkedHashMap<>();
    private final transient Map<String, List<Map<String, String>>> lists = new LinkedHashMap<>();
    private final transient Map<String, String> headers = new LinkedHashMap<>();

    private Problem(ProblemType type, String detail, List<Fault> faults) {
        // A stack trace would be costly, and nobody reads it.
        super(detail, null, false, false);
        this.type = type;
        this.faults = List.copyOf(faults);
    }

    public static Problem problem(ProblemType type, String detail) {
        return new Problem(type, detail, List.of());
    }

    public static Problem problem(ProblemType type, String detail, List<Fault> faults) {
        return new Problem(type, detail, faults);
    }

    /// A validation problem with at least one fault.
    public static Problem invalid(List<Fault> faults) {
        return invalid(faults, faults.size());
    }

    /// @param faults the first of `count`
    static Problem invalid(List<Fault> faults, int count) {
        var first = faults.getFirst();
        var where = first.pointer().isEmpty() ? "" : first.pointer() + ": ";
        var more = count == 1 ? "" : ", and %d more".formatted(count - 1);
        return new Problem(ProblemType.VALIDATION, where + first.detail() + more, faults);
    }

    /// The problem of a patch without any change.
    ///
    /// @param expected what it could change
    public static Problem changesNothing(String expected) {
        var detail = "the body changes nothing (expected: %s)".formatted(expected);
        return problem(ProblemType.EMPTY_PAYLOAD, detail, List.of(new Fault("", "empty_payload", detail)));
    }

    /// Adds an extension member.
    public Problem with(String name, String value) {
        members.put(name, value);
        return this;
    }

    /// Adds an extension member, a list of objects.
    public Problem with(String name, List<Map<String, String>> values) {
        lists.put(name, List.copyOf(values));
        return this;
    }

    public Problem header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    public ProblemType type() {
        return type;
    }

    public String detail() {
        return String.valueOf(getMessage());
    }

    public List<Fault> faults() {
        return faults;
    }

    public Map<String, String> members() {
        return Collections.unmodifiableMap(members);
    }

    public Map<String, List<Map<String, String>>> lists() {
        return Collections.unmodifiableMap(lists);
    }

    public Map<String, String> headers() {
        return Collections.unmodifiableMap(headers);
    }
}
