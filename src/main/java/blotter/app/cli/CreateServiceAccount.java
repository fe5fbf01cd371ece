package blotter.app.cli;

import blotter.app.cli.Administration.AccountContent;
import java.time.Clock;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "create",
        mixinStandardHelpOptions = true,
        description = "Creates a service account, and prints its client id and secret. The secret is shown only once.")
final class CreateServiceAccount implements Runnable {
    private final Terminal terminal;
    private final Parts parts;

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Mixin
    private AdminOptions options = new AdminOptions();

    @Mixin
    private AccountOptions account = new AccountOptions();

    @Option(names = "--organization", required = true, paramLabel = "SLUG", description = "the organization")
    private String organization = "";

    @Option(names = "--name", required = true, paramLabel = "NAME", description = "a name that tells its purpose")
    private String name = "";

    @Option(
            names = "--role",
            required = true,
            paramLabel = "ROLE",
            converter = Roles.class,
            description =
                    "Admin, Editor, Viewer, incident-editor, incident-viewer, risk-editor or risk-viewer; repeatable")
    private List<String> roles = List.of();

    CreateServiceAccount(Terminal terminal, Parts parts) {
        this.terminal = terminal;
        this.parts = parts;
    }

    @Override
    public void run() {
        var title = Texts.notBlank(command, "--name", name);
        var content = new AccountContent(
                title, roles, account.allowlist(command), account.expiry(command, Clock.systemUTC()));
        var created = options.work(
                terminal,
                parts,
                "service-account create",
                register -> register.createServiceAccount(organization, content));
        options.printSecret(
                terminal, created, "Created service account '%s'. The secret is not shown again.".formatted(title));
    }
}
