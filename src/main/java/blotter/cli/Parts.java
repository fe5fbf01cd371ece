package blotter.cli;

import blotter.database.Database;
import java.util.function.Function;

/// The rest of Blotter, as far as the command line needs it.
record Parts(Function<Database, Administration> administration, SampleLoader sample) {

    /// What `main` runs with. This is the one place that knows the classes behind the interfaces.
    static Parts real() {
        return new Parts(database -> new NotYet(), new NotYet());
    }
}
