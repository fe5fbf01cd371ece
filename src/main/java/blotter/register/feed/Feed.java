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

/// Streams changes to the listeners of each organization. While anyone listens, one thread polls the histories
/// every second, with one statement for all organizations. Writers are not involved.
///
/// Delivery is at least once: no change is missed, and one that is repeated after a reconnect has the same key.
/// Each listener's permissions are checked again every few seconds.
public final class Feed implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger("blotter.feed");
    private static final int MAX_PER_CREDENTIAL = 4;
    private static final int MAX_PER_USER = 16;
    // Changes of an organization in one poll. More are merged into one for each register and kind.
    private static final int MAX_PER_POLL = 100;
    // How far back a listener may resume, in rows of the histories.
    private static final long MAX_RESUME = 20_000;
    // How far the watermark may stay behind for slow writers, in rows of the histories.
    private static final long WINDOW = 150_000;
    // How long a listener that does not follow waits for a certain position.
    private static final long POSITION_TIMEOUT_NANOS = Duration.ofSeconds(5).toNanos();

    private final FeedStore store;
    private final Map<String, RegisterKind> kinds;
    private final Users users;
    private final Access access;
    private final Limits limits;
    private final List<Listener> listeners = new ArrayList<>();
    private final Semaphore wake = new Semaphore(0);
    private final Map<String, Change> sent = new HashMap<>();
    private final Thread thread;
    private @Nullable Watermark watermark;
    private long checked = System.nanoTime();
    private boolean failing;
    private volatile boolean open = true;

    @FunctionalInterface
    public interface Access {
        /// The current callers of these credentials, without those that are no longer valid.
        Map<Proof, Caller> callers(Collection<Proof> proofs);
    }

    /// @param streams the most open streams
    /// @param pause between two polls
    /// @param check how often each listener's permissions are checked
    /// @param heartbeat how long a stream may be silent
    public record Limits(int streams, Duration pause, Duration check, Duration heartbeat) {
        /// The defaults.
        public static Limits of(int streams) {
            return new Limits(streams, Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(15));
        }

        /// The limit of one organization, which leaves a quarter to others.
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

    /// Adds a listener. Throws a problem with `Retry-After` when there are too many.
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
                    ? "this node is shutting down"
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
        // Short requests, which do not follow, do not count against the credential's limit.
        if (own >= MAX_PER_USER || (same >= MAX_PER_CREDENTIAL && listener.follows())) {
            var what = own >= MAX_PER_USER
                    ? "this user has %d open streams".formatted(own)
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
                    sent.clear();
                    wake.acquire();
                    continue;
                }
                long begun = System.nanoTime();
                round(present);
                long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
                // Polls less often while polls are slow, but at once for a new listener.
                Thread.sleep(Math.min(50, limits.pause.toMillis()));
                if (wake.tryAcquire(
                        Math.clamp(took * 5, limits.pause.toMillis(), limits.check.toMillis()),
                        TimeUnit.MILLISECONDS)) {
                    wake.drainPermits();
                }
            }
        } catch (InterruptedException e) {
            // The feed is closed.
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
                poll(allowed);
            }
            failing = false;
        } catch (RuntimeException e) {
            // Fails closed: without a recent check, the streams end.
            if (System.nanoTime() - checked > 2 * limits.check.toNanos()) {
                present.forEach(listener -> listener.receiver().end());
            }
            if (open && !failing) {
                failing = true;
                LOG.warnf("event streams are interrupted (%s); trying again", e.getMessage());
            }
        }
    }

    /// The listeners that are still permitted, with updated callers. Ends the streams of the others.
    private List<Listener> checked(List<Listener> present) {
        // New listeners were authenticated just now.
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

    private void poll(List<Listener> all) {
        var mark = watermark == null ? new Watermark(store.marks(), MAX_RESUME) : watermark;
        var marks = store.marks();
        var before = mark.settled();
        var after = mark.next(marks, WINDOW);
        var resuming = all.stream()
                .filter(each -> !each.hasBegun() && canResume(each, marks.issued()))
                .toList();
        var from = resuming.stream()
                .map(Listener::position)
                .filter(Objects::nonNull)
                .reduce(before, Position::least);
        if (!from.reaches(marks.issued())) {
            var changes = store.since(
                    from, all.stream().map(each -> each.caller().orgId()).collect(Collectors.toSet()));
            var fresh = changes.stream()
                    .filter(each -> !before.covers(each) && !sent.containsKey(each.key()))
                    .toList();
            try {
                send(all, resuming, changes, fresh);
            } catch (RuntimeException e) {
                // Some may have received the changes. All must reconnect and resume from their own position.
                all.forEach(each -> each.receiver().end());
                throw e;
            }
            fresh.forEach(each -> sent.put(each.key(), each));
        } else {
            resuming.forEach(each -> begin(each, true));
        }
        mark.settle(after);
        watermark = mark;
        sent.values().removeIf(after::covers);
        for (var listener : all) {
            listener.setPosition(mark.isCertain() ? after : null);
            if (!listener.hasBegun()) {
                // The changes that were just read are older than this listener.
                begin(listener, false);
            }
            finishPoll(listener);
        }
    }

    private static boolean canResume(Listener listener, Position issued) {
        var since = listener.position();
        return since != null && issued.reaches(since) && since.reaches(issued.back(MAX_RESUME));
    }

    private static void begin(Listener listener, boolean resumed) {
        listener.send("ready", "{\"resumed\":%s}".formatted(resumed));
        listener.begin();
    }

    private void finishPoll(Listener listener) {
        boolean ends = !listener.follows() && (listener.position() != null || listener.age() > POSITION_TIMEOUT_NANOS);
        if (ends || System.nanoTime() - listener.lastSent() >= limits.heartbeat.toNanos()) {
            listener.send(null, null);
        }
        if (ends) {
            listener.receiver().end();
        }
    }

    /// Sends new changes to all, missed ones to resuming listeners, and none to new ones.
    private void send(List<Listener> all, List<Listener> resuming, List<Change> changes, List<Change> fresh) {
        var texts = new IdentityHashMap<Change, String>();
        var freshByOrg = merged(fresh);
        for (var listener : all) {
            int org = listener.caller().orgId();
            var byOrg = freshByOrg;
            if (resuming.contains(listener)) {
                var since = Objects.requireNonNull(listener.position());
                byOrg = merged(changes.stream()
                        .filter(each -> each.orgId() == org && !since.covers(each))
                        .toList());
                begin(listener, true);
            }
            if (listener.hasBegun()) {
                for (var change : byOrg.getOrDefault(org, List.of())) {
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

    /// Groups by organization, and merges too many changes of one into one for each register and kind.
    private static Map<Integer, List<Change>> merged(List<Change> changes) {
        var byOrg = changes.stream().collect(Collectors.groupingBy(Change::orgId));
        byOrg.replaceAll((org, some) -> {
            if (some.size() <= MAX_PER_POLL) {
                return some;
            }
            var kinds = new LinkedHashMap<String, Change>();
            some.forEach(each -> kinds.merge(each.register() + each.kind(), each, Change::and));
            return List.copyOf(kinds.values());
        });
        return byOrg;
    }

    /// Ends all streams, and accepts no more.
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
