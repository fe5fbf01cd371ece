package blotter.app.cli;

import blotter.app.cli.Administration.AccountContent;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Commands that change an existing service account.
abstract class ChangeServiceAccount implements Runnable {
    private final Terminal terminal;
    private final Parts parts;

    @Mixin
    private AdminOptions options = new AdminOptions();

    @Option(names = "--organization", required = true, paramLabel = "SLUG", description = "the organization")
    private String organization = "";

    @Parameters(paramLabel = "ACCOUNT", description = "its name, or its client id")
    private String account = "";

    private ChangeServiceAccount(Terminal terminal, Parts parts) {
        this.terminal = terminal;
        this.parts = parts;
    }

    final String organization() {
        return organization;
    }

    final String account() {
        return account;
    }

    final void work(String command, Consumer<Administration> work, String done) {
        options.work(terminal, parts, "service-account " + command, register -> {
            work.accept(register);
            return account;
        });
        if (!options.isJson()) {
            terminal.out().printf("Service account '%s' %s.%n", account, done);
        }
    }

    @Command(
            name = "change",
            mixinStandardHelpOptions = true,
            description = {
                "Changes name, roles, allowlist or expiry of a service account, with effect from its next request."
            })
    static final class Change extends ChangeServiceAccount {
        @Spec
        private CommandSpec command = CommandSpec.create();

        @Mixin
        private AccountOptions options = new AccountOptions();

        @Option(names = "--name", paramLabel = "NAME", description = "its new name")
        private @Nullable String name;

        @Option(
                names = "--role",
                paramLabel = "ROLE",
                converter = Roles.class,
                description = "a role; replaces all its roles; repeatable")
        private @Nullable List<String> roles;

        Change(Terminal terminal, Parts parts) {
            super(terminal, parts);
        }

        @Override
        public void run() {
            var content = new AccountContent(
                    name == null ? null : Texts.notBlank(command, "--name", name),
                    roles,
                    options.allowlist(command),
                    options.expiry(command, Clock.systemUTC()));
            if (content.equals(new AccountContent(null, null, null, null))) {
                throw new ParameterException(
                        command.commandLine(), "nothing to change (expected: --name, --role, --allow or --expires)");
            }
            work(
                    "change",
                    register -> register.changeServiceAccount(organization(), account(), content),
                    "was changed");
        }
    }

    @Command(
            name = "disable",
            mixinStandardHelpOptions = true,
            description = "Disables a service account, with effect from its next request.")
    static final class Disable extends ChangeServiceAccount {
        Disable(Terminal terminal, Parts parts) {
            super(terminal, parts);
        }

        @Override
        public void run() {
            work("disable", register -> register.setActive(organization(), account(), false), "was disabled");
        }
    }

    @Command(name = "enable", mixinStandardHelpOptions = true, description = "Enables a disabled service account.")
    static final class Enable extends ChangeServiceAccount {
        Enable(Terminal terminal, Parts parts) {
            super(terminal, parts);
        }

        @Override
        public void run() {
            work("enable", register -> register.setActive(organization(), account(), true), "was enabled");
        }
    }

    @Command(
            name = "delete",
            mixinStandardHelpOptions = true,
            description = "Deletes a service account. Its name remains in past changes.")
    static final class Delete extends ChangeServiceAccount {
        Delete(Terminal terminal, Parts parts) {
            super(terminal, parts);
        }

        @Override
        public void run() {
            work("delete", register -> register.deleteServiceAccount(organization(), account()), "was deleted");
        }
    }
}
