package blotter.app.cli;

import blotter.app.cli.ServerOptions.HttpAddress;
import blotter.platform.embedded.EmbeddedPostgres;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Measures the parts of a start, so that the log shows what made one slow.
final class StartTimes {
    private final List<String> parts = new ArrayList<>();
    private Duration last = Duration.ZERO;

    /// Includes the JVM's own start.
    static StartTimes sinceTheJvmBegan() {
        var times = new StartTimes();
        times.over("JVM");
        return times;
    }

    /// Ends a part, which began at the end of the previous one.
    void over(String part) {
        var now = sinceStart();
        add(part, now.minus(last));
        last = now;
    }

    /// Ends the start of PostgreSQL, or of connecting to a running one.
    void over(EmbeddedPostgres postgres) {
        var details = postgres.startDetails();
        var now = sinceStart();
        add("leftovers", details.cleanup());
        var rest = now.minus(last).minus(details.cleanup());
        add(details.recovered() ? "PostgreSQL with recovery" : "PostgreSQL", rest);
        last = now;
    }

    private void add(String part, Duration took) {
        parts.add(String.format(Locale.ROOT, "%s %.1f", part, took.toMillis() / 1000.0));
    }

    void print(PrintStream out, HttpAddress address) {
        over("server");
        out.printf(
                Locale.ROOT,
                "Blotter is ready on %s (started in %.1f s: %s)%n",
                address.url(),
                last.toMillis() / 1000.0,
                String.join(", ", parts));
    }

    private static Duration sinceStart() {
        return Duration.ofMillis(ManagementFactory.getRuntimeMXBean().getUptime());
    }
}
