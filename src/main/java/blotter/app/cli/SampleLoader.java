package blotter.app.cli;

import blotter.platform.database.Database;
import java.io.PrintStream;

/// The sample register of `blotter demo`.
interface SampleLoader {
    boolean isLoaded(Database database);

    /// @param incidents the number of incidents
    DemoCredentials load(Database database, int incidents, PrintStream progress);

    /// Creates new credentials for a loaded sample whose credentials file is gone.
    DemoCredentials renew(Database database);
}
