package blotter.server;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithName;
import java.util.Optional;
import java.util.OptionalInt;

/// The server's settings. An unknown one under `blotter.` or a bad value stops the start; an empty one is one that is
/// not set.
@ConfigMapping(prefix = "blotter")
public interface Settings {
    Database database();

    Bulk bulk();

    /// The project's folder, as the launcher says it.
    Optional<String> home();

    /// What people call this server: `https://register.example.com`.
    @WithName("public-url")
    Optional<String> publicUrl();

    /// Where the PostgreSQL is.
    interface Database {
        String url();

        /// Empty when the URL says it.
        Optional<String> user();

        /// Empty when the URL says it, or none is needed.
        Optional<String> password();

        /// Connections to keep.
        @WithName("pool-size")
        OptionalInt poolSize();
    }

    /// What one call may ask for.
    interface Bulk {
        /// Different ids in one call, at most.
        @WithName("max-ids")
        OptionalInt maxIds();
    }
}
