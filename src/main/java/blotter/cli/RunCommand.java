package blotter.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Serves the register until it is stopped with Ctrl-C.")
final class RunCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final Parts parts;

    @Mixin
    private ServerOptions options = new ServerOptions();

    RunCommand(Terminal terminal, Parts parts) {
        this.terminal = terminal;
        this.parts = parts;
    }

    @Override
    public Integer call() {
        var settings = terminal.settings();
        var data = options.data(settings, "run");
        var address = options.address(settings);
        options.check(settings);
        address.check();
        var register = Register.start(settings, data, "blotter run", terminal.err());
        var server = new HttpServer(address, register);
        boolean isNew;
        try (var database = register.open()) {
            isNew = !parts.administration().apply(database).hasOrganization();
        }
        return server.serve(() -> {
            Uptime.print(terminal.out(), address);
            if (isNew) {
                printFirstSteps(settings, data);
            }
        });
    }

    private void printFirstSteps(Settings settings, Path data) {
        boolean isUsual =
                data.equals(settings.existingData()) || settings.ownDatabase().isPresent();
        var admin = "  ./blotter admin %s create" + (isUsual ? "" : " --data '" + data.toAbsolutePath() + "'");
        terminal.out()
                .printf(
                        """

                        There is no organization yet. Make one and its first Admin in another terminal:
                        %s --name 'Example Ltd' --slug example
                        %s --organization example --email you@example.com \\
                            --first-name Ada --last-name Lovelace --role Admin
                        and an id and secret for a program:
                        %s --organization example --name 'My script' --role Editor
                        """,
                        admin.formatted("organization"), admin.formatted("user"), admin.formatted("service-account"));
    }
}
