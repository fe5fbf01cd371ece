package blotter.cli;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/// The command line.
@QuarkusMain
public final class Main {
    Main() {}

    /// Runs the command.
    public static void main(String... args) {
        Quarkus.run(args);
    }
}
