package blotter.app.cli;

import blotter.people.organization.Slug;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(name = "create", mixinStandardHelpOptions = true, description = "Creates an organization.")
final class CreateOrganization implements Runnable {
    private final Terminal terminal;
    private final Parts parts;

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Mixin
    private AdminOptions options = new AdminOptions();

    @Option(names = "--name", required = true, paramLabel = "NAME", description = "the name for display")
    private String name = "";

    @Option(
            names = "--slug",
            paramLabel = "SLUG",
            description = "the short name for commands (default: derived from the name)")
    private @Nullable String slug;

    CreateOrganization(Terminal terminal, Parts parts) {
        this.terminal = terminal;
        this.parts = parts;
    }

    @Override
    public void run() {
        var title = Texts.notBlank(command, "--name", name);
        var requested = slug(title);
        var created = options.workOrCreate(
                terminal, parts, "organization create", register -> register.createOrganization(requested, title));
        if (options.isJson()) {
            var result = new TreeMap<String, String>();
            result.put("id", created.id());
            result.put("name", created.name());
            result.put("slug", created.slug());
            options.printJson(terminal, result);
        } else {
            terminal.out().printf("Created organization '%s' with the slug '%s'.%n", created.name(), created.slug());
        }
    }

    private String slug(String title) {
        var requested = slug != null ? slug : Slug.fromName(title);
        if (!requested.matches(Slug.FORM)) {
            throw new ParameterException(
                    command.commandLine(),
                    "--slug: %s (expected: 1 to 63 lower-case letters a to z, digits and hyphens)"
                            .formatted(slug != null ? slug : "none can be derived from the name"));
        }
        return requested;
    }
}
