package blotter.app.cli;

import blotter.tools.bench.Bench;
import blotter.tools.bench.BenchOptions;
import blotter.tools.bench.Soak;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = {
            "Measures requests per second, and compares them with PostgreSQL alone doing the same work (bench/floor, run",
            "by pgbench). Uses data/bench only, and stops everything at the end. The machine should be idle."
        })
final class BenchCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Option(names = "--incidents", paramLabel = "N", description = "incidents in the register (default: 100000)")
    private String incidents = "100000";

    @Option(names = "--seconds", paramLabel = "S", description = "the duration of each measurement (default: 5)")
    private String seconds = "5";

    @Option(names = "--rounds", paramLabel = "R", description = "how often each case is measured (default: 1)")
    private String rounds = "1";

    @Option(
            names = "--connections",
            paramLabel = "C",
            split = ",",
            description = "numbers of concurrent clients to measure with (default: 1,8,16)")
    private List<String> connections = List.of("1", "8", "16");

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

    BenchCommand(Terminal terminal) {
        this.terminal = terminal;
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
                terminal.settings().home(),
                Numbers.between(command, "--incidents", incidents, 1_000, 10_000_000),
                Numbers.between(command, "--seconds", seconds, 1, 600),
                Numbers.between(command, "--rounds", rounds, 1, 100),
                connections.stream()
                        .map(each -> Numbers.between(command, "--connections", each, 1, 64))
                        .toList(),
                only,
                json,
                keep,
                serviceOptions);
        if (soak) {
            try (var attacks = new Soak(options, terminal.out(), terminal.err())) {
                return attacks.run() ? 0 : 1;
            }
        }
        try (var bench = new Bench(options, terminal.out(), terminal.err())) {
            return bench.run() ? 0 : 1;
        }
    }
}
