package blotter.cli;

import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What is done with a service account without an answer.
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
            name = "disable",
            mixinStandardHelpOptions = true,
            description = "Lets a service account in no more, from its next request on.")
    static final class Disable extends ChangeServiceAccount {
        Disable(Terminal terminal, Parts parts) {
            super(terminal, parts);
        }

        @Override
        public void run() {
            work("disable", register -> register.setActive(organization(), account(), false), "is disabled");
        }
    }

    @Command(name = "enable", mixinStandardHelpOptions = true, description = "Lets a service account in again.")
    static final class Enable extends ChangeServiceAccount {
        Enable(Terminal terminal, Parts parts) {
            super(terminal, parts);
        }

        @Override
        public void run() {
            work("enable", register -> register.setActive(organization(), account(), true), "is let in again");
        }
    }

    @Command(
            name = "delete",
            mixinStandardHelpOptions = true,
            description = "Deletes a service account. Its name stays in what it did.")
    static final class Delete extends ChangeServiceAccount {
        Delete(Terminal terminal, Parts parts) {
            super(terminal, parts);
        }

        @Override
        public void run() {
            work("delete", register -> register.deleteServiceAccount(organization(), account()), "is deleted");
        }
    }
}
