package blotter.server;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.util.Optional;

/// The server's settings. An unknown one under `blotter.` or a bad value stops the start.
@ConfigMapping(prefix = "blotter")
public interface Settings {
    Database database();

    Bulk bulk();

    /// The project's folder, as the launcher says it.
    Optional<String> home();

    /// Where the PostgreSQL is.
    interface Database {
        String url();

        String user();

        String password();

        /// Connections to keep.
        @WithDefault("20")
        @WithName("pool-size")
        int poolSize();
    }

    /// What one call may ask for.
    interface Bulk {
        /// Different ids in one call, at most.
        @WithDefault("1000")
        @WithName("max-ids")
        int maxIds();
    }
}
