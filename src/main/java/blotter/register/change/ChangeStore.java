package blotter.register.change;

import blotter.platform.database.PlainStatement;
import blotter.platform.database.Sql;
import blotter.register.change.Batch.Operation;
import blotter.register.objective.ObjectiveRelation;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The statements of a change. Each is one statement for any number of entries: the rows are parallel arrays that
/// `unnest` turns into a table.
final class ChangeStore {
    private final Register register;
    private final EntryRows rows;

    ChangeStore(Register register) {
        this.register = register;
        this.rows = new EntryRows(register);
    }

    /// One row of an entry's history.
    record Event(long number, String kind, Map<String, Outcome.Change> changes, Stamp stamp) {}

    /// Reads the entries of these numbers, without locking them.
    List<Entry> read(Handle handle, int orgId, Collection<Long> numbers) {
        if (numbers.isEmpty()) {
            return List.of();
        }
        return PlainStatement.of("""
                        select {columns}
                          from {register} i
                         where i.org_id = :org and i.number = any(:numbers)
                         order by i.number""")
                .slot("columns", rows.columns())
                .slot("register", register.name())
                .bind("org", orgId)
                .bind("numbers", numbers.toArray(Long[]::new))
                .list(handle, rows::read);
    }

    /// Finds the entries of these numbers and locks them, in the order of their numbers, so that changes cannot
    /// deadlock. An entry that is missing here is not locked, even if an undo restores it a moment later, and must
    /// not be changed.
    EntrySizes lock(Handle handle, int orgId, Collection<Long> numbers) {
        return sizes(handle, orgId, numbers, "for update");
    }

    /// Finds the entries of these numbers, without locking them.
    EntrySizes find(Handle handle, int orgId, Collection<Long> numbers) {
        return sizes(handle, orgId, numbers, "");
    }

    private EntrySizes sizes(Handle handle, int orgId, Collection<Long> numbers, String locking) {
        if (numbers.isEmpty()) {
            return EntrySizes.NONE;
        }
        return EntrySizes.of(PlainStatement.of("""
                        select i.number, {bytes} as bytes
                          from {register} i
                         where i.org_id = :org and i.number = any(:numbers)
                         order by i.number
                           {locking}""")
                .slot("bytes", rows.bytes())
                .slot("register", register.name())
                .slot("locking", locking)
                .bind("org", orgId)
                .bind("numbers", numbers.toArray(Long[]::new))
                .list(handle, ChangeStore::size));
    }

    /// Finds at most so many entries by the filter and locks them, in the order of their numbers.
    EntrySizes lock(Handle handle, int orgId, EntryFilter filter, int most) {
        return sizes(handle, orgId, filter, most, "for update");
    }

    /// Finds at most so many entries by the filter, without locking them.
    EntrySizes find(Handle handle, int orgId, EntryFilter filter, int most) {
        return sizes(handle, orgId, filter, most, "");
    }

    private EntrySizes sizes(Handle handle, int orgId, EntryFilter filter, int most, String locking) {
        var sql = new Sql().and("i.org_id = :org");
        filter.addTo(sql);
        return EntrySizes.of(sql.bindAll(
                        handle.createQuery("""
                        select i.number, %s as bytes
                          from %s i
                         where %s
                         order by i.number
                         limit %d
                           %s""".formatted(rows.bytes(), register.name(), sql.where(), most, locking)))
                .bind("org", orgId)
                .map((row, context) -> size(row))
                .list());
    }

    private static EntrySizes.Size size(ResultSet row) throws SQLException {
        return new EntrySizes.Size(row.getLong("number"), row.getLong("bytes"));
    }

    /// Reserves numbers from the organization's counter, and returns the first.
    long nextNumbers(Handle handle, int orgId, int count) {
        return handle.createQuery("""
                        update organization_counter
                           set %1$s = %1$s + :count
                         where org_id = :org
                        returning %1$s - :count + 1""".formatted(register.plural()))
                .bind("org", orgId)
                .bind("count", count)
                .mapTo(Long.class)
                .one();
    }

    /// Writes the changed fields of entries that are locked. Triggers keep `incident_facet` and `incident_text` in
    /// step, when a column that they hold is set.
    void update(Handle handle, int orgId, List<Outcome.Updated> updates) {
        if (updates.isEmpty()) {
            return;
        }
        var columns = changed(updates);
        PlainStatement.of("""
                        update {register} i
                           set version = i.version + 1{set}
                          from ({rows}) p
                         where i.org_id = :org and i.number = p.number""")
                .slot("register", register.name())
                .slot("set", set(columns))
                .slot("rows", table(updates, columns).rows())
                .bind("org", orgId)
                .update(handle);
    }

