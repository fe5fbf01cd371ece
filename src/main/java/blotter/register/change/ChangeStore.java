package blotter.register.change;

import blotter.platform.database.PlainStatement;
import blotter.platform.database.Sql;
import blotter.register.change.Batch.Operation;
import blotter.register.objective.ObjectiveRelation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The statements of a change. Each is one statement for however many entries: a batch is parallel
/// arrays, unnested.
final class ChangeStore {
    // As long as each of their texts may be.
    private static final int FIT_ALWAYS = 20;

    private final Register register;
    private final EntryRows rows;

    ChangeStore(Register register) {
        this.register = register;
        this.rows = new EntryRows(register);
    }

    /// What happened to one entry, to be written into its history.
    record Event(long number, String kind, Map<String, Outcome.Change> changes, Stamp stamp) {}

    /// Reads the entries of these numbers and, if told so, locks them: in the order of their numbers, so
    /// that no two changes wait in a circle.
    List<Entry> read(Handle handle, int orgId, Collection<Long> numbers, boolean lock) {
        if (numbers.isEmpty()) {
            return List.of();
        }
        return new PlainStatement()
                .add("select ")
                .add(rows.columns())
                .add(" from ")
                .add(register.name())
                .add(" i where i.org_id = ")
                .value(orgId)
                .add(" and i.number = any(")
                .value(numbers.toArray(Long[]::new))
                .add(") order by i.number")
                .add(lock ? " for update" : "")
                .list(handle, rows::read);
    }

    /// Locks the entries of these numbers, in their order, without reading them; answers with the numbers of
    /// those that it holds. One that is deleted may be brought back a moment later: it is then there to be
    /// read, and not held, and must not be changed.
    Set<Long> lockNumbers(Handle handle, int orgId, Collection<Long> numbers) {
        return new HashSet<>(handle.createQuery("""
                        select i.number
                          from %s i
                         where i.org_id = :org and i.number in (select unnest(:numbers))
                         order by i.number
                           for update""".formatted(register.name()))
                .bind("org", orgId)
                .bind("numbers", numbers.toArray(Long[]::new))
                .mapTo(Long.class)
                .list());
    }

    /// The numbers in portions, in the order given: each of entries that fit into memory together.
    List<List<Long>> portions(Handle handle, int orgId, List<Long> numbers) {
        if (numbers.size() <= FIT_ALWAYS) {
            return numbers.isEmpty() ? List.of() : List.of(numbers);
        }
        var bytes = bytes(handle, orgId, numbers.toArray(Long[]::new));
        return Portions.of(numbers, bytes::get);
    }

    /// How much text the entries of these numbers have, in their order: none where a number is null or nobody's.
    List<Long> bytes(Handle handle, int orgId, Long[] numbers) {
        return handle.createQuery("""
                        select coalesce(%s, 0)
                          from unnest(:numbers) with ordinality n (number, place)
                          left join %s i on i.org_id = :org and i.number = n.number
                         order by n.place""".formatted(rows.bytes(), register.name()))
                .bind("numbers", numbers)
                .bind("org", orgId)
                .mapTo(Long.class)
                .list();
    }

    /// The numbers of the entries that the filter finds, at most so many, locked in their order if told
    /// so.
    List<Long> numbers(Handle handle, int orgId, EntryFilter filter, int most, boolean lock) {
        var sql = new Sql().and("i.org_id = :org");
        filter.addTo(sql);
        return sql.bindAll(
                        handle.createQuery("""
                        select i.number
                          from %s i
                         where %s
                         order by i.number
                         limit %d
                           %s""".formatted(register.name(), sql.where(), most, lock ? "for update" : "")))
                .bind("org", orgId)
                .mapTo(Long.class)
                .list();
    }

    /// Takes the next numbers of the organization's counter; answers with the first.
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

    /// Writes the changed fields of entries that are locked.
    void update(Handle handle, int orgId, List<Outcome.Updated> updates) {
        if (updates.isEmpty()) {
            return;
        }
        var columns = changed(updates);
        var statement = new PlainStatement();
        setTo(statement, columns);
        statement.add(" from (");
        table(updates, columns).addTo(statement);
        statement.add(") p where i.org_id = ").value(orgId).add(" and i.number = p.number");
        statement.update(handle);
    }

