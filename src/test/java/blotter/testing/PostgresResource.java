package blotter.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/// Gives the server under test its own database.
public final class PostgresResource implements QuarkusTestResourceLifecycleManager {
    @Override
    public Map<String, String> start() {
        var settings = PostgresExtension.newDatabase();
        return Map.of(
                "blotter.database.url",
                settings.url(),
                "blotter.database.user",
                settings.user(),
                "blotter.database.password",
                settings.password(),
                "blotter.secret.key",
                PostgresExtension.SECRET_KEY,
                "quarkus.http.test-port",
                "0",
                // All tests use one address, so the limit must be high.
                "blotter.limits.failures-per-address",
                "1000000");
    }

    @Override
    public void stop() {}
}
