package blotter.app.cli;

import blotter.platform.database.StartupFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Options that `run` and `demo` share.
final class ServerOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "the port to listen on (default: BLOTTER_HTTP_PORT, or 8080)")
    private @Nullable String port;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            description =
                    "the address to listen on (default: BLOTTER_HTTP_HOST, or 127.0.0.1, which only this machine can reach)")
    private @Nullable String host;

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            description =
                    "the data folder of the embedded PostgreSQL (default: BLOTTER_DATA, or data/run or data/demo)")
    private @Nullable Path data;

    Path data(Settings settings, String name) {
        return data != null
                ? data
                : settings.variable("BLOTTER_DATA").map(Path::of).orElseGet(() -> settings.defaultData(name));
    }

    HttpAddress address(Settings settings) {
        return new HttpAddress(host(settings), port(settings), tls(settings));
    }

    /// Certificate and key, both in PEM.
    record Tls(Path certificate, Path key) {}

    private @Nullable Tls tls(Settings settings) {
        var certificate = settings.variable("BLOTTER_TLS_CERTIFICATE").map(Path::of);
        var key = settings.variable("BLOTTER_TLS_KEY").map(Path::of);
        if (certificate.isEmpty() && key.isEmpty()) {
            return null;
        }
        if (certificate.isEmpty() || key.isEmpty()) {
            throw new ParameterException(
                    command.commandLine(),
                    "BLOTTER_TLS_CERTIFICATE and BLOTTER_TLS_KEY: one is missing (expected: both, or none)");
        }
        readable("BLOTTER_TLS_CERTIFICATE", certificate.get());
        readable("BLOTTER_TLS_KEY", key.get());
        return new Tls(certificate.get(), key.get());
    }

    private void readable(String name, Path file) {
        if (!Files.isReadable(file)) {
            throw new ParameterException(
                    command.commandLine(), "%s: %s cannot be read (expected: a file in PEM)".formatted(name, file));
        }
    }

    /// Checks the numbers in the environment before anything is started.
    void check(Settings settings) {
        // The embedded PostgreSQL has a connection limit, and Blotter needs some outside the pool.
        int connections = settings.ownDatabase().isPresent() ? 1_000 : 50;
        check(settings, "BLOTTER_DATABASE_POOL_SIZE", connections);
        check(settings, "BLOTTER_BULK_MAX_IDS", 100_000);
        check(settings, "BLOTTER_LIMITS_REQUESTS_PER_MINUTE", 1_000_000);
        check(settings, "BLOTTER_LIMITS_FAILURES_PER_ADDRESS", 1_000_000);
        check(settings, "BLOTTER_LIMITS_BODY_SECONDS", 3_600);
        check(settings, "BLOTTER_AUDIT_SEAL_SECONDS", 3_600);
    }

    private void check(Settings settings, String name, int max) {
        settings.variable(name).ifPresent(text -> Numbers.between(command, name, text, 1, max));
    }

    private int port(Settings settings) {
        var name = port != null ? "--port" : "BLOTTER_HTTP_PORT";
        var text = port != null ? port : settings.variable(name).orElse("8080");
        return Numbers.between(command, name, text, 1, 65_535);
    }

    private String host(Settings settings) {
        var name = host != null ? "--host" : "BLOTTER_HTTP_HOST";
        var text = host != null ? host : settings.variable(name).orElse("127.0.0.1");
        try {
            return InetAddress.getByName(text).getHostAddress();
        } catch (UnknownHostException e) {
            throw new ParameterException(
                    command.commandLine(),
                    "%s: %s (expected: an address of this machine, such as 127.0.0.1 or 0.0.0.0)".formatted(name, text),
                    e);
        }
    }

    /// @param host a literal address
    /// @param tls null for plain HTTP
    record HttpAddress(String host, int port, @Nullable Tls tls) {
        /// Checks that the port is free before anything else is started.
        void check() {
            try (var socket = new ServerSocket()) {
                socket.setReuseAddress(true);
                socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
            } catch (IOException e) {
                throw taken(e.getMessage());
            }
        }

        StartupFailure taken(@Nullable String why) {
            return new StartupFailure(
                    "cannot listen on port %d of %s: %s (choose another with --port or BLOTTER_HTTP_PORT)"
                            .formatted(port, host, why));
        }

        /// The URL for a browser on this machine.
        String url() {
            boolean here = host.equals("127.0.0.1") || host.equals("0.0.0.0") || host.matches("[0:]+[01]");
            return "%s://%s:%d"
                    .formatted(
                            tls == null ? "http" : "https",
                            here ? "localhost" : host.contains(":") ? "[" + host + "]" : host,
                            port);
        }
    }
}
