package blotter.register.feed;

import blotter.platform.database.Database;
import blotter.platform.database.PostgresTypes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/// Reads what is new in the histories, of all organizations that somebody listens to at once.
public final class FeedStore {
    private final Database database;

    public FeedStore(Database database) {
        this.database = database;
    }

    /// Where the histories are at this moment.
    ///
    /// @param given up to which ids were given out to those who write
    /// @param oldest the oldest transaction that still writes; `next` when none does
    /// @param next the transaction that comes next
    record Marks(Position given, long oldest, long next) {}

    Marks marks() {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("""
                        select coalesce(pg_sequence_last_value(pg_get_serial_sequence('incident_history', 'id')::regclass), 0),
                               coalesce(pg_sequence_last_value(pg_get_serial_sequence('risk_history', 'id')::regclass), 0),
                               pg_snapshot_xmin(s)::text::bigint, pg_snapshot_xmax(s)::text::bigint
                          from pg_current_snapshot() s""")
                        .map((row, context) ->
                                new Marks(new Position(row.getLong(1), row.getLong(2)), row.getLong(3), row.getLong(4)))
                        .one());
    }

    /// What was written behind the position in these organizations, in the order in which it was.
    List<Change> since(Position from, Collection<Integer> orgs) {
        return database.jdbi().inTransaction(handle -> since(handle, from, orgs));
    }

    private static List<Change> since(Handle handle, Position from, Collection<Integer> orgs) {
        // The planner would take a range of ids at the end of a large table for a reason to read all of it. Nor is it
        // told the organizations before it has found the new rows: it would go through all that these ever did.
        handle.execute("set local enable_seqscan = off");
        return handle.createQuery("""
                        with fresh as materialized (
                            select 'incident' as register, org_id, number, id, at, actor, via, batch_id, kind
                              from incident_history where id > :incidents
                            union all
                            select 'risk', org_id, number, id, at, actor, via, batch_id, kind
                              from risk_history where id > :risks)
                        select org_id, register, kind, batch_id, max(id) as last, max(at) as at, actor, via,
                               count(*) as count, trim_array(array_agg(number order by number), greatest(count(*) - %d, 0)::int) as numbers
                          from fresh
                         where org_id = any(:orgs)
                         group by org_id, register, kind, batch_id, case when batch_id is null then id end, actor, via
                         order by max(at), max(id)""".formatted(Change.MOST_NUMBERS))
                .bind("incidents", from.incidents())
                .bind("risks", from.risks())
                .bind("orgs", orgs.stream().map(Integer::longValue).toArray(Long[]::new))
                .map((row, context) -> change(row))
                .list();
    }

    private static Change change(ResultSet row) throws SQLException {
        return new Change(
                row.getInt("org_id"),
                row.getString("register"),
                row.getString("kind"),
                row.getObject("batch_id", UUID.class),
                row.getLong("last"),
                Objects.requireNonNull(PostgresTypes.instant(row, "at")),
                row.getObject("actor", UUID.class),
                row.getString("via"),
                row.getLong("count"),
                Arrays.asList((Long[]) row.getArray("numbers").getArray()));
    }
}
