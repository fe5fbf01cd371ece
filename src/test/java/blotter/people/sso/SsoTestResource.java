package blotter.people.sso;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;

/// Configures single sign-on and a public URL. The test starts the provider on the reserved port after the server.
public final class SsoTestResource implements QuarkusTestResourceLifecycleManager {
    /// The public URL, as if behind a proxy that terminates TLS.
    static final String PUBLIC = "https://register.northwind.example";

    @Override
    public Map<String, String> start() {
        return Map.ofEntries(
                Map.entry("blotter.public-url", PUBLIC + "/"),
                Map.entry("blotter.sso.issuer", "http://127.0.0.1:%d/blotter".formatted(freePort())),
                Map.entry("blotter.sso.client-id", "blotter-client"),
                Map.entry("blotter.sso.client-secret", "the secret"),
                Map.entry("blotter.sso.name", "Northwind ID"),
                Map.entry("blotter.sso.organization", "sso-people"),
                Map.entry("blotter.sso.domains", "northwind.example, Southwind.example"),
                Map.entry("blotter.sso.roles-claim", "groups"),
                Map.entry("blotter.sso.roles", "secops=Incident Editor,Risk Viewer; admins = Admin;readers=Viewer"));
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {}
}
