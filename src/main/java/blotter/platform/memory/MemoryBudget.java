package blotter.platform.memory;

import blotter.platform.problem.Problem;
import blotter.platform.problem.ProblemType;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The memory that all requests together may hold at a time: their bodies, what is made of these, what PostgreSQL
/// answers, and answers that wait for their reader. A request that would take more than is left waits a while, and is
/// then refused with the problem `unavailable` (503) and `Retry-After`, so that many heavy requests at once cost their
/// senders time and not everybody the server.
///
/// Sizes are in bytes and need not be exact: what counts is that the true amount is not much larger. Small requests are
/// not counted at all, since 32 of them fit beside the budget.
public final class MemoryBudget {
    // What a semaphore counts is an int.
    private static final int UNIT = 1024;
    private static final ThreadLocal<@Nullable Share> CURRENT = new ThreadLocal<>();

    private final long bytes;
    private final Duration patience;
    private final Semaphore free;
    // Whoever holds something and waits for more could wait for somebody who does the same: one may, the others do not.
    private final Semaphore extending = new Semaphore(1);

    /// @param patience how long a request waits for its memory
    public MemoryBudget(long bytes, Duration patience) {
        this.bytes = bytes;
        this.patience = patience;
        this.free = new Semaphore(units(bytes));
    }

    private static int units(long bytes) {
        return Math.toIntExact((bytes + UNIT - 1) / UNIT);
    }

    /// All of it, in bytes.
    public long bytes() {
        return bytes;
    }

    /// What nobody holds, in bytes.
    public long free() {
        return (long) free.availablePermits() * UNIT;
    }

    /// A share for one request, with nothing in it yet.
    public Share share() {
        return new Share();
    }

    /// The share of the request that this thread works on; null when it works on none.
    public static @Nullable Share current() {
        return CURRENT.get();
    }

    /// What one request holds. It is closed once by whoever works on the request, and then takes nothing more.
    public final class Share implements AutoCloseable {
        private int held;
        private long answer;
        private boolean closed;

        private Share() {}

        /// Makes this the share of the request that the thread works on, until it works on another one.
        public void enter() {
            CURRENT.set(this);
        }

        /// Takes so many bytes more, or all that there are when that is less. Waits when others hold too much.
        public synchronized void take(long more) {
            int wanted = wanted(more);
            if (wanted > 0 && !free.tryAcquire(wanted) && !awaited(wanted)) {
                throw spent();
            }
            held += wanted;
        }

        /// Takes so many bytes more when they are there; whether they were.
        public synchronized boolean tryTake(long more) {
            int wanted = wanted(more);
            if (wanted > 0 && !free.tryAcquire(wanted)) {
                return false;
            }
            held += wanted;
            return true;
        }

        /// Takes what lacks to hold at least so many bytes.
        public void atLeast(long all) {
            take(all - (long) held * UNIT);
        }

        /// Takes what an answer of so many bytes needs, which stays taken until it is sent.
        public void answer(long bytes) {
            answer = bytes;
            atLeast(bytes);
        }

        /// Gives back all but what the answer needs.
        public void worked() {
            shrink(answer);
        }

        private int wanted(long more) {
            return closed || more <= 0 ? 0 : Math.min(units(Math.min(more, bytes)), units(bytes) - held);
        }

        private boolean awaited(int wanted) {
            if (held > 0 && !extending.tryAcquire()) {
                return false;
            }
            try {
                return free.tryAcquire(wanted, patience.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            } finally {
                if (held > 0) {
                    extending.release();
                }
            }
        }

        /// Gives back all but so many bytes.
        public synchronized void shrink(long rest) {
            int kept = Math.min(held, units(rest));
            free.release(held - kept);
            held = kept;
        }

        /// Gives all back.
        @Override
        public synchronized void close() {
            shrink(0);
            closed = true;
        }
    }

    /// The problem of a request that finds no memory.
    public static Problem spent() {
        return Problem.problem(
                        ProblemType.UNAVAILABLE,
                        "too many large requests are running (expected: fewer at a time, or smaller ones);"
                                + " nothing was written")
                .header("Retry-After", "5");
    }
}
