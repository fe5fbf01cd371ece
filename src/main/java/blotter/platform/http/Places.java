package blotter.platform.http;

import blotter.platform.problem.Problem;
import blotter.platform.problem.ProblemType;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/// Places for work that takes long, such as exports: some at work, some that wait for them, and of both together no
/// more
/// than its share for one organization, so that it does not keep the others out.
public final class Places {
    private final String work;
    private final int most;
    private final int share;
    private final Duration again;
    private final Semaphore atWork;
    private final Map<Integer, Integer> taken = new HashMap<>();
    private int all;

    /// @param work what is done in them, in the plural, for messages
    /// @param atWork how many are at work at once; the longest waiting is next
    /// @param waiting how many wait
    /// @param share how many of both one organization may have
    /// @param again when somebody who got none may ask again
    public Places(String work, int atWork, int waiting, int share, Duration again) {
        this.work = work;
        this.most = atWork + waiting;
        this.share = share;
        this.again = again;
        this.atWork = new Semaphore(atWork, true);
    }

    /// A place, until it is closed; closing it twice is closing it once.
    public final class Place implements AutoCloseable {
        private final int orgId;
        private final AtomicBoolean open = new AtomicBoolean(true);

        private Place(int orgId) {
            this.orgId = orgId;
        }

        @Override
        public void close() {
            if (open.compareAndSet(true, false)) {
                atWork.release();
                leave(orgId);
            }
        }
    }

    /// Takes a place, after those who came before. Throws a problem `unavailable`, with `Retry-After`, when too many
    /// wait
    /// already, or too many are the organization's own.
    public Place take(int orgId) {
        enter(orgId);
        atWork.acquireUninterruptibly();
        return new Place(orgId);
    }

    private synchronized void enter(int orgId) {
        int own = taken.getOrDefault(orgId, 0);
        if (own >= share) {
            throw full("%d %s of this organization are running".formatted(own, work));
        }
        if (all >= most) {
            throw full("%d %s are running".formatted(all, work));
        }
        taken.put(orgId, own + 1);
        all++;
    }

    private synchronized void leave(int orgId) {
        taken.computeIfPresent(orgId, (org, own) -> own == 1 ? null : own - 1);
        all--;
    }

    private Problem full(String what) {
        return Problem.problem(ProblemType.UNAVAILABLE, what + " (expected: fewer at a time)")
                .header("Retry-After", Long.toString(again.toSeconds()));
    }
}
