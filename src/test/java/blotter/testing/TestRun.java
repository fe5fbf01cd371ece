package blotter.testing;

import java.io.File;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// `./blotter test`: runs all suites and prints the sum of their results as the last line. The launcher starts this
/// as a source file, before anything is compiled, so it uses nothing but the JDK. Surefire, Vitest and Node's test
/// runner all report in JUnit's XML.
public final class TestRun {
    // What Maven says about tests as they run, and its errors.
    private static final Pattern PROGRESS =
            Pattern.compile("^\\[(INFO|ERROR|WARNING)\\] (Running|Tests run:.* -- in )|^\\[ERROR\\]");
    // XML forbids them, but failures may quote them.
    private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f]");

    private static final String REPORT = "{report}";

    private final Path root;
    private final Path target;
    private final Path log;
    private Result sum = new Result(0, List.of(), List.of());

    private TestRun(Path root) {
        this.root = root;
        this.target = root.resolve("target");
        this.log = target.resolve("test.log");
    }

    /// What a suite reported.
    ///
    /// @param skipped each skipped test, with the reason
    /// @param failures each failed test, with its error
    record Result(int tests, List<String> skipped, List<String> failures) {
        private static final Result PASSED = new Result(1, List.of(), List.of());

        private static Result failed(String failure) {
            return new Result(1, List.of(), List.of(failure));
        }

        Result plus(Result other) {
            return new Result(tests + other.tests, both(skipped, other.skipped), both(failures, other.failures));
        }

        private static List<String> both(List<String> first, List<String> second) {
            return Stream.concat(first.stream(), second.stream()).toList();
        }

        String line() {
            int passed = tests - failures.size() - skipped.size();
            return "%d passed, %d failed, %d skipped".formatted(passed, failures.size(), skipped.size());
        }
    }

    /// Ends the process: with 0 if no test failed.
    public static void main(String... arguments) throws IOException, InterruptedException {
        var run = new TestRun(Path.of(System.getProperty("blotter.home", "")).toAbsolutePath());
        run.all(List.of(arguments));
        System.out.println(run.sum.line());
        System.exit(run.sum.failures.isEmpty() ? 0 : 1);
    }

    private void all(List<String> arguments) throws IOException, InterruptedException {
        var maven = new ArrayList<String>();
        var screenshots = "";
        boolean page = true;
        for (var argument : arguments) {
            if (argument.equals("--screenshots")) {
                screenshots = target.resolve("screenshots").toString();
            } else if (argument.startsWith("--screenshots=")) {
                screenshots = Path.of(argument.substring(argument.indexOf('=') + 1))
                        .toAbsolutePath()
                        .toString();
            } else {
                maven.add(argument);
                // It selects tests of the server.
                page &= !argument.startsWith("-Dtest=");
            }
        }
        Files.createDirectories(target);
        Files.writeString(log, "");
        server(maven);
        if (page) {
            page(screenshots);
        }
    }

    private void server(List<String> arguments) throws IOException, InterruptedException {
        var folder = target.resolve("surefire-reports");
        for (var report : reports(folder)) {
            Files.delete(report);
        }
        // Not "package", which would replace the files of a running server.
        var command = new ArrayList<>(List.of("mvn", "-B", "-ntp", "test"));
        command.addAll(arguments);
        var process = new ProcessBuilder(command)
                .directory(root.toFile())
                .redirectErrorStream(true)
                .start();
        try (var output = process.inputReader(StandardCharsets.UTF_8);
                var copy = Files.newBufferedWriter(log, StandardOpenOption.APPEND)) {
            for (var line = output.readLine(); line != null; line = output.readLine()) {
                copy.write(line);
                copy.newLine();
                copy.flush();
                if (PROGRESS.matcher(line).find()) {
                    System.out.println(line);
                }
            }
        }
        var result = result("the server's tests", process.waitFor(), reports(folder));
        add(result);
        // Maven has shown the rest.
        result.failures.forEach(failure -> say(failure.lines().findFirst().orElseThrow()));
    }

    private static List<Path> reports(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.newDirectoryStream(folder, "TEST-*.xml")) {
            var reports = new ArrayList<Path>();
            files.forEach(reports::add);
            return reports;
        }
    }

    private void page(String screenshots) throws IOException, InterruptedException {
        if (!isInstalled("npm")) {
            say(
                    "npm was not found (apt install npm · dnf install nodejs-npm · brew install node); skipping the page's tests");
            add(new Result(4, List.of("tests", "type check", "style check", "browser tests"), List.of()));
            return;
        }
        // Builds the page and the server that the browser tests start.
        var build = new ProcessBuilder(root.resolve("blotter").toString(), "version")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (build.waitFor() != 0 || run(Map.of(), "npm", "run", "--silent", "api") != 0) {
            addAndShow(Result.failed("the build of the page failed; see target/build.log and target/test.log"));
            return;
        }
        suite(
                "the page's tests",
                "page-tests.xml",
                Map.of(),
                "npx",
                "vitest",
                "run",
                "--reporter=default",
                "--reporter=junit",
                "--outputFile.junit=" + REPORT);
        check("the page's type check", "npx", "tsc");
        check("the page's style check", "npx", "biome", "check", ".");
        suite(
                "the browser tests",
                "browser-tests.xml",
                Map.of("SCREENSHOTS", screenshots),
                "node",
                "--test",
                "--test-reporter=spec",
                "--test-reporter-destination=stdout",
                "--test-reporter=junit",
                "--test-reporter-destination=" + REPORT,
                "e2e/");
        if (!screenshots.isEmpty()) {
            say("Pictures of every page are in " + screenshots);
        }
    }

    private static boolean isInstalled(String program) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /// Runs a suite of the page that writes its report to this file in the build's folder.
    private void suite(String name, String report, Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        System.err.println("Running " + name);
        var file = target.resolve(report);
        Files.deleteIfExists(file);
        int status = run(
                environment,
                Arrays.stream(command)
                        .map(word -> word.replace(REPORT, file.toString()))
                        .toArray(String[]::new));
        addAndShow(result(name, status, Files.exists(file) ? List.of(file) : List.of()));
    }

    /// Runs a check of the page, which counts as a single test.
    private void check(String name, String... command) throws IOException, InterruptedException {
        System.err.println("Running " + name);
        addAndShow(run(Map.of(), command) == 0 ? Result.PASSED : Result.failed(name + " failed; see target/test.log"));
    }

    private int run(Map<String, String> environment, String... command) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command)
                .directory(root.resolve("web").toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        return builder.start().waitFor();
    }

    private void add(Result result) {
        sum = sum.plus(result);
    }

    private void addAndShow(Result result) {
        add(result);
        result.skipped.forEach(TestRun::say);
        result.failures.forEach(TestRun::say);
    }

    private static void say(String line) {
        System.err.println("blotter: " + line);
    }

    /// Adds up a suite's reports. A suite that crashed, or reported nothing, counts as a failed test.
    static Result result(String name, int status, List<Path> reports) {
        var result = new Result(0, List.of(), List.of());
        for (var report : reports) {
            try {
                result = result.plus(read(Files.readString(report)));
            } catch (XMLStreamException e) {
                result = result.plus(Result.failed("%s is incomplete: %s".formatted(report, e.getMessage())));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        if (result.tests == 0 || (status != 0 && result.failures.isEmpty())) {
            return result.plus(Result.failed(name + " did not finish; see target/test.log"));
        }
        return result;
    }

    private static Result read(String report) throws XMLStreamException {
        var factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        var xml = factory.createXMLStreamReader(
                new StringReader(CONTROL.matcher(report).replaceAll("")));
        int tests = 0;
        var name = "";
        boolean failed = false;
        var skipped = new ArrayList<String>();
        var failures = new ArrayList<String>();
        while (xml.hasNext()) {
            if (xml.next() != XMLStreamReader.START_ELEMENT) {
                continue;
            }
            switch (xml.getLocalName()) {
                case "testcase" -> {
                    tests++;
                    name = xml.getAttributeValue(null, "name");
                    failed = false;
                }
                case "failure", "error" -> {
                    var error = xml.getElementText().strip();
                    // One test may report several.
                    if (!failed) {
                        failures.add(name + " failed: " + error);
                    }
                    failed = true;
                }
                case "skipped" -> skipped.add(name + " skipped: " + xml.getAttributeValue(null, "message"));
                default -> {}
            }
        }
        return new Result(tests, skipped, failures);
    }
}
