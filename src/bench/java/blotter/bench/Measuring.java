package blotter.bench;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Locale;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// Measures one case after the other: floor, service, floor, so that a machine that becomes faster or
/// slower shows.
record Measuring(
        BenchOptions options,
        RegisterStore register,
        Floor floor,
        PgBench pgbench,
        Service service,
        ServiceClient client,
        PrintStream progress) {
    private static final double WARM_UP_SECONDS = 2;
    /// The JVM compiles a method well only after some ten thousand calls.
    private static final double FIRST_WARM_UP_SECONDS = 10;

    /// Lets the service's JVM compile what the cases need.
    void warmUp(Case each) {
        progress.printf("  warming up: %s%n", each.name());
        int connections = each.alone() ? 1 : options.connections().getLast();
        var result = Load.run(service.port(), token(each), each.call(), connections, FIRST_WARM_UP_SECONDS);
        if (result.firstFault() != null) {
            progress.printf("  %s: %s%n", each.name(), result.firstFault());
        }
    }

    private String token(Case each) {
        var slug = each.slug();
        return slug == null ? "" : client.token(slug);
    }

    Figures measure(Case each, int connections) {
        register.tidy();
        var token = token(each);
        Load.run(service.port(), token, each.call(), connections, Math.min(WARM_UP_SECONDS, options.seconds()));
        var floors = new ArrayList<Double>();
        var rates = new ArrayList<Double>();
        var ratios = new ArrayList<Double>();
        var results = new ArrayList<Load.Result>();
        var serviceCpu = Duration.ZERO;
        var databaseCpu = Duration.ZERO;
        for (int round = 0; round < options.rounds(); round++) {
            var before = floor(each, connections);
            var serviceStart = service.cpu();
            var databaseStart = databaseCpu();
            var result = Load.run(service.port(), token, each.call(), connections, options.seconds());
            serviceCpu = serviceCpu.plus(service.cpu().minus(serviceStart));
            databaseCpu = databaseCpu.plus(databaseCpu().minus(databaseStart));
            var after = floor(each, connections);
            results.add(result);
            rates.add(result.perSecond());
            if (before != null && after != null) {
                floors.add(before);
                floors.add(after);
                ratios.add(result.perSecond() / ((before + after) / 2));
            }
        }
        var nanos = results.stream()
                .flatMapToLong(result -> LongStream.of(result.nanos()))
                .sorted()
                .toArray();
        var failed = results.stream().mapToLong(Load.Result::failed).sum();
        long requests = nanos.length + failed;
        var figures = new Figures(
                each.name(),
                connections,
                each.incidents(),
                floors,
                rates,
                ratios.isEmpty() ? null : Figures.median(ratios),
                each.goal(connections),
                percentile(nanos, 0.50),
                percentile(nanos, 0.99),
                serviceCpu.toNanos() / 1e6 / requests,
                databaseCpu.toNanos() / 1e6 / requests,
                requests,
                failed,
                results.stream()
                        .map(Load.Result::firstFault)
                        .filter(fault -> fault != null)
                        .findFirst()
                        .orElse(null));
        say(figures);
        return figures;
    }

    private void say(Figures figures) {
        progress.printf(
                Locale.ROOT,
                "  %-14s %2d  %10.1f/s%s%s%n",
                figures.name(),
                figures.connections(),
                figures.perSecond(),
                figures.ratio() == null ? "" : "  ratio %.2f".formatted(figures.ratio()),
                figures.firstFault() == null
                        ? ""
                        : "  %d failed: %.160s".formatted(figures.failed(), figures.firstFault()));
    }

    private @Nullable Double floor(Case each, int connections) {
        var file = each.floor();
        return file == null ? null : pgbench.run(floor.file(file.name()), connections, options.seconds(), file.n());
    }

    /// Of PostgreSQL's processes: they are ours, as the service and pgbench are.
    private Duration databaseCpu() {
        return ProcessHandle.current()
                .descendants()
                .filter(process -> process.pid() != service.process().pid())
                .filter(process -> process.info().command().orElse("").endsWith("/postgres"))
                .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }

    private static double percentile(long[] sorted, double part) {
        return sorted.length == 0
                ? Double.NaN
                : sorted[Math.min(sorted.length - 1, (int) Math.floor(part * sorted.length))] / 1e6;
    }
}
