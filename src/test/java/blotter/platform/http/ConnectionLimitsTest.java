package blotter.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ConnectionLimitsTest {
    private final ConnectionLimits limits = new ConnectionLimits(5, 2, TrustedProxies.parse("192.0.2.0/24"));

    private static InetAddress address(String text) {
        return Objects.requireNonNull(Cidr.address(text));
    }

    @Test
    void anAddressHasItsShareAndGetsItBack() {
        var one = address("203.0.113.1");
        assertThat(limits.opened(one)).isTrue();
        assertThat(limits.opened(one)).isTrue();
        assertThat(limits.opened(one)).isFalse();
        assertThat(limits.opened(address("203.0.113.2"))).isTrue();
        limits.closed(one);
        assertThat(limits.opened(one)).isTrue();
        assertThat(limits.opened(one)).isFalse();
    }

    @Test
    void ofIpv6ASixtyFourIsOneAddress() {
        assertThat(limits.opened(address("2001:db8::1"))).isTrue();
        assertThat(limits.opened(address("2001:db8::2"))).isTrue();
        assertThat(limits.opened(address("2001:db8::3"))).isFalse();
        assertThat(limits.opened(address("2001:db8:0:1::3"))).isTrue();
    }

    @Test
    void aTrustedProxyHasAllButNoMore() {
        var proxy = address("192.0.2.7");
        for (int i = 0; i < 5; i++) {
            assertThat(limits.opened(proxy)).isTrue();
        }
        assertThat(limits.opened(proxy)).isFalse();
        assertThat(limits.opened(address("203.0.113.1"))).isFalse();
        limits.closed(proxy);
        assertThat(limits.opened(address("203.0.113.1"))).isTrue();
    }
}