    /// Writes the changed fields of entries, their history and the batch with one statement, which needs no
    /// transaction around it. It writes everything or, if an entry has changed since it was read or a tag has been
    /// deleted, nothing. Like every change it locks tags first, then entries in the order of their numbers.
    /// Triggers keep `incident_facet` and `incident_text` in step, as in [#update].
    ///
    /// @return whether it has written
    boolean writeAtOnce(
            Handle handle,
            int orgId,
            List<Outcome.Updated> updates,
            List<Event> events,
            BatchRow batch,
            Collection<UUID> tags) {
        var columns = changed(updates);
        var table = table(updates, columns);
        table.add("known", "bigint", updates, update -> update.before().version());
        var history = history(events);
        var batches = batches(List.of(batch));
        return PlainStatement.of("""
                        with p as ({rows}),
                        tags as (
                            select
                              from tag
                             where org_id = :org and id = any(:tags::uuid[])
                             order by content_key
                               for key share),
                        locked as (
                            select i.number, i.version
                              from {register} i
                             where i.org_id = :org and i.number in (select number from p)
                               and (select count(*) from tags) = :tag_count
                             order by i.number
                               for update),
                        same as (
                            select count(*) = :count as yes
                              from locked
                              join p on p.number = locked.number and p.known = locked.version),
                        updated as (
                            update {register} i
                               set version = i.version + 1{set}
                              from p
                             where i.org_id = :org and i.number = p.number and (select yes from same)),
                        recorded as (
                            insert into {register}_history (org_id, {history_columns})
                            select :org::int, h.* from ({history}) h where (select yes from same)),
                        batched as (
                            insert into batch (org_id, {batch_columns})
                            select :org::int, b.* from ({batch}) b where (select yes from same))
                        select yes from same""")
                .slot("register", register.name())
                .slot("rows", table.rows())
                .slot("set", set(columns))
                .slot("history_columns", history.names())
                .slot("history", history.rows())
                .slot("batch_columns", batches.names())
                .slot("batch", batches.rows())
                .bind("org", orgId)
                .bind("count", updates.size())
                .bind("tags", EntryRows.tags(tags))
                .bind("tag_count", tags.size())
                .list(handle, row -> row.getBoolean(1))
                .getFirst();
    }

    private record ChangedColumn(String column, String type, Function<Outcome.Updated, @Nullable Object> value) {}

    /// The columns that change in at least one of these entries.
    private List<ChangedColumn> changed(List<Outcome.Updated> updates) {
        var changed = new HashSet<String>();
        updates.forEach(update -> changed.addAll(update.changes().keySet()));
        var columns = new ArrayList<ChangedColumn>();
        columns.add(new ChangedColumn(
                "updated_by", "uuid", update -> update.after().trace().updatedBy()));
        columns.add(new ChangedColumn(
                "updated_date", "timestamptz", update -> update.after().trace().updatedDate()));
        for (var field : register.fields()) {
            if (changed.contains(field.name())) {
                columns.add(new ChangedColumn(
                        field.name(), field.sqlType(), update -> update.after().get(field)));
            }
        }
        if (changed.contains(ChangeRules.TAGS)) {
            columns.add(new ChangedColumn(
                    "tag_ids", "uuid[]", update -> EntryRows.tags(update.after().tags())));
        }
        if (changed.contains(ChangeRules.OBJECTIVES)) {
            columns.add(new ChangedColumn(
                    "threat_objectives",
                    "jsonb",
                    update -> ObjectiveRelation.stored(update.after().objectives())));
        }
        return columns;
    }

    private static Columns table(List<Outcome.Updated> updates, List<ChangedColumn> columns) {
        var table = new Columns();
        table.add("number", "bigint", updates, update -> update.after().number());
        columns.forEach(column -> table.add(column.column, column.type, updates, column.value));
        return table;
    }

    /// The assignments of an update, beside the version.
    private String set(List<ChangedColumn> columns) {
        var set = new StringBuilder();
        columns.forEach(column -> set.append(", %1$s = p.%1$s".formatted(column.column)));
        for (var field : register.fields()) {
            var since = field.since();
            if (since != null && columns.stream().anyMatch(each -> each.column.equals(field.name()))) {
                // An entry whose field stays as it is keeps its date, even if others of the batch change theirs.
                set.append(", %1$s = case when i.%2$s = p.%2$s then i.%1$s when p.%2$s = '%3$s' then p.updated_date end"
                        .formatted(since.date(), field.name(), since.value()));
            }
        }
        return set.toString();
    }

