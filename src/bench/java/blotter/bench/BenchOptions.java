package blotter.bench;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What to measure.
///
/// @param home the project's folder, with the launcher and `bench/floor`
/// @param incidents in the register that is measured, and in the floor's
/// @param seconds each measurement's length
/// @param rounds how often each case is measured
/// @param connections how many clients at once, each number in turn
/// @param only names of cases, or what they begin with up to a hyphen; empty for all
/// @param json where the figures go; null for the usual file
/// @param keep whether to use the database of the last run, when it has one of this size
/// @param serviceOptions for the JVM of the service alone, such as `-XX:StartFlightRecording=filename=/tmp/a.jfr`
record BenchOptions(
        Path home,
        int incidents,
        int seconds,
        int rounds,
        List<Integer> connections,
        List<String> only,
        @Nullable Path json,
        boolean keep,
        String serviceOptions) {

    Path folder() {
        return home.resolve("data").resolve("bench");
    }

    /// What the embedded PostgreSQL has.
    Path database() {
        return folder().resolve("postgres");
    }

    Path jsonFile() {
        return json == null ? folder().resolve("result.json") : json;
    }

    boolean selects(String name) {
        return only.isEmpty()
                || only.stream().anyMatch(each -> each.endsWith("-") ? name.startsWith(each) : name.equals(each));
    }
}
