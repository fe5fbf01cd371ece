package blotter.app.cli;

import java.util.Objects;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

@Command(name = "version", mixinStandardHelpOptions = true, description = "Prints the version.")
final class VersionCommand implements Runnable {
    private final Terminal terminal;

    VersionCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        terminal.out().println(Provider.version());
    }

    static final class Provider implements IVersionProvider {
        static String version() {
            var version = VersionCommand.class.getPackage().getImplementationVersion();
            return "blotter " + Objects.requireNonNullElse(version, "(not packaged)");
        }

        @Override
        public String[] getVersion() {
            return new String[] {version()};
        }
    }
}
