package blotter.cli;

import blotter.cli.ServerOptions.HttpAddress;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/// How long the start took.
final class Uptime {
    private Uptime() {}

    static void print(PrintStream out, HttpAddress address) {
        double seconds = ManagementFactory.getRuntimeMXBean().getUptime() / 1000.0;
        out.printf(Locale.ROOT, "Blotter is ready on %s (started in %.1f s)%n", address.url(), seconds);
    }
}
