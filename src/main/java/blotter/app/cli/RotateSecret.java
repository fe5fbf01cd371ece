package blotter.app.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "rotate",
        mixinStandardHelpOptions = true,
        description = {
            "Creates a new secret for a service account, and shows it once. Without --overlap, the old secret and all tokens",
            "become invalid at once."
        })
final class RotateSecret implements Runnable {
    private static final int LONGEST_OVERLAP = 7 * 24 * 60 * 60;

    private final Terminal terminal;
    private final Parts parts;

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Mixin
    private AdminOptions options = new AdminOptions();

    @Option(names = "--organization", required = true, paramLabel = "SLUG", description = "the organization")
    private String organization = "";

    @Option(
            names = "--overlap",
            paramLabel = "SECONDS",
            description = "how long the old secret remains valid (default: 0; at most a week)")
    private String overlap = "0";

    @Parameters(paramLabel = "ACCOUNT", description = "its name, or its client id")
    private String account = "";

    RotateSecret(Terminal terminal, Parts parts) {
        this.terminal = terminal;
        this.parts = parts;
    }

    @Override
    public void run() {
        int seconds = Numbers.between(command, "--overlap", overlap, 0, LONGEST_OVERLAP);
        var created = options.work(
                terminal,
                parts,
                "service-account rotate",
                register -> register.rotateSecret(organization, account, seconds));
        options.printSecret(terminal, created, "The new secret is not shown again.");
    }
}
