package blotter.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedProxiesTest {
    private static final TrustedProxies PROXIES = TrustedProxies.parse("10.0.0.0/8, 2001:db8:ff::/48");

    private static String client(String peer, String... forwarded) {
        return PROXIES.client(Objects.requireNonNull(Cidr.address(peer)), Arrays.asList(forwarded))
                .getHostAddress();
    }

    @Test
    void whoConnectsIsTheClientUnlessItIsATrustedProxy() {
        assertThat(client("192.0.2.1", "203.0.113.9")).isEqualTo("192.0.2.1");
        assertThat(client("10.0.0.1", "203.0.113.9")).isEqualTo("203.0.113.9");
        assertThat(client("2001:db8:ff::1", "203.0.113.9")).isEqualTo("203.0.113.9");
        assertThat(client("10.0.0.1")).isEqualTo("10.0.0.1");
        assertThat(TrustedProxies.NONE
                        .client(Objects.requireNonNull(Cidr.address("10.0.0.1")), java.util.List.of("203.0.113.9"))
                        .getHostAddress())
                .isEqualTo("10.0.0.1");
    }

    @Test
    void whatAClientMakesUpStandsBeforeWhatTheProxySaw() {
        assertThat(client("10.0.0.1", "203.0.113.9, 198.51.100.7")).isEqualTo("198.51.100.7");
        assertThat(client("10.0.0.1", "203.0.113.9", "198.51.100.7")).isEqualTo("198.51.100.7");
        assertThat(client("10.0.0.1", "203.0.113.9, 198.51.100.7, 10.2.3.4")).isEqualTo("198.51.100.7");
        // It may claim to be a proxy itself: then it is only as far as the next that is none.
        assertThat(client("10.0.0.1", "203.0.113.9, 10.9.9.9, 198.51.100.7")).isEqualTo("198.51.100.7");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "203.0.113.9, x",
                "203.0.113.9,",
                "203.0.113.9, unknown",
                "203.0.113.9, 198.51.100.7.",
                "203.0.113.9, 1",
                "203.0.113.9, 0x7f.1",
                "203.0.113.9, 127.1",
                "203.0.113.9, 010.0.0.1",
                "203.0.113.9, 10.0.0.256",
                "203.0.113.9, ::1%eth0",
                "203.0.113.9, localhost",
                "203.0.113.9, [10.0.0.1",
                "203.0.113.9, 10.0.0.1:x",
                "203.0.113.9, \t\"10.0.0.1\""
            })
    void whatIsNoAddressEndsTheSearch(String forwarded) {
        assertThat(client("10.0.0.1", forwarded)).isEqualTo("10.0.0.1");
    }

    @Test
    void portsAndIpv6InItsFormsAreUnderstood() {
        assertThat(client("10.0.0.1", "198.51.100.7:4711")).isEqualTo("198.51.100.7");
        assertThat(client("10.0.0.1", "[2001:db8::7]:4711")).isEqualTo("2001:db8:0:0:0:0:0:7");
        assertThat(client("10.0.0.1", "2001:DB8::7")).isEqualTo("2001:db8:0:0:0:0:0:7");
        // IPv4 within IPv6 is IPv4: no way around a block, and no way into one.
        assertThat(client("::ffff:10.0.0.1", "::ffff:198.51.100.7")).isEqualTo("198.51.100.7");
    }

    @Test
    void aListOfTheWrongFormIsNamed() {
        assertThatThrownBy(() -> TrustedProxies.parse("10.0.0.0/8, all"))
                .hasMessage("all (expected: addresses and blocks such as 10.0.0.0/8, ::1)");
        assertThatThrownBy(() -> TrustedProxies.parse("10.0.0.1/8")).hasMessageStartingWith("10.0.0.1/8 (expected");
        assertThat(TrustedProxies.parse(" , ").trusts(Objects.requireNonNull(Cidr.address("10.0.0.1"))))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.255.255, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "192.0.2.128/25, 192.0.2.129, true",
        "192.0.2.128/25, 192.0.2.127, false",
        "192.0.2.1, 192.0.2.1, true",
        "192.0.2.1/32, 192.0.2.2, false",
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "::/0, 203.0.113.9, false",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "10.0.0.0/8, ::ffff:10.0.0.1, true",
    })
    void aBlockHasItsAddresses(String block, String address, boolean has) {
        assertThat(Objects.requireNonNull(Cidr.parse(block)).contains(Objects.requireNonNull(Cidr.address(address))))
                .isEqualTo(has);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "10.0.0.0/",
                "10.0.0.0/33",
                "10.0.0.0/08",
                "10.0.0.0/-1",
                "10.0.0.1/8",
                "::/129",
                "1/8",
                "a",
                "10.0.0.0/8/8"
            })
    void whatIsNoBlockIsNone(String text) {
        assertThat(Cidr.parse(text)).isNull();
    }
}
