package blotter.app.cli;

import blotter.platform.database.Database;
import java.io.PrintStream;

/// The sample register of `blotter demo`.
interface SampleLoader {
    /// Whether the database has it already.
    boolean isLoaded(Database database);

    /// Loads it.
    ///
    /// @param incidents how many
    /// @param progress for lines about how far it is
    DemoCredentials load(Database database, int incidents, PrintStream progress);

    /// New secrets for what is loaded already: the file with the first ones is gone.
    DemoCredentials renew(Database database);
}
