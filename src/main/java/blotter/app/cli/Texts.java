package blotter.app.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/// Texts on the command line.
final class Texts {
    private Texts() {}

    static String notBlank(CommandSpec command, String name, String text) {
        if (text.isBlank()) {
            throw new ParameterException(command.commandLine(), "%s: '%s' (expected: a text)".formatted(name, text));
        }
        return text.strip();
    }
}
