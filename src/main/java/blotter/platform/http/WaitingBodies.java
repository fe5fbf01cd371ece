package blotter.platform.http;

import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/// How many bytes of strangers' bodies may wait at a time, in all and from one address (of IPv6 a /64).
public final class WaitingBodies {
    private static final int OF_ADDRESS = 8;

    private final long most;
    private final AtomicLong all = new AtomicLong();
    private final ConcurrentMap<String, Long> byAddress = new ConcurrentHashMap<>();

    /// @param most bytes in all, of which an address may have an eighth
    public WaitingBodies(long most) {
        this.most = most;
    }

    /// How many bytes wait.
    public long bytes() {
        return all.get();
    }

    Place of(InetAddress address) {
        return new Place(Cidr.block(address));
    }

    /// What one request has of it.
    final class Place implements AutoCloseable {
        private final String address;
        private long held;
        private boolean closed;

        private Place(String address) {
            this.address = address;
        }

        /// Takes so many bytes more; whether they were there.
        synchronized boolean take(long bytes) {
            if (closed || all.addAndGet(bytes) > most) {
                all.addAndGet(closed ? 0 : -bytes);
                return false;
            }
            held += bytes;
            // What was taken too much is given back with the rest, when the request ends.
            return byAddress.merge(address, bytes, Long::sum) <= most / OF_ADDRESS;
        }

        /// Gives all back.
        @Override
        public synchronized void close() {
            closed = true;
            all.addAndGet(-held);
            if (held > 0) {
                byAddress.computeIfPresent(address, (block, bytes) -> bytes == held ? null : bytes - held);
            }
            held = 0;
        }
    }
}
