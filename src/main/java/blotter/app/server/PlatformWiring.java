package blotter.app.server;

import blotter.platform.database.Announcements;
import blotter.platform.database.Database;
import blotter.platform.database.StartupFailure;
import blotter.platform.http.BodyTime;
import blotter.platform.http.ConnectionLimits;
import blotter.platform.http.Memory;
import blotter.platform.http.PublicAddress;
import blotter.platform.http.TrustedProxies;
import blotter.platform.idempotency.Writes;
import blotter.platform.mail.Outbox;
import blotter.platform.schedule.Schedule;
import blotter.platform.secret.SecretBox;
import blotter.platform.secret.SecretKeys;
import blotter.platform.secret.SecretStore;
import com.github.benmanes.caffeine.cache.Ticker;
import io.quarkus.arc.DefaultBean;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/// Makes what is in `blotter.platform`. Nothing below the resources knows of injection.
@Singleton
class PlatformWiring {
    private static final int POOL_SIZE = 20;
    private static final int BODY_SECONDS = 20;
    private static final long HEAP = Runtime.getRuntime().maxMemory();
    private static final Duration MEMORY_PATIENCE = Duration.ofSeconds(5);
    private static final int BYTES_EACH = 160 * 1024;
    private static final int MOST_CONNECTIONS = 20_000;

    @Produces
    @Singleton
    Database database(Settings settings) {
        var at = settings.database();
        return Database.open(new Database.Settings(
                at.url(),
                at.user().orElse(""),
                at.password().orElse(""),
                at.poolSize().orElse(POOL_SIZE)));
    }

    void close(@Disposes Database database) {
        database.close();
    }

    @Produces
    @Singleton
    Announcements announcements(Database database) {
        var announcements = new Announcements(database);
        announcements.start();
        return announcements;
    }

    void close(@Disposes Announcements announcements) {
        announcements.close();
    }

    @Produces
    @Singleton
    Schedule schedule(Database database) {
        return new Schedule(database);
    }

    @Produces
    @Singleton
    @DefaultBean
    Clock clock() {
        return Clock.systemUTC();
    }

    /// For what measures how long something takes: it goes forward only, which a clock does not.
    @Produces
    @Singleton
    @DefaultBean
    Ticker ticker() {
        return Ticker.systemTicker();
    }

    @Produces
    @Singleton
    TrustedProxies proxies(Settings settings) {
        return settings.trustedProxies()
                .map(list -> {
                    try {
                        return TrustedProxies.parse(list);
                    } catch (IllegalArgumentException e) {
                        throw new StartupFailure("BLOTTER_TRUSTED_PROXIES: " + e.getMessage());
                    }
                })
                .orElse(TrustedProxies.NONE);
    }

    @Produces
    @Singleton
    Memory memory(Settings settings) {
        var megabytes = settings.limits().memoryMegabytes();
        return Memory.of(megabytes.isPresent() ? (long) megabytes.getAsInt() << 20 : HEAP / 5 * 2, MEMORY_PATIENCE);
    }

    @Produces
    @Singleton
    ConnectionLimits connections(Settings settings, TrustedProxies proxies) {
        // So that all of them together, each with as long an address and headers as it may send, leave most of the
        // heap.
        int most =
                settings.limits().connections().orElse(Math.toIntExact(Math.min(HEAP / BYTES_EACH, MOST_CONNECTIONS)));
        return new ConnectionLimits(
                most, settings.limits().connectionsPerAddress().orElse(Math.max(1, most / 4)), proxies);
    }

    @Produces
    @Singleton
    BodyTime bodyTime(Settings settings) {
        return new BodyTime(Duration.ofSeconds(settings.limits().bodySeconds().orElse(BODY_SECONDS)));
    }

    @Produces
    @Singleton
    SecretBox secretBox(Settings settings, Database database) {
        var at = settings.secret();
        var box = new SecretBox(
                SecretKeys.of(at.key().orElse(null), at.keyFile().map(Path::of).orElse(null)));
        new SecretStore(database, box).admit();
        return box;
    }

    @Produces
    @Singleton
    PublicAddress publicAddress(Settings settings) {
        return PublicAddress.of(settings.publicUrl());
    }

    @Produces
    @Singleton
    @DefaultBean
    Outbox outbox(Vertx vertx, Settings settings) {
        return SmtpOutbox.of(vertx, settings.smtp());
    }

    @Produces
    @Singleton
    Writes writes(Database database) {
        return new Writes(database);
    }
}
