package blotter.app.server;

import blotter.platform.database.Announcements;
import blotter.platform.database.Database;
import blotter.platform.database.StartupFailure;
import blotter.platform.http.BodyTime;
import blotter.platform.http.ConnectionLimits;
import blotter.platform.http.Memory;
import blotter.platform.http.PublicAddress;
import blotter.platform.http.TrustedProxies;
import blotter.platform.idempotency.Transactions;
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

/// Creates the objects of `blotter.platform`, which do not depend on injection.
@Singleton
class PlatformWiring {
    private static final int POOL_SIZE = 20;
    private static final int BODY_SECONDS = 20;
    private static final long HEAP = Runtime.getRuntime().maxMemory();
    private static final Duration MEMORY_TIMEOUT = Duration.ofSeconds(5);
    private static final int HEAP_PER_CONNECTION = 160 * 1024;
    private static final int MAX_CONNECTIONS = 20_000;

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

    /// A monotonic clock, for durations.
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
        return Memory.of(megabytes.isPresent() ? (long) megabytes.getAsInt() << 20 : HEAP / 5 * 2, MEMORY_TIMEOUT);
    }

    @Produces
    @Singleton
    ConnectionLimits connections(Settings settings, TrustedProxies proxies) {
        // Leaves most of the heap free even if all connections send the longest permitted URL and headers.
        int limit = settings.limits()
                .connections()
                .orElse(Math.toIntExact(Math.min(HEAP / HEAP_PER_CONNECTION, MAX_CONNECTIONS)));
        return new ConnectionLimits(
                limit, settings.limits().connectionsPerAddress().orElse(Math.max(1, limit / 4)), proxies);
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
        new SecretStore(database, box).initialize();
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
    Transactions transactions(Database database) {
        return new Transactions(database);
    }
}
