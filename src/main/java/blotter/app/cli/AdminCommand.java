package blotter.app.cli;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "admin",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Administrative commands. They work with or without a running server.")
final class AdminCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    static CommandLine commandLine(Terminal terminal, Parts parts) {
        var commands = new TreeMap<String, List<Object>>(Map.of(
                "audit", List.of(new VerifyAuditLog(terminal, parts)),
                "secret-key", List.of(new RotateSecretKey(terminal)),
                "organization", List.of(new CreateOrganization(terminal, parts)),
                "service-account",
                        List.of(
                                new CreateServiceAccount(terminal, parts),
                                new ListServiceAccounts(terminal, parts),
                                new RotateSecret(terminal, parts),
                                new ChangeServiceAccount.Change(terminal, parts),
                                new ChangeServiceAccount.Disable(terminal, parts),
                                new ChangeServiceAccount.Enable(terminal, parts),
                                new ChangeServiceAccount.Delete(terminal, parts)),
                "user", List.of(new CreateUser(terminal, parts))));
        var admin = new CommandLine(new AdminCommand());
        commands.forEach((noun, verbs) -> {
            var command = new CommandLine(new Noun());
            verbs.forEach(command::addSubcommand);
            admin.addSubcommand(noun, command);
        });
        return admin;
    }

    @Override
    public void run() {
        throw missing(spec);
    }

    private static ParameterException missing(CommandSpec spec) {
        return new ParameterException(
                spec.commandLine(),
                "a command is missing (expected: %s)"
                        .formatted(
                                String.join(", ", List.copyOf(spec.subcommands().keySet()))));
    }

    @Command(mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND")
    static final class Noun implements Runnable {
        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public void run() {
            throw missing(spec);
        }
    }
}
