package blotter.app.cli;

import blotter.platform.database.StartupFailure;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.List;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// The command line. Exit status 0: success, 1: failure, 2: invalid arguments, 130 and 143: stopped by a signal.
/// Errors are one line on standard error.
@QuarkusMain
public final class Main {
    // Held, because a logger without references is collected and loses its level.
    private static final List<Logger> QUIET =
            List.of(Logger.getLogger("org.flywaydb"), Logger.getLogger("com.zaxxer.hikari"));

    Main() {}

    /// Runs the command, and exits.
    public static void main(String... args) {
        // Comes first. The user's locale would put its digits and calendar into cookies, headers, ids and dates.
        Locale.setDefault(Locale.ROOT);
        QUIET.forEach(logger -> logger.setLevel(Level.WARNING));
        System.exit(commandLine(Terminal.system(), Parts.real()).execute(args));
    }

    static CommandLine commandLine(Terminal terminal, Parts parts) {
        var commandLine = new CommandLine(new Blotter())
                .addSubcommand(new RunCommand(terminal, parts))
                .addSubcommand(new DemoCommand(terminal, parts))
                .addSubcommand(AdminCommand.commandLine(terminal, parts))
                .addSubcommand(new VersionCommand(terminal));
        return commandLine
                .setOut(terminal.outWriter())
                .setErr(terminal.errWriter())
                .setUsageHelpWidth(110)
                .setUsageHelpAutoWidth(false)
                .setParameterExceptionHandler((e, args) -> invalidArguments(e, terminal))
                .setExecutionExceptionHandler((e, command, result) -> failed(e, terminal));
    }

    private static int invalidArguments(ParameterException e, Terminal terminal) {
        var command = e.getCommandLine();
        var what = e instanceof UnmatchedArgumentException unmatched
                ? "%s: not known%s".formatted(unmatched.getUnmatched().getFirst(), suggestion(unmatched))
                : e.getMessage();
        terminal.error(what);
        terminal.err()
                .println("Try: %s --help".formatted(command.getCommandSpec().qualifiedName()));
        return CommandLine.ExitCode.USAGE;
    }

    private static String suggestion(UnmatchedArgumentException e) {
        var suggestions = e.getSuggestions();
        return suggestions.isEmpty() ? "" : " (did you mean: %s?)".formatted(String.join(", ", suggestions));
    }

    private static int failed(Exception e, Terminal terminal) throws Exception {
        if (e instanceof StartupFailure || e instanceof Refused) {
            terminal.error(e.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
        throw e;
    }
}
