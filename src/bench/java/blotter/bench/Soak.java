package blotter.bench;

import blotter.platform.access.Role;
import blotter.platform.database.Database;
import blotter.platform.database.Migrations;
import blotter.platform.database.StartupFailure;
import blotter.platform.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// Attacks a server of its own, on this machine alone, with what could exhaust its memory: floods of connections, heavy
/// bodies, and requests for heavy answers. Each attack is bounded in count and time. After each, the server must be
/// alive, answer somebody else, and have given its memory back.
final class Soak implements AutoCloseable {
    private static final int INCIDENTS = 1_000;
    private static final int TEXT = 100_000;
    /// What may stay in the heap after a full collection, whatever came before: more means that something is kept.
    private static final long FLAT_MEGABYTES = 150;
    private static final Pattern USED = Pattern.compile("used (\\d+)K");

    private final BenchOptions options;
    private final PrintStream out;
    private final PrintStream progress;
    private final Started started = new Started();

    /// @param out for the table
    /// @param progress for what a person wants to see in between
    public Soak(BenchOptions options, PrintStream out, PrintStream progress) {
        this.options = options;
        this.out = out;
        this.progress = progress;
        Runtime.getRuntime().addShutdownHook(new Thread(started::close, "end-soak"));
    }

    /// The names of the attacks.
    public static List<String> names() {
        return Attacks.NAMES;
    }

    /// Attacks, and prints what came of it.
    ///
    /// @return whether the server held
    /// @throws StartupFailure in one line, when there is nothing to attack
    public boolean run() {
        var folder = options.folder().resolve("soak");
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new StartupFailure("%s cannot be made: %s".formatted(folder, e), e);
        }
        var postgres = EmbeddedPostgres.start(folder, "blotter bench --soak");
        started.add(postgres);
        var database = postgres.settings(2);
        Bench.renew(database);
        progress.printf("Loading %,d incidents with the longest texts there may be …%n", INCIDENTS);
        Migrations.migrate(database);
        Map<String, blotter.people.authentication.ServiceAccounts.Credentials> accounts;
        try (var pool = Database.open(database)) {
            var register = new RegisterStore(pool);
            register.loadTexts(INCIDENTS, TEXT);
            accounts = Map.of(
                    Attacks.EDITOR, register.serviceAccount(RegisterStore.LARGE, Role.EDITOR),
                    Attacks.VIEWER, register.serviceAccount(RegisterStore.LARGE, Role.VIEWER));
        }
        var service = Service.start(options, database, started);
        var attacks = new Attacks(service.port(), new ServiceClient(service.port(), accounts), INCIDENTS, TEXT);
        out.printf("%-22s %-10s %8s %8s %8s  %s%n", "attack", "held", "seconds", "heap MB", "RSS MB", "answers");
        progress.println(
                "Held: the server lives, serves others, and has given its memory back. Attacks that are refused (400,"
                        + " 413, 503) are as good as ones that are served. The server's log: "
                        + options.folder().resolve("service.log"));
        boolean held = true;
        for (var name : Attacks.NAMES) {
            if (!options.selects(name)) {
                continue;
            }
            progress.printf("  %s …%n", name);
            held &= attack(name, attacks, service);
            if (!service.process().isAlive()) {
                service = Service.start(options, database, started);
                attacks = new Attacks(service.port(), new ServiceClient(service.port(), accounts), INCIDENTS, TEXT);
            }
        }
        return held;
    }

    private boolean attack(String name, Attacks attacks, Service service) {
        long begun = System.nanoTime();
        var answers = attacks.run(name);
        double seconds = (System.nanoTime() - begun) / 1e9;
        var verdict = verdict(attacks, service);
        long heap = verdict.equals("yes") ? heapMegabytes(service) : -1;
        if (heap > FLAT_MEGABYTES) {
            verdict = "grown";
        }
        var resident = service.residentMegabytes();
        out.printf(
                Locale.ROOT,
                "%-22s %-10s %8.1f %8d %8.0f  %s%n",
                name,
                verdict,
                seconds,
                heap,
                resident == null ? -1 : resident,
                answers);
        return verdict.equals("yes");
    }

    private static String verdict(Attacks attacks, Service service) {
        try {
            // A JVM that ends for want of memory takes a moment.
            if (service.process().waitFor(500, TimeUnit.MILLISECONDS)) {
                return "ended";
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
        return attacks.othersAreServed() ? "yes" : service.process().isAlive() ? "unserved" : "ended";
    }

    /// What the heap holds once all that can be collected is.
    private static long heapMegabytes(Service service) {
        jcmd(service, "GC.run");
        var used = USED.matcher(jcmd(service, "GC.heap_info"));
        long kilobytes = 0;
        // The young and the old generation come first; what is of classes stands behind them.
        for (int i = 0; i < 2 && used.find(); i++) {
            kilobytes += Long.parseLong(used.group(1));
        }
        return kilobytes / 1024;
    }

    private static String jcmd(Service service, String command) {
        try {
            var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
            var process = new ProcessBuilder(
                            jcmd, Long.toString(service.process().pid()), command)
                    .redirectErrorStream(true)
                    .start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new StartupFailure("jcmd of the JDK is needed: " + e.getMessage(), e);
        }
    }

    /// Ends whatever was started.
    @Override
    public void close() {
        started.close();
    }
}
