package blotter.platform.database;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.postgresql.PGConnection;

/// Tells every node what of an organization changed (PostgreSQL's NOTIFY), so that what they keep in memory stays true.
public final class Announcements implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger("blotter.database");
    private static final String CHANNEL = "blotter";
    private static final int WAIT_MILLIS = 5_000;

    private final Database.Settings settings;
    private final Map<String, List<OrganizationCache<?>>> caches = new ConcurrentHashMap<>();
    private final Thread listener;
    private volatile boolean open = true;

    /// Announces from now on, and hears once started.
    public Announcements(Database database) {
        this.settings = database.settings();
        this.listener = Thread.ofPlatform().daemon().name("announcements").unstarted(this::listen);
    }

    /// Keeps the cache true to what is announced under the topic.
    public <T> OrganizationCache<T> keep(String topic, OrganizationCache<T> cache) {
        caches.computeIfAbsent(topic, t -> new CopyOnWriteArrayList<>()).add(cache);
        return cache;
    }

    public void start() {
        listener.start();
    }

    /// Announces a change when the transaction commits; this node knows at once.
    public void changed(Handle handle, String topic, int orgId) {
        handle.createUpdate("select pg_notify(:channel, :payload)")
                .bind("channel", CHANNEL)
                .bind("payload", topic + ":" + orgId)
                .execute();
        handle.afterCommit(() -> forget(topic, orgId));
    }

    private void forget(String topic, int orgId) {
        caches.getOrDefault(topic, List.of()).forEach(cache -> cache.forget(orgId));
    }

    private void listen() {
        while (open) {
            try (var connection = Database.connect(settings, properties())) {
                try (var statement = connection.createStatement()) {
                    statement.execute("listen " + CHANNEL);
                }
                hears(true);
                var notifications = connection.unwrap(PGConnection.class);
                while (open) {
                    var heard = notifications.getNotifications(WAIT_MILLIS);
                    if (heard == null || heard.length == 0) {
                        // A dead connection says nothing either.
                        try (var statement = connection.createStatement()) {
                            statement.execute("select 1");
                        }
                        continue;
                    }
                    for (var notification : heard) {
                        heard(notification.getParameter());
                    }
                }
            } catch (SQLException e) {
                hears(false);
                if (open) {
                    LOG.warnf(
                            "changes by other nodes cannot be heard (%s); reading everything anew until they can",
                            e.getMessage());
                    pause();
                }
            }
        }
    }

    private Properties properties() {
        var properties = DatabaseProblems.properties(settings);
        properties.setProperty("ApplicationName", "blotter announcements");
        // Whatever is silent for longer than a wait and the question after it is dead.
        properties.setProperty("socketTimeout", Integer.toString(3 * WAIT_MILLIS / 1_000));
        return properties;
    }

    private void heard(String payload) {
        var parts = payload.split(":", 2);
        try {
            forget(parts[0], Integer.parseInt(parts[parts.length - 1]));
        } catch (NumberFormatException e) {
            // Of another program: who may connect may notify.
            LOG.debugf("heard what is no announcement of ours: %s", payload);
        }
    }

    private void hears(boolean changes) {
        caches.values().forEach(kept -> kept.forEach(cache -> cache.hears(changes)));
    }

    private static void pause() {
        try {
            Thread.sleep(1_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        open = false;
        listener.interrupt();
    }
}