    /// Writes the changed fields of entries, their history and the batch: all of it, if none of the entries
    /// has moved on since it was read and these tags are still there, else nothing. It is one statement, so
    /// that it needs no transaction around it; it holds the tags first and then the entries in the order of
    /// their numbers, as every change does.
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
        var statement = new PlainStatement().add("with p as (");
        table.addTo(statement);
        statement.add(")");
        if (!tags.isEmpty()) {
            statement
                    .add(", held as (select from tag where org_id = ")
                    .value(orgId)
                    .add(" and id = any(")
                    .value(EntryRows.tags(tags))
                    .add("::uuid[]) order by content_key for key share)");
        }
        statement
                .add(", locked as (select i.number, i.version from ")
                .add(register.name())
                .add(" i where i.org_id = ")
                .value(orgId)
                .add(" and i.number in (select number from p)");
        if (!tags.isEmpty()) {
            statement.add(" and (select count(*) from held) = ").value(tags.size());
        }
        statement
                .add(" order by i.number for update), good as (select count(*) = ")
                .value(updates.size())
                .add(
                        " as yes from locked join p on p.number = locked.number and p.known = locked.version), changed as (");
        setTo(statement, columns);
        statement
                .add(" from p where i.org_id = ")
                .value(orgId)
                .add(" and i.number = p.number and (select yes from good)), recorded as (");
        insertInto(statement, register.name() + "_history", orgId, history(events));
        statement.add(" where (select yes from good)), kept as (");
        insertInto(statement, "batch", orgId, batches(List.of(batch)));
        statement.add(" where (select yes from good)) select yes from good");
        return statement.list(handle, row -> row.getBoolean(1)).getFirst();
    }

    private record Written(String column, String type, Function<Outcome.Updated, @Nullable Object> value) {}

    /// The columns in which some of these entries differ from what they were.
    private List<Written> changed(List<Outcome.Updated> updates) {
        var changed = new HashSet<String>();
        updates.forEach(update -> changed.addAll(update.changes().keySet()));
        var columns = new ArrayList<Written>();
        columns.add(new Written(
                "updated_by", "uuid", update -> update.after().trace().updatedBy()));
        columns.add(new Written(
                "updated_date", "timestamptz", update -> update.after().trace().updatedDate()));
        for (var field : register.fields()) {
            if (changed.contains(field.name())) {
                columns.add(new Written(
                        field.name(), field.sqlType(), update -> update.after().get(field)));
            }
        }
        if (changed.contains(ChangeRules.TAGS)) {
            columns.add(new Written(
                    "tag_ids", "uuid[]", update -> EntryRows.tags(update.after().tags())));
        }
        if (changed.contains(ChangeRules.OBJECTIVES)) {
            columns.add(new Written(
                    "threat_objectives",
                    "jsonb",
                    update -> ObjectiveRelation.stored(update.after().objectives())));
        }
        return columns;
    }

    private static Columns table(List<Outcome.Updated> updates, List<Written> columns) {
        var table = new Columns();
        table.add("number", "bigint", updates, update -> update.after().number());
        columns.forEach(column -> table.add(column.column, column.type, updates, column.value));
        return table;
    }

    private void setTo(PlainStatement statement, List<Written> columns) {
        statement.add("update ").add(register.name()).add(" i set version = i.version + 1");
        columns.forEach(
                column -> statement.add(", ").add(column.column).add(" = p.").add(column.column));
        for (var field : register.fields()) {
            var since = field.since();
            if (since != null && columns.stream().anyMatch(each -> each.column.equals(field.name()))) {
                setSince(statement, field.name(), since);
            }
        }
    }

    /// Where the field stays as it is, because other entries of the batch change theirs, so does its date.
    private static void setSince(PlainStatement statement, String field, Field.Since since) {
        statement.add(", %1$s = case when i.%2$s = p.%2$s then i.%1$s when p.%2$s = '%3$s' then p.updated_date end"
                .formatted(since.date(), field, since.value()));
    }

    private static void insertInto(PlainStatement statement, String table, int orgId, Columns columns) {
        statement
                .add("insert into ")
                .add(table)
                .add(" (org_id, ")
                .add(columns.names())
                .add(") select ")
                .value(orgId)
                .add("::int, p.* from (");
        columns.addTo(statement);
        statement.add(") p");
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
        var statement = new PlainStatement();
        insertInto(statement, register.name(), orgId, table);
        statement.update(handle);
    }

    /// Deletes entries that are locked, and their links: these in one order, whichever the register, so that
    /// no two deletions wait in a circle.
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

    /// Writes history: in the order given, which is that of the numbers.
    void record(Handle handle, int orgId, List<Event> events) {
        if (events.isEmpty()) {
            return;
        }
        var statement = new PlainStatement();
        insertInto(statement, register.name() + "_history", orgId, history(events));
        statement.update(handle);
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

    /// One batch, as it is kept.
    ///
    /// @param register null when it is of all
    record BatchRow(Stamp stamp, @Nullable String register, Operation operation, Batch batch, String names) {}

    void insertBatches(Handle handle, int orgId, List<BatchRow> batches) {
        if (batches.isEmpty()) {
            return;
        }
        var statement = new PlainStatement();
        insertInto(statement, "batch", orgId, batches(batches));
        statement.update(handle);
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
