package blotter.platform.database;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Caches small tables (people, tags, sources) by organization. A value is loaded on first use and dropped when
/// [Announcements] invalidates it. While this node cannot listen, every read loads.
public final class OrganizationCache<T> {
    private final IntFunction<T> load;
    private final Predicate<T> worthKeeping;
    private final Map<Integer, T> values = new ConcurrentHashMap<>();
    private final AtomicLong generation = new AtomicLong();
    private final Object[] loading = Stream.generate(Object::new).limit(64).toArray();
    private volatile boolean listening = true;

    public OrganizationCache(IntFunction<T> load) {
        this(load, value -> true);
    }

    /// For ids that unauthenticated callers choose: without the predicate, lookups of organizations that do not
    /// exist would fill the memory.
    ///
    /// @param worthKeeping whether to cache a loaded value
    public OrganizationCache(IntFunction<T> load, Predicate<T> worthKeeping) {
        this.load = load;
        this.worthKeeping = worthKeeping;
    }

    public T get(int orgId) {
        var value = values.get(orgId);
        if (value != null) {
            return value;
        }
        // One thread loads for all: otherwise each concurrent request would hold a copy of a large value.
        synchronized (loading[Math.floorMod(orgId, loading.length)]) {
            value = values.get(orgId);
            return value == null ? load(orgId) : value;
        }
    }

    private T load(int orgId) {
        long before = generation.get();
        var loaded = load.apply(orgId);
        if (listening && worthKeeping.test(loaded)) {
            values.put(orgId, loaded);
            // An invalidation during the load: the value may be stale.
            if (generation.get() != before) {
                values.remove(orgId, loaded);
            }
        }
        return loaded;
    }

    public void invalidate(int orgId) {
        generation.incrementAndGet();
        values.remove(orgId);
    }

    int size() {
        return values.size();
    }

    void setListening(boolean listening) {
        this.listening = listening;
        generation.incrementAndGet();
        values.clear();
    }
}
