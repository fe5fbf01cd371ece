package blotter.app.cli;

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
        var times = StartTimes.sinceTheJvmBegan();
        var settings = terminal.settings();
        var data = options.data(settings, "run");
        var address = options.address(settings);
        options.check(settings);
        address.check();
        var register = Register.start(settings, data, "blotter run", terminal.err(), times);
        var server = new HttpServer(address, register);
        String token;
        try (var database = register.open()) {
            SecretKeyFile.of(settings, data).prepare(database);
            token = parts.administration().apply(database).setupToken();
        }
        times.over("first look");
        return server.serve(() -> {
            times.print(terminal.out(), address);
            if (token != null) {
                var url = settings.variable("BLOTTER_PUBLIC_URL")
                        .map(given -> given.replaceAll("/+$", ""))
                        .orElse(address.url());
                printFirstSteps(settings, data, url + "/link/" + token);
            }
        });
    }

    private void printFirstSteps(Settings settings, Path data, String link) {
        boolean isUsual =
                data.equals(settings.existingData()) || settings.ownDatabase().isPresent();
        var admin = "  ./blotter admin %s create" + (isUsual ? "" : " --data '" + data.toAbsolutePath() + "'");
        terminal.out()
                .printf(
                        """

                        There is no organization yet. Create one and its first Admin with this link, which works once and
                        for 24 hours (each start creates a new one):
                          %s
                        or in another terminal:
                        %s --name 'Example Ltd' --slug example
                        %s --organization example --email you@example.com \\
                            --first-name Ada --last-name Lovelace --role Admin
                        and an id and secret for a program:
                        %s --organization example --name 'My script' --role Editor
                        """,
                        link,
                        admin.formatted("organization"),
                        admin.formatted("user"),
                        admin.formatted("service-account"));
    }
}
