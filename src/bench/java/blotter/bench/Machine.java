package blotter.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// What the figures depend on.
///
/// @param load how many processes wanted a core in the minute before, beside the benchmark
record Machine(int cores, String processor, String kernel, String java, String postgresql, double load) {

    static Machine of(String postgresql) {
        return new Machine(
                Runtime.getRuntime().availableProcessors(),
                model(),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("java.vm.version"),
                postgresql,
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    private static String model() {
        try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown processor");
        } catch (IOException e) {
            return "unknown processor";
        }
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d cores (%s), %s, Java %s, PostgreSQL %s; load before the start: %.1f",
                cores,
                processor,
                kernel,
                java,
                postgresql,
                load);
    }
}