    private static void insert(Handle handle, String table, int orgId, Columns columns) {
        PlainStatement.of("insert into {table} (org_id, {columns}) select :org::int, p.* from ({rows}) p")
                .slot("table", table)
                .slot("columns", columns.names())
                .slot("rows", columns.rows())
                .bind("org", orgId)
                .update(handle);
    }

    void insert(Handle handle, int orgId, List<Entry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        var table = new Columns();
        table.add("number", "bigint", entries, Entry::number);
        for (var field : register.fields()) {
            table.add(field.name(), field.sqlType(), entries, entry -> entry.get(field));
            var since = field.since();
            if (since != null) {
                table.add(since.date().name(), since.date().sqlType(), entries, entry -> entry.get(since.date()));
            }
        }
        table.add("opened_by", "uuid", entries, entry -> entry.trace().openedBy());
        table.add("updated_by", "uuid", entries, entry -> entry.trace().updatedBy());
        table.add("created_date", "timestamptz", entries, entry -> entry.trace().createdDate());
        table.add("updated_date", "timestamptz", entries, entry -> entry.trace().updatedDate());
        table.add("version", "bigint", entries, Entry::version);
        table.add("tag_ids", "uuid[]", entries, entry -> EntryRows.tags(entry.tags()));
        table.add("threat_objectives", "jsonb", entries, entry -> ObjectiveRelation.stored(entry.objectives()));
        table.add("comment_count", "bigint", entries, Entry::commentCount);
        insert(handle, register.name(), orgId, table);
    }

    /// Deletes entries that are locked, and their links. Both registers lock links in the same order, so that
    /// deletions cannot deadlock.
    void delete(Handle handle, int orgId, List<Entry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        handle.createUpdate("""
                        with unlinked as (
                            delete from incident_risk l
                             using (select number, risk_number
                                      from incident_risk d
                                     where d.org_id = :org and d.%2$s in (select unnest(:numbers))
                                     order by number, risk_number
                                       for update) d
                             where l.org_id = :org and l.number = d.number and l.risk_number = d.risk_number)
                        delete from %1$s i
                         where i.org_id = :org and i.number in (select unnest(:numbers))""".formatted(register.name(), register.links().own()))
                .bind("org", orgId)
                .bind("numbers", entries.stream().map(Entry::number).toArray(Long[]::new))
                .execute();
    }

    /// Writes history, in the order given: that of the numbers.
    void record(Handle handle, int orgId, List<Event> events) {
        if (events.isEmpty()) {
            return;
        }
        insert(handle, register.name() + "_history", orgId, history(events));
    }

    private static Columns history(List<Event> events) {
        var table = new Columns();
        table.add("number", "bigint", events, Event::number);
        table.add("at", "timestamptz", events, event -> event.stamp().at());
        table.add("actor", "uuid", events, event -> event.stamp().actor());
        table.add("via", "text", events, event -> event.stamp().via().label());
        table.add("batch_id", "uuid", events, event -> event.stamp().batchId());
        table.add("kind", "text", events, Event::kind);
        table.add("changes", "jsonb", events, event -> HistoryJson.changes(event.changes()));
        return table;
    }

    /// One row of `batch`.
    ///
    /// @param register null if the batch spans all registers
    record BatchRow(Stamp stamp, @Nullable String register, Operation operation, Batch batch, String names) {}

    void insertBatches(Handle handle, int orgId, List<BatchRow> batches) {
        if (batches.isEmpty()) {
            return;
        }
        insert(handle, "batch", orgId, batches(batches));
    }

    private static Columns batches(List<BatchRow> batches) {
        var table = new Columns();
        table.add("id", "uuid", batches, each -> each.batch().id());
        table.add("at", "timestamptz", batches, each -> each.stamp().at());
        table.add("actor", "uuid", batches, each -> each.stamp().actor());
        table.add("via", "text", batches, each -> each.stamp().via().label());
        table.add("operation", "text", batches, each -> each.operation().label());
        table.add("updated", "int", batches, each -> each.batch().updated());
        table.add("unchanged", "int", batches, each -> each.batch().unchanged());
        table.add("failed", "int", batches, each -> each.batch().failed());
        table.add("register", "text", batches, BatchRow::register);
        table.add("names", "jsonb", batches, BatchRow::names);
        table.add("request_id", "text", batches, each -> each.stamp().requestId());
        return table;
    }
}
