package blotter.people.authentication;

import java.time.Duration;
import org.jdbi.v3.core.Handle;

/// Where tries are counted: in PostgreSQL, so that all nodes count together, and by its clock, so that they need not
/// agree on the time. Names are folded as the look-up of an email folds them, so whatever finds an account is counted
/// as
/// that account.
final class AttemptStore {
    // Far fewer than this come in a minute; the bound keeps the one request that sweeps from waiting long.
    private static final int SWEPT_AT_ONCE = 1_000;

    /// So many tries at once, and then one more with each pace that passes.
    ///
    /// @param name of what is counted
    record Bucket(String name, int most, Duration pace) {
        double paceSeconds() {
            return pace.toMillis() / 1_000.0;
        }

        double spanSeconds() {
            return paceSeconds() * most;
        }
    }

    /// Takes a try; false when there is none left. Those who ask at once wait for each other's transactions.
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

    /// Gives a try back.
    void giveBack(Handle handle, Bucket bucket) {
        handle.createUpdate("""
                        update attempt set paid_until = paid_until - make_interval(secs => :pace)
                         where key = sha256(convert_to(lower(:name), 'UTF8'))""")
                .bind("name", bucket.name)
                .bind("pace", bucket.paceSeconds())
                .execute();
    }

    /// How many seconds pass until the next try; 0 when there is one now. When the clock was set back, what lies
    /// further
    /// ahead than all tries together is forgiven, or an account would be closed for as long as the clock was wrong.
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

    /// Writes the row without changing it.
    void touch(Handle handle, Bucket bucket) {
        handle.createUpdate("""
                        update attempt set paid_until = paid_until
                         where key = sha256(convert_to(lower(:name), 'UTF8'))""").bind("name", bucket.name).execute();
    }

    /// Whether something is remembered.
    enum Known {
        NO,
        YES,
        /// It is, but not for much longer unless it is remembered again.
        LONG_AGO
    }

    /// @param renewedAfter how old a memory is that should be renewed: a machine that asks every few minutes does not
    ///     have to write each time
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

    /// Remembers something for so long.
    void know(Handle handle, String name, Duration keptFor) {
        handle.createUpdate("""
                        insert into attempt as a (key, paid_until, kept_until)
                        values (sha256(convert_to(lower(:name), 'UTF8')), now(), now() + make_interval(secs => :kept))
                        on conflict (key) do update set kept_until = excluded.kept_until""")
                .bind("name", name)
                .bind("kept", (double) keptFor.toSeconds())
                .execute();
    }

    /// Removes rows that say nothing more. Those that somebody is at are left for the next time.
    void sweep(Handle handle) {
        handle.createUpdate("""
                        delete from attempt
                         where key in (select key from attempt where kept_until < now()
                                        order by kept_until limit :most for update skip locked)""").bind("most", SWEPT_AT_ONCE).execute();
    }
}
