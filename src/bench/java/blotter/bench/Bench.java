package blotter.bench;

import blotter.people.authentication.ServiceAccounts.Credentials;
import blotter.platform.database.Database;
import blotter.platform.database.Migrations;
import blotter.platform.database.StartupFailure;
import blotter.platform.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The whole benchmark. Figures are only worth something on a quiet machine, and then as ratios:
/// service and floor run on the same PostgreSQL, one after the other.
final class Bench implements AutoCloseable {
    private static final int STARTS = 3;

    private final BenchOptions options;
    private final PrintStream out;
    private final PrintStream progress;
    private final Started started = new Started();

    /// @param out for the tables
    /// @param progress for what a person wants to see in between
    public Bench(BenchOptions options, PrintStream out, PrintStream progress) {
        this.options = options;
        this.out = out;
        this.progress = progress;
        Runtime.getRuntime().addShutdownHook(new Thread(started::close, "end-benchmark"));
    }

    /// The names of the cases.
    public static List<String> caseNames() {
        return Cases.NAMES;
    }

    /// Measures, prints, and writes the JSON.
    ///
    /// @return whether no request has failed
    /// @throws StartupFailure in one line, when it cannot be measured
    public boolean run() {
        try {
            return measure();
        } catch (RuntimeException e) {
            // After a Ctrl-C everything fails that still runs; nobody wants to read of it.
            if (started.isClosing()) {
                return false;
            }
            throw e;
        }
    }

    private boolean measure() {
        var program = PgBench.find();
        createFolder();
        var floor = Floor.of(options);
        var postgres = EmbeddedPostgres.start(options.database(), "blotter bench");
        started.add(postgres);
        var database = postgres.settings(2);
        prepare(database, floor);
        Report report;
        try (var pool = Database.open(database)) {
            var register = new RegisterStore(pool);
            report = new Report(options, Machine.of(register.version()));
            var service = Service.start(options, database, started);
            var client = new ServiceClient(
                    service.port(),
                    Map.of(
                            RegisterStore.LARGE, account(register, RegisterStore.LARGE),
                            RegisterStore.GROWING, account(register, RegisterStore.GROWING)));
            var pgbench = new PgBench(program, database, started);
            var measuring = new Measuring(options, register, floor, pgbench, service, client, progress);
            report.add(measureAll(measuring, new Cases(options.incidents(), register, client)));
            report.resident(service.residentMegabytes());
            started.end(service.process());
        }
        started.end(postgres);
        report.starts(starts());
        report.print(out);
        report.write();
        progress.printf("Written to %s%n", options.jsonFile());
        return report.isWithoutFailure();
    }

    private static Credentials account(RegisterStore register, String slug) {
        return register.serviceAccount(slug);
    }

    private void createFolder() {
        try {
            Files.createDirectories(options.folder());
        } catch (IOException e) {
            throw new StartupFailure("%s cannot be made: %s".formatted(options.folder(), e), e);
        }
    }

    private void prepare(Database.Settings database, Floor floor) {
        if (options.keep() && isLoaded(database)) {
            return;
        }
        renew(database);
        progress.printf("Loading the floor: %,d incidents …%n", options.incidents());
        floor.load(database);
        progress.printf("Loading the register: %,d incidents …%n", options.incidents());
        Migrations.migrate(database);
        try (var pool = Database.open(database)) {
            new RegisterStore(pool).load(options.incidents(), progress);
        }
    }

    private boolean isLoaded(Database.Settings database) {
        Migrations.migrate(database);
        try (var pool = Database.open(database)) {
            return new RegisterStore(pool).isLoaded(options.incidents());
        }
    }

    static void renew(Database.Settings database) {
        int slash = database.url().lastIndexOf('/');
        var name = database.url().substring(slash + 1);
        try (var connection = DriverManager.getConnection(
                        database.url().substring(0, slash) + "/postgres", database.user(), database.password());
                var statement = connection.createStatement()) {
            statement.execute("drop database if exists " + name + " with (force)");
            statement.execute("create database " + name);
        } catch (SQLException e) {
            throw new StartupFailure("the benchmark's database cannot be made anew: " + e.getMessage(), e);
        }
    }

    private List<Figures> measureAll(Measuring measuring, Cases all) {
        var cases =
                Cases.NAMES.stream().filter(options::selects).map(all::named).toList();
        cases.stream().filter(each -> !each.alone()).forEach(measuring::warmUp);
        var figures = new ArrayList<Figures>();
        for (var each : cases) {
            for (int connections : each.alone() ? List.of(1) : options.connections()) {
                figures.add(measuring.measure(each, connections));
            }
        }
        return figures;
    }

    /// Starts on the data as they now lie there, with the PostgreSQL that the service brings.
    private List<Service> starts() {
        progress.println("  starting on the existing data folder …");
        var services = new ArrayList<Service>();
        for (int i = 0; i < STARTS; i++) {
            var service = Service.start(options, options.database(), started);
            started.end(service.process());
            services.add(service);
        }
        return services;
    }

    /// Ends whatever the benchmark has started.
    @Override
    public void close() {
        started.close();
    }
}
