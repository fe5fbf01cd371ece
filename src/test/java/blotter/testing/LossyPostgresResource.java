package blotter.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Puts a [LossyProxy] between the server under test and its database, and injects it into the test.
public final class LossyPostgresResource implements QuarkusTestResourceLifecycleManager {
    private @Nullable LossyProxy proxy;

    /// Runs after [PostgresResource], whose settings it overrides.
    @Override
    public int order() {
        return 100;
    }

    @Override
    public Map<String, String> start() {
        var settings = PostgresExtension.newDatabase();
        var at = URI.create(settings.url().substring("jdbc:".length()));
        var made = proxy(at);
        proxy = made;
        return Map.of(
                "blotter.database.url",
                // Without server-side prepared statements, so that each is sent with its text.
                "jdbc:postgresql://127.0.0.1:%d%s?prepareThreshold=0".formatted(made.port(), at.getPath()),
                "blotter.database.user",
                settings.user(),
                "blotter.database.password",
                settings.password());
    }

    private static LossyProxy proxy(URI at) {
        try {
            return LossyProxy.to(at.getHost(), at.getPort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(proxy, new TestInjector.MatchesType(LossyProxy.class));
    }

    @Override
    public void stop() {
        try {
            if (proxy != null) {
                proxy.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
