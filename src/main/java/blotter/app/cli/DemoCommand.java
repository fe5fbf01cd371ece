package blotter.app.cli;

import blotter.app.cli.ServerOptions.HttpAddress;
import blotter.platform.database.Database;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Serves a sample register, and prints how to sign in and what to try.")
final class DemoCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final Parts parts;

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Mixin
    private ServerOptions options = new ServerOptions();

    @Option(
            names = "--incidents",
            paramLabel = "N",
            defaultValue = "600",
            description = "how many incidents the sample has (default: 600); only the first start loads it")
    private String incidents = "600";

    DemoCommand(Terminal terminal, Parts parts) {
        this.terminal = terminal;
        this.parts = parts;
    }

    @Override
    public Integer call() {
        var times = StartTimes.sinceTheJvmBegan();
        var settings = terminal.settings();
        int count = Numbers.between(command, "--incidents", incidents, 1, 10_000_000);
        var data = options.data(settings, "demo");
        var address = options.address(settings);
        options.check(settings);
        address.check();
        var register = Register.start(settings, data, "blotter demo", terminal.err(), times);
        var server = new HttpServer(address, register);
        DemoCredentials credentials;
        try (var database = register.open()) {
            SecretKeyFile.of(settings, data).prepare(database);
            credentials = loadOnce(database, count, data.resolve(DemoCredentials.FILE));
        }
        times.over("sample");
        return server.serve(() -> {
            times.print(terminal.out(), address);
            printWelcome(credentials, address);
        });
    }

    private DemoCredentials loadOnce(Database database, int count, Path file) {
        var sample = parts.sample();
        if (sample.isLoaded(database)) {
            var stored = DemoCredentials.read(file);
            if (stored.isPresent()) {
                return stored.get();
            }
            var renewed = sample.renew(database);
            renewed.write(file);
            return renewed;
        }
        terminal.err().printf("Loading a sample register of %,d incidents …%n", count);
        var credentials = sample.load(database, count, terminal.err());
        credentials.write(file);
        return credentials;
    }

    private void printWelcome(DemoCredentials credentials, HttpAddress address) {
        terminal.out()
                .printf(
                        """

                        Sign in as        %s   password: %s
                        Service account   id: %s   secret: %s

                        Get a token, and change three incidents with one call:

                        TOKEN=$(curl -s %s/api/v1/oauth/token \\
                          -d grant_type=client_credentials -d client_id=%s -d client_secret=%s \\
                          | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')
                        curl -s -X PATCH %s/api/v1/incidents \\
                          -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \\
                          -d '{"ids": ["INC-00001", "INC-00002", "INC-00003"], "status": "Review", "tags": ["triaged"]}'

                        """,
                        credentials.email(),
                        credentials.password(),
                        credentials.clientId(),
                        credentials.clientSecret(),
                        address.url(),
                        credentials.clientId(),
                        credentials.clientSecret(),
                        address.url());
    }
}
