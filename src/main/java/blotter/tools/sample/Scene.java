package blotter.tools.sample;

import java.time.Instant;
import java.util.random.RandomGenerator;

/// The parameters of an incident, drawn before its texts and changes: scenario, times, severity, source, opener.
record Scene(
        Scenarios scenarios,
        Scenario scenario,
        Cast cast,
        RandomGenerator random,
        Timeline times,
        Slots slots,
        Instant now,
        String severity,
        String source,
        String opener,
        boolean byMachine) {

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    boolean minor() {
        return severity.compareTo("SEV-4") >= 0;
    }

    boolean serious() {
        return severity.compareTo("SEV-2") <= 0;
    }

    /// Whether the response began before the incident was opened.
    boolean underway() {
        return !times.responded().isAfter(times.created());
    }
}
