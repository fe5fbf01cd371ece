package blotter.bench;

import blotter.platform.database.StartupFailure;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `./blotter bench`. The launcher starts it as a source file on the packaged app's classes, so the product does not
/// carry it.
@Command(
        name = "blotter bench",
        mixinStandardHelpOptions = true,
        description = {
            "Measures requests per second, and compares them with PostgreSQL alone doing the same work (bench/floor, run",
            "by pgbench). Uses data/bench only, and stops everything at the end. The machine should be idle."
        })
public final class BenchCommand implements Callable<Integer> {
    // Held, because a logger that is collected forgets its level.
    private static final List<Logger> QUIET =
            List.of(Logger.getLogger("org.flywaydb"), Logger.getLogger("com.zaxxer.hikari"));

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Option(names = "--incidents", paramLabel = "N", description = "incidents in the register (default: 100000)")
    private int incidents = 100_000;

    @Option(names = "--seconds", paramLabel = "S", description = "the duration of each measurement (default: 5)")
    private int seconds = 5;

    @Option(names = "--rounds", paramLabel = "R", description = "how often each case is measured (default: 1)")
    private int rounds = 1;

    @Option(
            names = "--connections",
            paramLabel = "C",
            split = ",",
            description = "numbers of concurrent clients to measure with (default: 1,8,16)")
    private List<Integer> connections = List.of(1, 8, 16);

    @Option(
            names = "--only",
            paramLabel = "NAME",
            split = ",",
            description = "only these cases, or, like text-, those with this prefix: patch-1, patch-10,"
                    + " patch-100, patch-1000, list, page-100, text-rare, text-frequent, text-two, get, create,"
                    + " create-batch, token, filter-minimal, filter-rows, import, export, metrics, tag-merge; with --soak:"
                    + " strangers, strangers-many, strangers-patch, headers, objects, objects-32, shapes-32, lists-32,"
                    + " lists-unread, comments-32, histories-32, exports-32, patch-texts, filter-texts, import-value,"
                    + " import-texts")
    private List<String> only = List.of();

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "the file for the results (default: data/bench/result.json)")
    private @Nullable Path json;

    @Option(
            names = "--soak",
            description =
                    "attack a server with floods and heavy requests, and report whether it withstood; takes minutes")
    private boolean soak;

    @Option(names = "--keep", description = "use the database of the last run, if it has the same number of incidents")
    private boolean keep;

    @Option(
            names = "--service-options",
            paramLabel = "OPTIONS",
            description = "for the JVM of the service, such as -XX:StartFlightRecording=filename=/tmp/blotter.jfr")
    private String serviceOptions = "";

    BenchCommand() {}

    /// Ends the process. Exit status 0: nothing failed, 1: something did, 2: the command line was not understood.
    public static void main(String... arguments) {
        Locale.setDefault(Locale.ROOT);
        QUIET.forEach(logger -> logger.setLevel(Level.WARNING));
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new BenchCommand())
                .setUsageHelpWidth(110)
                .setParameterExceptionHandler((e, arguments) -> {
                    System.err.printf("blotter: %s%nTry: blotter bench --help%n", e.getMessage());
                    return CommandLine.ExitCode.USAGE;
                })
                .setExecutionExceptionHandler((e, commandLine, result) -> {
                    if (e instanceof StartupFailure) {
                        System.err.println("blotter: " + e.getMessage());
                        return CommandLine.ExitCode.SOFTWARE;
                    }
                    throw e;
                });
    }

    @Override
    public Integer call() {
        var names = soak ? Soak.names() : Bench.caseNames();
        for (var name : only) {
            if (names.stream().noneMatch(known -> known.startsWith(name))) {
                throw new ParameterException(
                        command.commandLine(),
                        "--only: %s (expected: some of %s)".formatted(name, String.join(", ", names)));
            }
        }
        var options = new BenchOptions(
                Path.of(System.getProperty("blotter.home", "")).toAbsolutePath(),
                between("--incidents", incidents, 1_000, 10_000_000),
                between("--seconds", seconds, 1, 600),
                between("--rounds", rounds, 1, 100),
                connections.stream()
                        .map(each -> between("--connections", each, 1, 64))
                        .toList(),
                only,
                json,
                keep,
                serviceOptions);
        if (soak) {
            try (var attacks = new Soak(options, System.out, System.err)) {
                return attacks.run() ? 0 : 1;
            }
        }
        try (var bench = new Bench(options, System.out, System.err)) {
            return bench.run() ? 0 : 1;
        }
    }

    private int between(String name, int number, int least, int most) {
        if (number < least || number > most) {
            throw new ParameterException(
                    command.commandLine(), "%s: %d (expected: %d to %d)".formatted(name, number, least, most));
        }
        return number;
    }
}
