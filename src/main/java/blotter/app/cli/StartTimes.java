package blotter.app.cli;

import blotter.app.cli.ServerOptions.HttpAddress;
import blotter.platform.embedded.EmbeddedPostgres;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// How long a start took, and each part of it: of a slow one the log says what was slow.
final class StartTimes {
    private final List<String> parts = new ArrayList<>();
    private Duration last = Duration.ZERO;

    /// Begins with the JVM's own start, which is over.
    static StartTimes sinceTheJvmBegan() {
        var times = new StartTimes();
        times.over("JVM");
        return times;
    }

    /// What has taken from the part before until now.
    void over(String part) {
        var now = sinceStart();
        add(part, now.minus(last));
        last = now;
    }

    /// PostgreSQL is there, which somebody else runs, or this start.
    void over(EmbeddedPostgres postgres) {
        var took = postgres.took();
        var now = sinceStart();
        add("leftovers", took.leftovers());
        var rest = now.minus(last).minus(took.leftovers());
        add(took.recovered() ? "PostgreSQL with recovery" : "PostgreSQL", rest);
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
