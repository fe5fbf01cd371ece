package blotter.people.authentication;

import java.time.Duration;
import org.jdbi.v3.core.Handle;

/// Counts tries in PostgreSQL, so that all nodes share the counts and its clock. Lowercases names in the same way
/// as the lookup of an email, so that all spellings of an email count as one account.
final class AttemptStore {
    // More than a minute adds, but few enough that the request that runs the sweep does not wait long.
    private static final int SWEEP_LIMIT = 1_000;

    /// A token bucket: `capacity` tries at once, then one more per `pace`.
    record Bucket(String name, int capacity, Duration pace) {
        double paceSeconds() {
            return pace.toMillis() / 1_000.0;
        }

        double spanSeconds() {
            return paceSeconds() * capacity;
        }
    }

    /// Takes a try; false when none is left. Concurrent transactions on the same bucket wait for each other.
    boolean take(Handle handle, Bucket bucket) {
        return handle.createUpdate("""
                        insert into attempt as a (key, paid_until, kept_until)
                        values (sha256(convert_to(lower(:name), 'UTF8')), now() + make_interval(secs => :pace),
                                now() + make_interval(secs => :pace))
                        on conflict (key) do update
                           set paid_until = greatest(a.paid_until, now()) + make_interval(secs => :pace),
                               kept_until = greatest(a.kept_until, greatest(a.paid_until, now()) + make_interval(secs => :pace))
                         where greatest(a.paid_until, now()) + make_interval(secs => :pace)
                               <= now() + make_interval(secs => :span)""")
                        .bind("name", bucket.name)
                        .bind("pace", bucket.paceSeconds())
                        .bind("span", bucket.spanSeconds())
                        .execute()
                == 1;
    }

    void giveBack(Handle handle, Bucket bucket) {
        handle.createUpdate("""
                        update attempt set paid_until = paid_until - make_interval(secs => :pace)
                         where key = sha256(convert_to(lower(:name), 'UTF8'))""")
                .bind("name", bucket.name)
                .bind("pace", bucket.paceSeconds())
                .execute();
    }

    /// The seconds until the next try; 0 when there is one now. Caps the debt at the whole bucket: after a clock
    /// was set back, an account would otherwise be blocked for as long as the clock was ahead.
    double wait(Handle handle, Bucket bucket) {
        return handle.createQuery("""
                        update attempt set paid_until = least(paid_until, now() + make_interval(secs => :span))
                         where key = sha256(convert_to(lower(:name), 'UTF8'))
                        returning greatest(0, extract(epoch from paid_until - now()) + :pace - :span)::float8""")
                .bind("name", bucket.name)
                .bind("pace", bucket.paceSeconds())
                .bind("span", bucket.spanSeconds())
                .mapTo(Double.class)
                .findOne()
                .orElse(0.0);
    }

    /// Rewrites the row unchanged.
    void touch(Handle handle, Bucket bucket) {
        handle.createUpdate("""
                        update attempt set paid_until = paid_until
                         where key = sha256(convert_to(lower(:name), 'UTF8'))""").bind("name", bucket.name).execute();
    }

    enum Known {
        NO,
        YES,
        /// Known, and due for renewal.
        LONG_AGO
    }

    /// @param renewedAfter the age at which a record is due for renewal, which saves writes for frequent callers
    Known known(Handle handle, String name, Duration keptFor, Duration renewedAfter) {
        return handle.createQuery("""
                        select kept_until < now() + make_interval(secs => :kept) as long_ago
                          from attempt
                         where key = sha256(convert_to(lower(:name), 'UTF8')) and kept_until > now()""")
                .bind("name", name)
                .bind("kept", (double) keptFor.minus(renewedAfter).toSeconds())
                .mapTo(Boolean.class)
                .findOne()
                .map(longAgo -> longAgo ? Known.LONG_AGO : Known.YES)
                .orElse(Known.NO);
    }

    void remember(Handle handle, String name, Duration keptFor) {
        handle.createUpdate("""
                        insert into attempt as a (key, paid_until, kept_until)
                        values (sha256(convert_to(lower(:name), 'UTF8')), now(), now() + make_interval(secs => :kept))
                        on conflict (key) do update set kept_until = excluded.kept_until""")
                .bind("name", name)
                .bind("kept", (double) keptFor.toSeconds())
                .execute();
    }

    /// Removes expired rows, except locked ones, which are left for the next sweep.
    void sweep(Handle handle) {
        handle.createUpdate("""
                        delete from attempt
                         where key in (select key from attempt where kept_until < now()
                                        order by kept_until limit :most for update skip locked)""").bind("most", SWEEP_LIMIT).execute();
    }
}
