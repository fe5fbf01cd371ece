package blotter.app.cli;

import blotter.platform.database.Announcements;
import blotter.platform.database.Database;
import blotter.tools.sample.SampleLoader.Credentials;
import java.io.PrintStream;
import java.time.Clock;
import java.util.function.Function;

/// The dependencies of the command line, which tests replace.
record Parts(Function<Database, Administration> administration, SampleLoader sample) {

    /// The real implementations.
    static Parts real() {
        return new Parts(RegisterAdministration::new, new Sample());
    }

    private static final class Sample implements SampleLoader {
        private static blotter.tools.sample.SampleLoader loader(Database database) {
            return new blotter.tools.sample.SampleLoader(database, new Announcements(database), Clock.systemUTC());
        }

        private static DemoCredentials credentials(Credentials made) {
            return new DemoCredentials(made.email(), made.password(), made.clientId(), made.clientSecret());
        }

        @Override
        public boolean isLoaded(Database database) {
            return loader(database).isLoaded();
        }

        @Override
        public DemoCredentials load(Database database, int incidents, PrintStream progress) {
            return credentials(loader(database).load(incidents, progress));
        }

        @Override
        public DemoCredentials renew(Database database) {
            return credentials(loader(database).renew());
        }
    }
}
