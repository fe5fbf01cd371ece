package blotter.platform.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OrganizationCacheTest {
    private final AtomicInteger loads = new AtomicInteger();

    private List<String> load(int orgId) {
        loads.incrementAndGet();
        return orgId == 1 ? List.of("a") : List.of();
    }

    @Test
    void loadsAValueOnceUntilItIsInvalidated() {
        var cache = new OrganizationCache<>(this::load);
        assertThat(List.of(cache.get(1), cache.get(1))).containsOnly(List.of("a"));
        assertThat(loads).hasValue(1);
        cache.invalidate(1);
        cache.get(1);
        assertThat(loads).hasValue(2);
    }

    @Test
    void concurrentReadersWaitForOneLoad() throws Exception {
        var all = new CountDownLatch(8);
        var cache = new OrganizationCache<>(orgId -> {
            try {
                // Gives the other threads time to load too, if they wrongly do.
                all.await(200, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return load(orgId);
        });
        try (var threads = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < 8; i++) {
                threads.submit(() -> {
                    all.countDown();
                    return cache.get(1);
                });
            }
        }
        assertThat(loads).hasValue(1);
    }

    @Test
    void cachesNothingWhileNotListening() {
        var cache = new OrganizationCache<>(this::load);
        cache.setListening(false);
        cache.get(1);
        assertThat(cache.size()).isZero();
        cache.setListening(true);
        cache.get(1);
        assertThat(cache.size()).isOne();
    }

    @Test
    void emptyValuesAreNotCached() {
        var cache = new OrganizationCache<>(this::load, found -> !found.isEmpty());
        for (int orgId = 1; orgId <= 1_000; orgId++) {
            cache.get(orgId);
        }
        assertThat(cache.size()).isOne();
    }
}
