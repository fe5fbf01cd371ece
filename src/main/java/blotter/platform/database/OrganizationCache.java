package blotter.platform.database;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// What an organization has few of (people, tags, sources), in memory. A value is loaded when first asked for and
/// forgotten when told that it changed; while changes cannot be heard it is loaded each time.
public final class OrganizationCache<T> {
    private final IntFunction<T> load;
    private final Predicate<T> worthKeeping;
    private final Map<Integer, T> values = new ConcurrentHashMap<>();
    private final AtomicLong generation = new AtomicLong();
    private final Object[] loading = Stream.generate(Object::new).limit(64).toArray();
    private volatile boolean hearing = true;

    public OrganizationCache(IntFunction<T> load) {
        this(load, value -> true);
    }

    /// For organizations that a stranger may name: what is nothing is not kept, or asking for organizations that are
    /// not there would fill the memory.
    ///
    /// @param worthKeeping whether what was loaded is more than nothing
    public OrganizationCache(IntFunction<T> load, Predicate<T> worthKeeping) {
        this.load = load;
        this.worthKeeping = worthKeeping;
    }

    public T get(int orgId) {
        var value = values.get(orgId);
        if (value != null) {
            return value;
        }
        // One loads it for all who ask: what is large would else be there as often as requests are at work.
        synchronized (loading[Math.floorMod(orgId, loading.length)]) {
            value = values.get(orgId);
            return value == null ? load(orgId) : value;
        }
    }

    private T load(int orgId) {
        long before = generation.get();
        var loaded = load.apply(orgId);
        if (hearing && worthKeeping.test(loaded)) {
            values.put(orgId, loaded);
            // What was loaded may be older than a change heard meanwhile.
            if (generation.get() != before) {
                values.remove(orgId, loaded);
            }
        }
        return loaded;
    }

    public void forget(int orgId) {
        generation.incrementAndGet();
        values.remove(orgId);
    }

    int size() {
        return values.size();
    }

    void hears(boolean changes) {
        hearing = changes;
        generation.incrementAndGet();
        values.clear();
    }
}
