package blotter.app.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "blotter",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.Provider.class,
        description = "The security incident register that a security team runs itself.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "BLOTTER_DATABASE_URL, BLOTTER_DATABASE_USER and BLOTTER_DATABASE_PASSWORD select your own PostgreSQL (15 to",
            "18) instead of the embedded one."
        })
final class Blotter implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "a command is missing (expected: run, demo, admin or version)");
    }
}
