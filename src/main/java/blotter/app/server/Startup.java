package blotter.app.server;

import blotter.people.audit.Sealing;
import blotter.people.authentication.AccessTokens;
import blotter.people.sso.SingleSignOn;
import blotter.platform.database.Announcements;
import blotter.platform.database.Database;
import blotter.platform.http.ConnectionLimits;
import blotter.platform.http.PublicAddress;
import blotter.platform.mail.Outbox;
import blotter.platform.schedule.Schedule;
import blotter.register.feed.Feed;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;

/// Creates objects at startup that the first request would otherwise create on the event loop. A failure prevents
/// the start.
@Singleton
class Startup {
    void start(
            @Observes StartupEvent start,
            Database database,
            Announcements announcements,
            AccessTokens tokens,
            PublicAddress address,
            Optional<SingleSignOn> sso,
            Outbox outbox,
            Sealing sealing,
            ConnectionLimits connections,
            Feed feed,
            Schedule schedule) {
        // All of the above have registered their work.
        schedule.start();
    }

    /// Before the pool of connections is closed, which the work needs.
    void stop(@Observes ShutdownEvent stop, Schedule schedule) {
        schedule.close();
    }
}
