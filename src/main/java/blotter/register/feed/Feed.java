package blotter.register.feed;

import blotter.people.authentication.Proof;
import blotter.people.person.Users;
import blotter.platform.access.Caller;
import blotter.platform.problem.Problem;
import blotter.platform.problem.ProblemType;
import blotter.register.entry.RegisterKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Tells those who listen what is written in their organization. One thread looks every second, while anybody listens:
/// with one statement for all organizations, whoever wrote it and on whichever node. Those who write know nothing of
/// it.
///
/// Nothing is missed, and what comes again after a break has the same key. Whether a listener may still listen, and to
/// what, is looked at anew every few seconds.
public final class Feed implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger("blotter.feed");
    private static final int MOST_PER_PROOF = 4;
    private static final int MOST_PER_USER = 16;
    // Of one organization in one look; more are told as one for each register and kind.
    private static final int MOST_AT_ONCE = 100;
    // In rows of the histories: how far back a listener may come in, and how far the slowest who writes may stay
    // behind.
    private static final long MOST_MISSED = 20_000;
    private static final long WINDOW = 150_000;
    // For a mark that is certain.
    private static final long PATIENCE_NANOS = Duration.ofSeconds(5).toNanos();

    private final FeedStore store;
    private final Map<String, RegisterKind> kinds;
    private final Users users;
    private final Access access;
    private final Limits limits;
    private final List<Listener> listeners = new ArrayList<>();
    private final Semaphore wake = new Semaphore(0);
    private final Map<String, Change> told = new HashMap<>();
    private final Thread thread;
    private @Nullable Watermark watermark;
    private long checked = System.nanoTime();
    private boolean failing;
    private volatile boolean open = true;

    /// Whose word still counts.
    @FunctionalInterface
    public interface Access {
        /// The callers of these proofs; one that is worth nothing any more is not among them.
        Map<Proof, Caller> callers(Collection<Proof> proofs);
    }

    /// How much of it all.
    ///
    /// @param streams how many may listen at a time
    /// @param pause between two looks
    /// @param check how often each listener's right to listen is looked at
    /// @param heartbeat after how long a silent stream gets a sign of life
    public record Limits(int streams, Duration pause, Duration check, Duration heartbeat) {
        /// What holds unless somebody sets it.
        public static Limits of(int streams) {
            return new Limits(streams, Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(15));
        }

        /// How many of one organization: a fourth is for the others.
        int ofOrganization() {
            return streams - streams / 4;
        }
    }

    public Feed(FeedStore store, List<RegisterKind> kinds, Users users, Access access, Limits limits) {
        this.store = store;
        this.kinds =
                kinds.stream().collect(Collectors.toMap(kind -> kind.register().name(), Function.identity()));
        this.users = users;
        this.access = access;
        this.limits = limits;
        this.thread = Thread.ofPlatform().daemon().name("feed").unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /// Lets somebody listen. Throws a problem, with `Retry-After`, when there are too many.
    void join(Listener listener) {
        synchronized (listeners) {
            listeners.removeIf(each -> each.receiver().isGone());
            refuseTooMany(listener);
            listener.receiver().send(Message.OPENING);
            listeners.add(listener);
        }
        wake.release();
    }

    private void refuseTooMany(Listener listener) {
        int org = listener.caller().orgId();
        long ofOrganization =
                listeners.stream().filter(each -> each.caller().orgId() == org).count();
        if (!open || listeners.size() >= limits.streams || ofOrganization >= limits.ofOrganization()) {
            var what = !open
                    ? "this node ends"
                    : listeners.size() >= limits.streams
                            ? "%d streams are open (expected: fewer)".formatted(limits.streams)
                            : "%d streams of this organization are open (expected: fewer)".formatted(ofOrganization);
            throw Problem.problem(ProblemType.UNAVAILABLE, what).header("Retry-After", "30");
        }
        var user = listener.caller().userId();
        long same = listeners.stream()
                .filter(each -> each.proof().equals(listener.proof()))
                .count();
        long own = listeners.stream()
                .filter(each -> each.caller().userId().equals(user))
                .count();
        // Who stays only to hear what there is takes no place from the others.
        if (own >= MOST_PER_USER || (same >= MOST_PER_PROOF && listener.follows())) {
            var what = own >= MOST_PER_USER
                    ? "%d streams are open of this user".formatted(own)
                    : "%d streams are open with this session or token".formatted(same);
            throw Problem.problem(ProblemType.RATE_LIMITED, what + " (expected: fewer)")
                    .header("Retry-After", "30");
        }
    }

    private void run() {
        try {
            while (open) {
                var present = present();
                if (present.isEmpty()) {
                    watermark = null;
                    told.clear();
                    wake.acquire();
                    continue;
                }
                long begun = System.nanoTime();
                round(present);
                long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
                // Much that is new is looked at less often; who has just come need not wait for that.
                Thread.sleep(Math.min(50, limits.pause.toMillis()));
                if (wake.tryAcquire(
                        Math.clamp(took * 5, limits.pause.toMillis(), limits.check.toMillis()),
                        TimeUnit.MILLISECONDS)) {
                    wake.drainPermits();
                }
            }
        } catch (InterruptedException e) {
            // It ends.
        }
    }

    private List<Listener> present() {
        synchronized (listeners) {
            listeners.removeIf(each -> each.receiver().isGone());
            return List.copyOf(listeners);
        }
    }

    private void round(List<Listener> present) {
        try {
            var allowed = checked(present);
            if (!allowed.isEmpty()) {
                look(allowed);
            }
            failing = false;
        } catch (RuntimeException e) {
            // Whose right cannot be looked at has none.
            if (System.nanoTime() - checked > 2 * limits.check.toNanos()) {
                present.forEach(listener -> listener.receiver().end());
            }
            if (open && !failing) {
                failing = true;
                LOG.warnf("listeners are not told at the moment (%s); trying again", e.getMessage());
            }
        }
    }

    /// Those who may go on, with what they may by now; the streams of the others end.
    private List<Listener> checked(List<Listener> present) {
        // Who has just come has just been looked at.
        var due = System.nanoTime() - checked >= limits.check.toNanos();
        if (!due && watermark != null) {
            return present;
        }
        var callers = access.callers(present.stream().map(Listener::proof).collect(Collectors.toSet()));
        checked = System.nanoTime();
        var allowed = new ArrayList<Listener>();
        for (var listener : present) {
            var caller = callers.get(listener.proof());
            if (caller == null) {
                listener.receiver().end();
            } else {
                listener.setCaller(caller);
                allowed.add(listener);
            }
        }
        return allowed;
    }

    private void look(List<Listener> all) {
        var mark = watermark == null ? new Watermark(store.marks(), MOST_MISSED) : watermark;
        var marks = store.marks();
        var before = mark.settled();
        var after = mark.next(marks, WINDOW);
        var resuming = all.stream()
                .filter(each -> !each.hasBegun() && canResume(each, marks.given()))
                .toList();
        var from = resuming.stream()
                .map(Listener::position)
                .filter(Objects::nonNull)
                .reduce(before, Position::least);
        if (!from.reaches(marks.given())) {
            var changes = store.since(
                    from, all.stream().map(each -> each.caller().orgId()).collect(Collectors.toSet()));
            var fresh = changes.stream()
                    .filter(each -> !before.covers(each) && !told.containsKey(each.key()))
                    .toList();
            try {
                tell(all, resuming, changes, fresh);
            } catch (RuntimeException e) {
                // Some may have heard and others not: they come back to where they were.
                all.forEach(each -> each.receiver().end());
                throw e;
            }
            fresh.forEach(each -> told.put(each.key(), each));
        } else {
            resuming.forEach(each -> begin(each, true));
        }
        mark.settle(after);
        watermark = mark;
        told.values().removeIf(after::covers);
        for (var listener : all) {
            listener.setPosition(mark.isCertain() ? after : null);
            if (!listener.hasBegun()) {
                // What has been read just now was there before it came.
                begin(listener, false);
            }
            endLook(listener);
        }
    }

    private static boolean canResume(Listener listener, Position given) {
        var since = listener.position();
        return since != null && given.reaches(since) && since.reaches(given.back(MOST_MISSED));
    }

    private static void begin(Listener listener, boolean resumed) {
        listener.send("ready", "{\"resumed\":%s}".formatted(resumed));
        listener.begin();
    }

    private void endLook(Listener listener) {
        boolean ends = !listener.follows() && (listener.position() != null || listener.age() > PATIENCE_NANOS);
        if (ends || System.nanoTime() - listener.lastSent() >= limits.heartbeat.toNanos()) {
            listener.send(null, null);
        }
        if (ends) {
            listener.receiver().end();
        }
    }

    /// Tells each what is new to it: those who come back, all that they have missed; those who have just come, nothing.
    private void tell(List<Listener> all, List<Listener> resuming, List<Change> changes, List<Change> fresh) {
        var texts = new IdentityHashMap<Change, String>();
        var freshOf = merged(fresh);
        for (var listener : all) {
            int org = listener.caller().orgId();
            var of = freshOf;
            if (resuming.contains(listener)) {
                var since = Objects.requireNonNull(listener.position());
                of = merged(changes.stream()
                        .filter(each -> each.orgId() == org && !since.covers(each))
                        .toList());
                begin(listener, true);
            }
            if (listener.hasBegun()) {
                for (var change : of.getOrDefault(org, List.of())) {
                    if (listener.caller().may(kind(change).read())) {
                        listener.send("change", texts.computeIfAbsent(change, this::text));
                    }
                }
            }
        }
    }

    private RegisterKind kind(Change change) {
        return Objects.requireNonNull(kinds.get(change.register()));
    }

    private String text(Change change) {
        var actor = change.actor();
        var people = users.of(change.orgId(), actor == null ? List.of() : List.of(actor));
        return change.json(kind(change).register(), people);
    }

    /// By organization; many of one as one for each register and kind.
    private static Map<Integer, List<Change>> merged(List<Change> changes) {
        var byOrg = changes.stream().collect(Collectors.groupingBy(Change::orgId));
        byOrg.replaceAll((org, some) -> {
            if (some.size() <= MOST_AT_ONCE) {
                return some;
            }
            var kinds = new LinkedHashMap<String, Change>();
            some.forEach(each -> kinds.merge(each.register() + each.kind(), each, Change::and));
            return List.copyOf(kinds.values());
        });
        return byOrg;
    }

    /// Ends all streams, and lets nobody in any more.
    @Override
    public void close() {
        open = false;
        thread.interrupt();
        synchronized (listeners) {
            listeners.forEach(listener -> listener.receiver().end());
            listeners.clear();
        }
    }
}
