package blotter.bench;

import blotter.platform.database.StartupFailure;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The figures, as Markdown for people and as JSON for programs.
final class Report {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final BenchOptions options;
    private final Machine machine;
    private final Instant date = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private List<Figures> figures = List.of();
    private List<Service> starts = List.of();
    private @Nullable Double residentMegabytes;

    Report(BenchOptions options, Machine machine) {
        this.options = options;
        this.machine = machine;
    }

    void add(List<Figures> measured) {
        figures = measured;
    }

    void starts(List<Service> measured) {
        starts = measured;
    }

    void resident(@Nullable Double megabytes) {
        residentMegabytes = megabytes;
    }

    boolean isWithoutFailure() {
        return figures.stream().allMatch(each -> each.failed() == 0);
    }

    void print(PrintStream out) {
        out.printf(
                "%n%s, %,d incidents, %d s a measurement, %s%n%s%n%n",
                date, options.incidents(), options.seconds(), rounds(), machine);
        table(out, operations());
        var costs = costs();
        if (costs.size() > 1) {
            out.println();
            table(out, costs);
        }
        out.println();
        out.printf(
                Locale.ROOT,
                "Start on this data: %.1f s (ready line), %.1f s from the command. Resident memory after the load: %s.%n",
                Figures.median(starts.stream().map(Service::startSeconds).toList()),
                Figures.median(starts.stream().map(Service::wallSeconds).toList()),
                residentMegabytes == null ? "unknown" : String.format(Locale.ROOT, "%.0f MB", residentMegabytes));
        figures.stream()
                .filter(each -> each.firstFault() != null)
                .forEach(each -> out.printf(
                        "%s, %d connections: %d failed, the first with %s%n",
                        each.name(), each.connections(), each.failed(), each.firstFault()));
    }

    private String rounds() {
        return options.rounds() == 1 ? "1 round" : options.rounds() + " rounds";
    }

    private List<List<String>> operations() {
        var rows = new ArrayList<List<String>>();
        rows.add(List.of(
                "operation",
                "clients",
                "floor/s",
                "Blotter/s",
                "ratio",
                "goal",
                "p50 ms",
                "p99 ms",
                "CPU ms Blotter",
                "CPU ms PostgreSQL",
                "failed"));
        for (var each : figures) {
            rows.add(List.of(
                    each.name(),
                    Integer.toString(each.connections()),
                    each.floor().isEmpty() ? "" : number(Figures.mean(each.floor())),
                    number(each.perSecond()),
                    each.ratio() == null ? "" : String.format(Locale.ROOT, "%.2f", each.ratio()),
                    each.goal() == null ? "" : String.format(Locale.ROOT, "%.1f", each.goal()),
                    number(each.p50Millis()),
                    number(each.p99Millis()),
                    number(each.serviceCpuMillis()),
                    number(each.databaseCpuMillis()),
                    Long.toString(each.failed())));
        }
        return rows;
    }

    /// What one incident of a patch costs, by the size of the patch: for many it must not cost more
    /// than for few.
    private List<List<String>> costs() {
        var byConnections = figures.stream()
                .filter(each -> each.name().startsWith("patch") && each.incidents() > 1)
                .collect(Collectors.groupingBy(Figures::connections, LinkedHashMap::new, Collectors.toList()));
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("µs per incident", "N and µs", "greatest ÷ least"));
        byConnections.forEach((connections, each) -> {
            var costs = each.stream().map(Figures::microsPerIncident).sorted().toList();
            rows.add(List.of(
                    connections == 1 ? "1 client" : connections + " clients",
                    each.stream()
                            .map(one -> one.incidents() + ": " + number(one.microsPerIncident()))
                            .collect(Collectors.joining(", ")),
                    String.format(Locale.ROOT, "%.2f", costs.getLast() / costs.getFirst())));
        });
        return rows;
    }

    private static String number(double value) {
        if (!Double.isFinite(value)) {
            return "";
        }
        return String.format(Locale.ROOT, value >= 100 ? "%,.0f" : value >= 10 ? "%.1f" : "%.2f", value);
    }

    private static void table(PrintStream out, List<List<String>> rows) {
        int columns = rows.getFirst().size();
        var widths = new int[columns];
        rows.forEach(row -> {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        });
        for (int r = 0; r < rows.size(); r++) {
            var line = new StringBuilder("|");
            for (int i = 0; i < columns; i++) {
                var cell = rows.get(r).get(i);
                var space = " ".repeat(widths[i] - cell.length());
                line.append(' ').append(i == 0 ? cell + space : space + cell).append(" |");
            }
            out.println(line);
            if (r == 0) {
                var rule = new StringBuilder("|");
                for (int i = 0; i < columns; i++) {
                    rule.append(i == 0 ? ":" : "-")
                            .append("-".repeat(widths[i]))
                            .append(i == 0 ? "-|" : ":|");
                }
                out.println(rule);
            }
        }
    }

    void write() {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("date", date.toString());
        document.put("machine", JSON.convertValue(machine, Map.class));
        document.put("incidents", options.incidents());
        document.put("seconds", options.seconds());
        document.put("rounds", options.rounds());
        document.put("service_options", options.serviceOptions());
        document.put("cases", figures.stream().map(Report::json).toList());
        document.put("start_seconds", starts.stream().map(Service::startSeconds).toList());
        document.put(
                "start_wall_seconds", starts.stream().map(Service::wallSeconds).toList());
        document.put("resident_megabytes", residentMegabytes);
        try {
            Files.writeString(options.jsonFile(), JSON.writeValueAsString(document) + "\n");
        } catch (IOException e) {
            throw new StartupFailure("%s cannot be written: %s".formatted(options.jsonFile(), e), e);
        }
    }

    private static Map<String, @Nullable Object> json(Figures each) {
        var json = new LinkedHashMap<String, @Nullable Object>();
        json.put("name", each.name());
        json.put("connections", each.connections());
        json.put("incidents", each.incidents());
        json.put("floor_per_second", each.floor());
        json.put("service_per_second", each.service());
        json.put("ratio", each.ratio());
        json.put("goal", each.goal());
        json.put("p50_ms", finite(each.p50Millis()));
        json.put("p99_ms", finite(each.p99Millis()));
        json.put("service_cpu_ms", finite(each.serviceCpuMillis()));
        json.put("database_cpu_ms", finite(each.databaseCpuMillis()));
        json.put("requests", each.requests());
        json.put("failed", each.failed());
        json.put("first_fault", each.firstFault());
        return json;
    }

    private static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
