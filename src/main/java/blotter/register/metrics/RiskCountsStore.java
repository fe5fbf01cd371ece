package blotter.register.metrics;

import blotter.platform.database.Database;
import blotter.platform.database.Sql;
import blotter.register.change.EntryFilter;
import java.util.UUID;

/// Counts risks in PostgreSQL: one row for each combination of values, and for each tag.
public final class RiskCountsStore {
    private final Database database;

    public RiskCountsStore(Database database) {
        this.database = database;
    }

    RiskCounts read(int orgId, EntryFilter filter) {
        var sql = new Sql().and("i.org_id = :org");
        filter.addTo(sql);
        var counts = new RiskCounts();
        database.jdbi()
                .useHandle(handle -> sql.bindAll(handle.createQuery("""
                        with found as materialized (
                          select i.status, i.urgency, i.likelihood, i.impact, i.tag_ids
                            from risk i
                           where %s)
                        select f.status::text as status, f.urgency::text as urgency, f.likelihood::text as likelihood,
                               f.impact::text as impact, null::uuid as tag, count(*) as count
                          from found f
                         group by f.status, f.urgency, f.likelihood, f.impact
                        union all
                        select null, null, null, null, t.tag, count(*)
                          from found f cross join unnest(f.tag_ids) as t (tag)
                         group by t.tag""".formatted(sql.where())))
                        .bind("org", orgId)
                        .map((row, context) -> {
                            var tag = row.getObject("tag", UUID.class);
                            long count = row.getLong("count");
                            if (tag == null) {
                                counts.add(
                                        row.getString("status"),
                                        row.getString("urgency"),
                                        row.getString("likelihood"),
                                        row.getString("impact"),
                                        count);
                            } else {
                                counts.addTag(tag, count);
                            }
                            return count;
                        })
                        .list());
        return counts;
    }
}
