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

/// Invalidates caches on all nodes, with PostgreSQL's NOTIFY.
public final class Announcements implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger("blotter.database");
    private static final String CHANNEL = "blotter";
    private static final int WAIT_MILLIS = 5_000;

    private final Database.Settings settings;
    private final Map<String, List<OrganizationCache<?>>> caches = new ConcurrentHashMap<>();
    private final Thread listener;
    private volatile boolean open = true;

    /// Can announce at once; receives after [#start].
    public Announcements(Database database) {
        this.settings = database.settings();
        this.listener = Thread.ofPlatform().daemon().name("announcements").unstarted(this::listen);
    }

    /// Invalidates the cache whenever a change is announced under the topic.
    public <T> OrganizationCache<T> keep(String topic, OrganizationCache<T> cache) {
        caches.computeIfAbsent(topic, t -> new CopyOnWriteArrayList<>()).add(cache);
        return cache;
    }

    public void start() {
        listener.start();
    }

    /// Announces a change when the transaction commits. This node invalidates its caches right after the commit.
    public void changed(Handle handle, String topic, int orgId) {
        handle.createUpdate("select pg_notify(:channel, :payload)")
                .bind("channel", CHANNEL)
                .bind("payload", topic + ":" + orgId)
                .execute();
        handle.afterCommit(() -> invalidate(topic, orgId));
    }

    private void invalidate(String topic, int orgId) {
        caches.getOrDefault(topic, List.of()).forEach(cache -> cache.invalidate(orgId));
    }

    private void listen() {
        while (open) {
            try (var connection = Database.connect(settings, properties())) {
                try (var statement = connection.createStatement()) {
                    statement.execute("listen " + CHANNEL);
                }
                setListening(true);
                var notifications = connection.unwrap(PGConnection.class);
                while (open) {
                    var received = notifications.getNotifications(WAIT_MILLIS);
                    if (received == null || received.length == 0) {
                        // A dead connection is silent too.
                        try (var statement = connection.createStatement()) {
                            statement.execute("select 1");
                        }
                        continue;
                    }
                    for (var notification : received) {
                        process(notification.getParameter());
                    }
                }
            } catch (SQLException e) {
                setListening(false);
                if (open) {
                    LOG.warnf(
                            "cannot listen for changes by other nodes (%s); reading without caches until it works again",
                            e.getMessage());
                    pause();
                }
            }
        }
    }

    private Properties properties() {
        var properties = DatabaseProblems.properties(settings);
        properties.setProperty("ApplicationName", "blotter announcements");
        // A healthy connection answers the `select 1` after each wait.
        properties.setProperty("socketTimeout", Integer.toString(3 * WAIT_MILLIS / 1_000));
        return properties;
    }

    private void process(String payload) {
        var parts = payload.split(":", 2);
        try {
            invalidate(parts[0], Integer.parseInt(parts[parts.length - 1]));
        } catch (NumberFormatException e) {
            // Any program that can connect can notify on this channel.
            LOG.debugf("ignored a foreign notification: %s", payload);
        }
    }

    private void setListening(boolean listening) {
        caches.values().forEach(list -> list.forEach(cache -> cache.setListening(listening)));
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
