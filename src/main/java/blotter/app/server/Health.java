package blotter.app.server;

import blotter.platform.database.Database;
import blotter.platform.json.Json;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Liveness and readiness in the format of MicroProfile Health: `/q/health/live`, `/q/health/ready`, `/q/health`.
/// Responses use the result of the last periodic check and need no worker, so that a busy server does not look
/// dead.
@Singleton
class Health {
    private static final int AFTER_REFUSALS = 960;
    private static final Duration INTERVAL = Duration.ofSeconds(2);
    // Allows for a slow check and a missed one.
    private static final Duration MAX_AGE = Duration.ofSeconds(10);
    // PostgreSQL writes its WAL in files of 16 MiB, and stops when there is no space for the next.
    private static final long MIN_FREE_BYTES = 64L << 20;

    private final Database database;
    private final List<Path> folders;
    private final ScheduledExecutorService checking;
    private volatile State state = new State(false, true, System.nanoTime());

    Health(Database database, Settings settings) {
        this.database = database;
        this.folders = new ArrayList<>(List.of(Path.of(System.getProperty("java.io.tmpdir"))));
        settings.database().folder().map(Path::of).ifPresent(folders::add);
        this.checking = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("health").factory());
    }

    private record State(boolean database, boolean disk, long at) {}

    void register(@Observes Filters filters) {
        check();
        checking.scheduleWithFixedDelay(this::check, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        filters.register(this::answer, AFTER_REFUSALS);
    }

    @PreDestroy
    void close() {
        checking.shutdownNow();
    }

    private void check() {
        state = new State(databaseResponds(), folders.stream().allMatch(Health::hasSpace), System.nanoTime());
    }

    private boolean databaseResponds() {
        try {
            database.lookups().useHandle(handle -> handle.execute("select 1"));
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }

    // A disk whose free space is unknown counts as having enough.
    private static boolean hasSpace(Path folder) {
        try {
            var disk = Files.getFileStore(folder);
            return hasSpace(disk.getUsableSpace(), disk.getTotalSpace());
        } catch (IOException e) {
            return true;
        }
    }

    static boolean hasSpace(long usable, long total) {
        return usable >= Math.min(MIN_FREE_BYTES, total / 10);
    }

    private void answer(RoutingContext routing) {
        var path = routing.normalizedPath();
        boolean live = path.equals("/q/health/live");
        if (!live && !path.equals("/q/health/ready") && !path.equals("/q/health")) {
            routing.next();
            return;
        }
        var method = routing.request().method();
        if (!HttpMethod.GET.equals(method) && !HttpMethod.HEAD.equals(method)) {
            routing.response()
                    .setStatusCode(405)
                    .putHeader(HttpHeaders.ALLOW, "GET, HEAD")
                    .end();
            return;
        }
        var last = state;
        boolean fresh = System.nanoTime() - last.at < MAX_AGE.toNanos();
        var checks = live
                ? List.<Check>of()
                : List.of(new Check("database", last.database && fresh), new Check("disk", last.disk));
        boolean up = checks.stream().allMatch(Check::up);
        var body = Json.bytes(json -> {
            json.writeStartObject();
            json.writeStringField("status", status(up));
            json.writeArrayFieldStart("checks");
            for (var check : checks) {
                json.writeStartObject();
                json.writeStringField("name", check.name);
                json.writeStringField("status", status(check.up));
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
        routing.response()
                .setStatusCode(up ? 200 : 503)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json; charset=UTF-8")
                .end(Buffer.buffer(body));
    }

    private record Check(String name, boolean up) {}

    private static String status(boolean up) {
        return up ? "UP" : "DOWN";
    }
}
