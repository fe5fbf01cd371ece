package blotter.register.change;

import blotter.platform.problem.Faults;
import blotter.platform.problem.Problem;
import blotter.platform.problem.ProblemType;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The versions that the client allows to be changed, from `If-Match` (RFC 9110, section 13.1.1). An entry's entity
/// tag is its version.
public final class IfMatch {
    private static final Pattern LIST = Pattern.compile("\\s*(W/)?\"[^\"]*\"\\s*(,\\s*(W/)?\"[^\"]*\"\\s*)*");
    private static final Pattern TAG = Pattern.compile("(W/)?\"([^\"]*)\"");
    private static final IfMatch ANY = new IfMatch(null);

    private final @Nullable Set<String> tags;

    private IfMatch(@Nullable Set<String> tags) {
        this.tags = tags;
    }

    /// Every version.
    public static IfMatch any() {
        return ANY;
    }

    /// Reads the header; without one every version matches.
    public static IfMatch of(@Nullable String header, Faults faults) {
        if (header == null || header.strip().equals("*")) {
            return ANY;
        }
        if (!LIST.matcher(header).matches()) {
            faults.add("If-Match", "invalid_format", "not a list of entity tags (expected: * or \"7\")");
            return ANY;
        }
        var tags = new HashSet<String>();
        var each = TAG.matcher(header);
        while (each.find()) {
            // A weak tag never matches: the comparison is strong.
            if (each.group(1) == null) {
                tags.add(each.group(2));
            }
        }
        return new IfMatch(tags);
    }

    /// An entry's entity tag.
    public static String tag(Entry entry) {
        return "\"" + entry.version() + "\"";
    }

    /// Throws a problem `stale` unless the entry is at one of these versions.
    void check(Register register, Entry entry) {
        if (tags != null && !tags.contains(Long.toString(entry.version()))) {
            throw Problem.problem(
                            ProblemType.STALE,
                            "%s is at version %d".formatted(register.id(entry.number()), entry.version()))
                    .header("ETag", tag(entry));
        }
    }
}
