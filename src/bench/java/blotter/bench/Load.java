package blotter.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// A closed loop: so many clients, each of which sends its next request when it has read the last
/// answer whole.
final class Load {
    private static final int MOST_REQUESTS = 5_000_000;
    private static final AtomicLong SEED = new AtomicLong(1);

    private final int port;
    private final String token;
    private final Call call;
    private final AtomicLong left = new AtomicLong(MOST_REQUESTS);
    private final AtomicReference<@Nullable String> firstFault = new AtomicReference<>();
    private volatile long end;

    private Load(int port, String token, Call call) {
        this.port = port;
        this.token = token;
        this.call = call;
    }

    /// @param nanos of each request that was answered as expected, sorted
    /// @param firstFault what was wrong with the first that was not
    record Result(
            long[] nanos,
            double seconds,
            long failed,
            @Nullable String firstFault) {
        double perSecond() {
            return nanos.length / seconds;
        }
    }

    static Result run(int port, String token, Call call, int connections, double seconds) {
        return new Load(port, token, call).run(connections, seconds);
    }

    private Result run(int connections, double seconds) {
        var ready = new CountDownLatch(connections);
        var go = new CountDownLatch(1);
        var clients = new ArrayList<Client>();
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < connections; i++) {
            var client = new Client(ready, go);
            clients.add(client);
            threads.add(Thread.ofPlatform().daemon().name("client-" + i).start(client));
        }
        try {
            ready.await();
            long start = System.nanoTime();
            end = start + (long) (seconds * 1e9);
            go.countDown();
            for (var thread : threads) {
                thread.join();
            }
            double took = (System.nanoTime() - start) / 1e9;
            var nanos = clients.stream().flatMapToLong(client -> Arrays.stream(client.nanos, 0, client.count));
            return new Result(
                    nanos.sorted().toArray(),
                    took,
                    clients.stream().mapToLong(client -> client.failed).sum(),
                    firstFault.get());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private final class Client implements Runnable {
        private final CountDownLatch ready;
        private final CountDownLatch go;
        private final Bytes request = new Bytes();
        private final Bytes spare = new Bytes();
        private final SplittableRandom random = new SplittableRandom(SEED.getAndIncrement());
        private long[] nanos = new long[4096];
        private int count;
        private long failed;
        private @Nullable HttpConnection connection;

        Client(CountDownLatch ready, CountDownLatch go) {
            this.ready = ready;
            this.go = go;
        }

        @Override
        public void run() {
            try {
                connection = new HttpConnection(port);
            } catch (IOException e) {
                // The first request tries again, and says why.
            }
            ready.countDown();
            try {
                go.await();
                do {
                    exchange();
                } while (System.nanoTime() < end && left.decrementAndGet() > 0);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                disconnect();
            }
        }

        private void exchange() throws InterruptedException {
            call.write(request, spare, random, token);
            long start = System.nanoTime();
            String fault;
            try {
                var open = connection == null ? new HttpConnection(port) : connection;
                connection = open;
                int status = open.exchange(request);
                long took = System.nanoTime() - start;
                fault = call.check().fault(status, open.body());
                if (fault == null) {
                    add(took);
                }
                if (open.isToClose()) {
                    disconnect();
                }
            } catch (IOException | NumberFormatException e) {
                fault = e.toString();
                disconnect();
                // A server that is gone must not be hammered.
                Thread.sleep(50);
            }
            if (fault != null) {
                failed++;
                firstFault.compareAndSet(null, fault);
            }
        }

        private void add(long took) {
            if (count == nanos.length) {
                nanos = Arrays.copyOf(nanos, count * 2);
            }
            nanos[count++] = took;
        }

        private void disconnect() {
            if (connection != null) {
                connection.close();
                connection = null;
            }
        }
    }
}
