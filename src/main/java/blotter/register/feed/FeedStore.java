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

/// Reads new rows of the histories, for all organizations with listeners at once.
public final class FeedStore {
    private final Database database;

    public FeedStore(Database database) {
        this.database = database;
    }

    /// The current state of the histories.
    ///
    /// @param issued the last ids that the sequences have handed out
    /// @param oldest the oldest running transaction with an id; `next` when there is none
    /// @param next the next transaction id
    record Marks(Position issued, long oldest, long next) {}

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

    /// The changes after the position in these organizations, in order.
    List<Change> since(Position from, Collection<Integer> orgs) {
        return database.jdbi().inTransaction(handle -> since(handle, from, orgs));
    }

    private static List<Change> since(Handle handle, Position from, Collection<Integer> orgs) {
        // The planner would read the whole table for a range of ids at its end. The materialized subquery keeps it
        // from starting with the organizations, and reading all of their rows.
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
                         order by max(at), max(id)""".formatted(Change.MAX_NUMBERS))
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
