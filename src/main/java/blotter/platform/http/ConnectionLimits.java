package blotter.platform.http;

import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/// How many connections may be open at a time, in all and from one address (of IPv6 a /64). One more is closed as soon
/// as
/// it is accepted. A trusted proxy speaks for many, and has no limit of its own.
public final class ConnectionLimits {
    private static final Logger LOG = Logger.getLogger("blotter.http");
    private static final long QUIET_NANOS = 60_000_000_000L;

    private final int most;
    private final int mostOfAddress;
    private final TrustedProxies proxies;
    private final AtomicInteger open = new AtomicInteger();
    private final ConcurrentMap<String, Integer> byAddress = new ConcurrentHashMap<>();
    private volatile long warned = System.nanoTime() - QUIET_NANOS;

    public ConnectionLimits(int most, int mostOfAddress, TrustedProxies proxies) {
        this.most = most;
        this.mostOfAddress = mostOfAddress;
        this.proxies = proxies;
    }

    /// Whether a connection from this address may be opened; then [#closed] must be called once it is closed.
    public boolean opened(InetAddress address) {
        if (open.incrementAndGet() > most) {
            open.decrementAndGet();
            warn("%d connections are open, as many as may be; more are refused".formatted(most));
            return false;
        }
        int its = proxies.trusts(address) ? 0 : byAddress.merge(Cidr.block(address), 1, Integer::sum);
        if (its > mostOfAddress) {
            closed(address);
            warn("%d connections from %s are open, as many as one address may have; more are refused"
                    .formatted(mostOfAddress, address.getHostAddress()));
            return false;
        }
        return true;
    }

    public void closed(InetAddress address) {
        open.decrementAndGet();
        byAddress.computeIfPresent(Cidr.block(address), (block, count) -> count == 1 ? null : count - 1);
    }

    // One line a minute: a flood must not fill the log as well.
    private void warn(String message) {
        long now = System.nanoTime();
        if (now - warned >= QUIET_NANOS) {
            warned = now;
            LOG.warn(message);
        }
    }
}
