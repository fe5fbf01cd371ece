package blotter.platform.memory;

import blotter.platform.problem.Problem;
import blotter.platform.problem.ProblemType;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Limits the memory of all requests together: their bodies, the objects made from these, PostgreSQL's results, and
/// responses that are being sent. A request that needs more than is free waits a while, then fails with
/// `unavailable` (503) and `Retry-After`. So many heavy requests slow down their own clients and do not exhaust the
/// heap.
///
/// Sizes are in bytes and estimates; they must not be far below the real amount. Small requests are not counted,
/// because 32 of them fit beside the budget.
public final class MemoryBudget {
    // Semaphores count in ints, so permits stand for KiB.
    private static final int UNIT = 1024;
    private static final ThreadLocal<@Nullable Share> CURRENT = new ThreadLocal<>();

    private final long bytes;
    private final Duration timeout;
    private final Semaphore free;
    // Requests that hold memory and wait for more could deadlock, so only one at a time may do so.
    private final Semaphore extending = new Semaphore(1);

    /// @param timeout how long a request waits for memory
    public MemoryBudget(long bytes, Duration timeout) {
        this.bytes = bytes;
        this.timeout = timeout;
        this.free = new Semaphore(units(bytes));
    }

    private static int units(long bytes) {
        return Math.toIntExact((bytes + UNIT - 1) / UNIT);
    }

    public long bytes() {
        return bytes;
    }

    /// Free bytes.
    public long free() {
        return (long) free.availablePermits() * UNIT;
    }

    /// A new, empty share.
    public Share share() {
        return new Share();
    }

    /// The share of this thread's current request; null outside a request.
    public static @Nullable Share current() {
        return CURRENT.get();
    }

    /// The memory that one request holds. Takes nothing after it is closed.
    public final class Share implements AutoCloseable {
        private int held;
        private long answer;
        private boolean closed;

        private Share() {}

        /// Makes this the thread's current share.
        public void enter() {
            CURRENT.set(this);
        }

        /// Takes more bytes, at most the whole budget. Waits while too little is free.
        public synchronized void take(long more) {
            int wanted = wanted(more);
            if (wanted > 0 && !free.tryAcquire(wanted) && !await(wanted)) {
                throw spent();
            }
            held += wanted;
        }

        /// Takes more bytes if they are free, and returns whether they were.
        public synchronized boolean tryTake(long more) {
            int wanted = wanted(more);
            if (wanted > 0 && !free.tryAcquire(wanted)) {
                return false;
            }
            held += wanted;
            return true;
        }

        /// Takes as much as is missing to hold this many bytes.
        public void atLeast(long all) {
            take(all - (long) held * UNIT);
        }

        /// Takes the memory of a response, to hold until it is sent.
        public void answer(long bytes) {
            answer = bytes;
            atLeast(bytes);
        }

        /// Releases all but the memory of the response.
        public void worked() {
            shrink(answer);
        }

        private int wanted(long more) {
            return closed || more <= 0 ? 0 : Math.min(units(Math.min(more, bytes)), units(bytes) - held);
        }

        private boolean await(int wanted) {
            if (held > 0 && !extending.tryAcquire()) {
                return false;
            }
            try {
                return free.tryAcquire(wanted, timeout.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            } finally {
                if (held > 0) {
                    extending.release();
                }
            }
        }

        /// Releases all but this many bytes.
        public synchronized void shrink(long rest) {
            int kept = Math.min(held, units(rest));
            free.release(held - kept);
            held = kept;
        }

        @Override
        public synchronized void close() {
            shrink(0);
            closed = true;
        }
    }

    /// The problem when the budget is exhausted.
    public static Problem spent() {
        return Problem.problem(
                        ProblemType.UNAVAILABLE,
                        "too many large requests are running (expected: fewer at a time, or smaller ones);"
                                + " nothing was written")
                .header("Retry-After", "5");
    }
}
