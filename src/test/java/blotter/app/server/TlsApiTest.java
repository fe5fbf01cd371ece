package blotter.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import blotter.platform.access.Role;
import blotter.testing.ApiTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;

/// A server with TLS, as with `BLOTTER_TLS_CERTIFICATE` and `BLOTTER_TLS_KEY`.
@QuarkusTest
@TestProfile(TlsApiTest.WithCertificate.class)
class TlsApiTest extends ApiTest {
    private static final Path FOLDER = Path.of("target", "tls");
    private static final Path STORE = FOLDER.resolve("store.p12");
    private static final String PASSWORD = "not a secret";

    /// The settings, and the files.
    public static final class WithCertificate implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            try {
                var files = new Pem(FOLDER.resolve("certificate.pem"), FOLDER.resolve("key.pem"));
                files.write();
                return Map.of(
                        "quarkus.http.ssl.certificate.files",
                        files.certificate.toAbsolutePath().toString(),
                        "quarkus.http.ssl.certificate.key-files",
                        files.key.toAbsolutePath().toString(),
                        "quarkus.http.ssl.protocols",
                        "TLSv1.3,TLSv1.2",
                        "quarkus.http.test-ssl-port",
                        "0");
            } catch (IOException | GeneralSecurityException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private record Pem(Path certificate, Path key) {
        void write() throws IOException, GeneralSecurityException, InterruptedException {
            Files.createDirectories(FOLDER);
            Files.deleteIfExists(STORE);
            var keytool = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "keytool")
                                    .toString(),
                            "-genkeypair",
                            "-keystore",
                            STORE.toString(),
                            "-storetype",
                            "PKCS12",
                            "-storepass",
                            PASSWORD,
                            "-alias",
                            "blotter",
                            "-keyalg",
                            "EC",
                            "-groupname",
                            "secp256r1",
                            "-dname",
                            "CN=localhost",
                            "-ext",
                            "san=dns:localhost,ip:127.0.0.1")
                    .inheritIO()
                    .start();
            assertThat(keytool.waitFor()).isZero();
            var store = store();
            Files.writeString(
                    certificate,
                    pem("CERTIFICATE", store.getCertificate("blotter").getEncoded()));
            Files.writeString(
                    key,
                    pem(
                            "PRIVATE KEY",
                            store.getKey("blotter", PASSWORD.toCharArray()).getEncoded()));
        }

        private static String pem(String kind, byte[] bytes) {
            return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                    .formatted(
                            kind, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes), kind);
        }
    }

    private static KeyStore store() throws IOException, GeneralSecurityException {
        return KeyStore.getInstance(STORE.toFile(), PASSWORD.toCharArray());
    }

    @TestHTTPResource(value = "/", tls = true)
    URI server;

    private static SSLContext trusting() throws IOException, GeneralSecurityException {
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        var known = KeyStore.getInstance(KeyStore.getDefaultType());
        known.load(null, null);
        known.setCertificateEntry("blotter", store().getCertificate("blotter"));
        trust.init(known);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    @Test
    void signInSetsASecureCookie() throws Exception {
        tenants.member(organization, "tls@example.com", "correct horse battery", Role.VIEWER);
        try (var client = HttpClient.newBuilder().sslContext(trusting()).build()) {
            var answer = client.send(
                    HttpRequest.newBuilder(server.resolve("/api/v1/session"))
                            .header("Content-Type", "application/json")
                            .header("X-Blotter-Page", "1")
                            .POST(HttpRequest.BodyPublishers.ofString("""
                                    {"email": "tls@example.com", "password": "correct horse battery", "organization": "%s"}""".formatted(organization.slug())))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            // The client offered HTTP/2 first.
            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
            var headers = answer.headers();
            assertThat(headers.firstValue("Strict-Transport-Security")).hasValue("max-age=31536000; includeSubDomains");
            assertThat(headers.allValues("Set-Cookie"))
                    .singleElement()
                    .satisfies(cookie -> assertThat(cookie)
                            .startsWith("__Host-")
                            .contains("; Secure", "; HttpOnly", "; SameSite=Lax", "; Path=/"));
        }
    }

    @Test
    void http2IsNotOffered() throws Exception {
        try (var socket = (SSLSocket) trusting().getSocketFactory().createSocket(server.getHost(), server.getPort())) {
            var parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.3");
            assertThat(socket.getApplicationProtocol()).isIn("", "http/1.1");
        }
    }
}
