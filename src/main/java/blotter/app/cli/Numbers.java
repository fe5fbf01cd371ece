package blotter.app.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/// Whole numbers on the command line and in the environment.
final class Numbers {
    private Numbers() {}

    static int between(CommandSpec command, String name, String text, int least, int most) {
        try {
            int number = Integer.parseInt(text.strip());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Reported below.
        }
        throw new ParameterException(
                command.commandLine(), "%s: %s (expected: %d to %d)".formatted(name, text, least, most));
    }
}
