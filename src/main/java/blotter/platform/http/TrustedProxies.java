package blotter.platform.http;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The proxies whose word about their clients counts. What anybody else sends in `X-Forwarded-For` or
/// `X-Forwarded-Proto` is a client's own invention.
public final class TrustedProxies {
    /// Nobody is trusted: a client is who connects.
    public static final TrustedProxies NONE = new TrustedProxies(List.of());

    private final List<Cidr> blocks;

    private TrustedProxies(List<Cidr> blocks) {
        this.blocks = List.copyOf(blocks);
    }

    /// Reads a list like `10.0.0.0/8, ::1`. Throws IllegalArgumentException that names what is none.
    public static TrustedProxies parse(String list) {
        var blocks = new ArrayList<Cidr>();
        for (var each : list.split(",", -1)) {
            if (!each.isBlank()) {
                var block = Cidr.parse(each.strip());
                if (block == null) {
                    throw new IllegalArgumentException(
                            "%s (expected: addresses and blocks such as 10.0.0.0/8, ::1)".formatted(each.strip()));
                }
                blocks.add(block);
            }
        }
        return new TrustedProxies(blocks);
    }

    /// Whether its word counts.
    public boolean trusts(InetAddress address) {
        return blocks.stream().anyMatch(block -> block.contains(address));
    }

    /// The client behind the peer: the last address of `X-Forwarded-For` that is not of a trusted proxy. Each proxy
    /// adds
    /// at the end whom it saw, so that what a client has made up stands before that. What is no address ends
    /// the search: who wrote it is the client.
    ///
    /// @param forwarded the header's values, in their order
    public InetAddress client(InetAddress peer, List<String> forwarded) {
        var client = peer;
        var hops = String.join(",", forwarded).split(",", -1);
        for (int i = hops.length - 1; i >= 0 && trusts(client); i--) {
            var hop = address(hops[i].strip());
            if (hop == null) {
                return client;
            }
            client = hop;
        }
        return client;
    }

    // Some proxies add a port: 192.0.2.1:4711, [2001:db8::1]:4711.
    private static @Nullable InetAddress address(String hop) {
        if (hop.startsWith("[")) {
            int end = hop.indexOf(']');
            boolean whole = end > 0 && hop.substring(end + 1).matches("(:[0-9]{1,5})?");
            return whole ? Cidr.address(hop.substring(1, end)) : null;
        }
        int colon = hop.indexOf(':');
        boolean port = colon > 0
                && hop.indexOf('.') > 0
                && hop.indexOf('.') < colon
                && hop.substring(colon + 1).matches("[0-9]{1,5}");
        return Cidr.address(port ? hop.substring(0, colon) : hop);
    }
}
