package blotter.app.cli;

import blotter.app.cli.ServerOptions.HttpAddress;
import blotter.platform.database.StartupFailure;
import blotter.register.feed.Feed;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.QuarkusBindException;
import jakarta.enterprise.inject.spi.CDI;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Runs Quarkus, and stops PostgreSQL after it.
///
/// On a signal, the JVM runs all shutdown hooks concurrently. Quarkus's hook drains HTTP and closes the pool. Ours
/// waits for that before it stops PostgreSQL, so that requests in flight complete.
final class HttpServer {
    private static final long TIMEOUT_SECONDS = 20;

    private final HttpAddress address;
    private final Register register;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean running;
    private @Nullable Throwable failure;
    private int status;

    HttpServer(HttpAddress address, Register register) {
        this.address = address;
        this.register = register;
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop-postgresql"));
    }

    /// Serves until a signal arrives.
    ///
    /// @param onReady runs when requests are accepted
    /// @return the exit status
    int serve(Runnable onReady) {
        var database = register.settings();
        System.setProperty("blotter.database.url", database.url());
        System.setProperty("blotter.database.user", database.user());
        System.setProperty("blotter.database.password", database.password());
        if (register.embedded() != null) {
            System.setProperty(
                    "blotter.database.folder", register.embedded().folder().toString());
        }
        // Lets Blotter respond to malformed URLs with a problem document, as to any other fault.
        System.setProperty("vertx.disableURIValidation", "true");
        System.setProperty("quarkus.http.host", address.host());
        var tls = address.tls();
        if (tls == null) {
            System.setProperty("quarkus.http.port", Integer.toString(address.port()));
        } else {
            System.setProperty(
                    "quarkus.http.ssl.certificate.files", tls.certificate().toString());
            System.setProperty(
                    "quarkus.http.ssl.certificate.key-files", tls.key().toString());
            System.setProperty("quarkus.http.ssl.protocols", "TLSv1.3,TLSv1.2");
            System.setProperty("quarkus.http.ssl-port", Integer.toString(address.port()));
            System.setProperty("quarkus.http.insecure-requests", "disabled");
        }
        Application.onReady = onReady;
        running = true;
        try {
            Quarkus.run(Application.class, (code, error) -> {
                status = code;
                failure = error;
            });
        } finally {
            ended.countDown();
        }
        if (failure != null) {
            throw explain(failure);
        }
        return status;
    }

    private RuntimeException explain(Throwable error) {
        var causes =
                Stream.iterate(error, Objects::nonNull, Throwable::getCause).toList();
        for (var cause : causes) {
            if (cause instanceof StartupFailure startup) {
                return startup;
            }
            if (cause instanceof QuarkusBindException) {
                return address.taken("it is in use");
            }
        }
        return new IllegalStateException("Blotter did not start", error);
    }

    private void stop() {
        try {
            if (running && !ended.await(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("blotter: requests are still running; stopping PostgreSQL anyway");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        register.close();
    }

    /// Reports that requests are accepted, then waits for the end. Public for Quarkus.
    public static final class Application implements QuarkusApplication {
        private static volatile Runnable onReady = () -> {};

        /// Called by Quarkus.
        public Application() {}

        @Override
        public int run(String... args) {
            onReady.run();
            Quarkus.waitForExit();
            // Quarkus waits for running requests, and event streams would run forever.
            CDI.current().select(Feed.class).get().close();
            return 0;
        }
    }
}
