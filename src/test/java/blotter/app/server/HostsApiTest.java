package blotter.app.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import blotter.testing.ApiTest;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The host names that a server accepts without a configured public URL. SsoApiTest has one.
@QuarkusTest
class HostsApiTest extends ApiTest {
    private static final String INVITATION = """
            {"email": "mara@%s.example", "first_name": "Mara", "last_name": "L", "roles": []}""";

    @Test
    void aForgedHostDoesNotReachInvitations() {
        var body = INVITATION.formatted(organization.slug()).getBytes(UTF_8);
        for (var host : List.of(
                "evil.example",
                "evil.example:8080",
                "localhost.evil.example",
                "localhost@evil.example",
                "evil.example/.localhost",
                "127.0.0.1.evil.example",
                "2130706433",
                "0x7f.1",
                "[::1].evil.example",
                "")) {
            var answer = raw().send(
                            "POST /api/v1/users HTTP/1.1\r\n" + bearer(admin) + "Host: " + host
                                    + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length,
                            body);
            assertThat(answer.status()).as(host).isIn(400, 421);
            assertThat(answer.body()).doesNotContain("invite_url");
        }
        var told = raw().send("GET /api/v1/sign-in HTTP/1.1\r\nHost: register.lan");
        assertThat(json(told.body()).get("detail").textValue())
                .isEqualTo(
                        "Host: register.lan (expected: localhost or an IP address; to reach this server by a name, set BLOTTER_PUBLIC_URL, such as https://register.example.com)");
        assertThat(json(told.body()).get("type").textValue()).isEqualTo("/problems/misdirected-request");
    }

    @Test
    void absoluteFormTargetsAreCheckedToo() {
        assertThat(raw().send("GET http://evil.example/api/v1/sign-in HTTP/1.1").status())
                .isEqualTo(421);
    }

    @Test
    void thePageIsNotServedUnderOtherNames() {
        assertThat(raw().send("GET /sign-in HTTP/1.1\r\nHost: evil.example").status())
                .isEqualTo(421);
    }

    @Test
    void addressesAndLocalhostAreServed() {
        for (var host : List.of(
                "localhost",
                "LOCALHOST:80",
                "blotter.localhost:3000",
                "127.0.0.1",
                "192.0.2.7:8080",
                "[::1]",
                "[2001:db8::1]:8080")) {
            assertThat(raw().send("GET /api/v1/sign-in HTTP/1.1\r\nHost: " + host)
                            .status())
                    .as(host)
                    .isEqualTo(200);
        }
    }

    @Test
    void healthIsServedUnderAnyName() {
        assertThat(raw().send("GET /q/health/live HTTP/1.1\r\nHost: blotter-7f9c")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void invitationsUseTheHostOfTheRequest() {
        var body = INVITATION.formatted(organization.slug()).getBytes(UTF_8);
        var answer = raw().send(
                        "POST /api/v1/users HTTP/1.1\r\n" + bearer(admin)
                                + "Host: 192.0.2.7:8080\r\nContent-Type: application/json\r\nContent-Length: "
                                + body.length,
                        body);
        assertThat(json(answer.body()).get("invite_url").textValue()).startsWith("http://192.0.2.7:8080/link/");
    }
}
