package blotter.change;

import blotter.change.Batch.Operation;
import blotter.database.Sql;
import blotter.objective.ObjectiveRelation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/// The statements of a change. Each is one statement for however many entries: a batch is parallel
/// arrays, unnested.
final class ChangeStore {
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
        return handle.createQuery("""
                        select %s
                          from %s i
                         where i.org_id = :org and i.number in (select unnest(:numbers))
                         order by i.number
                           %s""".formatted(rows.columns(), register.name(), lock ? "for update" : ""))
                .bind("org", orgId)
                .bind("numbers", numbers.toArray(Long[]::new))
                .map((row, context) -> rows.read(row))
                .list();
    }

    /// Locks the entries of these numbers, in their order, without reading them.
    void lockNumbers(Handle handle, int orgId, Collection<Long> numbers) {
        handle.createQuery("""
                        select i.number
                          from %s i
                         where i.org_id = :org and i.number in (select unnest(:numbers))
                         order by i.number
                           for update""".formatted(register.name()))
                .bind("org", orgId)
                .bind("numbers", numbers.toArray(Long[]::new))
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
        var changed = updates.stream()
                .flatMap(update -> update.changes().keySet().stream())
                .collect(Collectors.toSet());
        var fields = register.fields().stream()
                .filter(field -> changed.contains(field.name()))
                .toList();
        var table = new Columns();
        table.add("number", "bigint", updates, update -> update.after().number());
        table.add(
                "updated_by", "uuid", updates, update -> update.after().trace().updatedBy());
        table.add(
                "updated_date",
                "timestamptz",
                updates,
                update -> update.after().trace().updatedDate());
        for (var field : fields) {
            table.add(
                    field.name(),
                    field.sqlType(),
                    updates,
                    update -> update.after().get(field));
        }
        if (changed.contains(ChangeRules.TAGS)) {
            table.add(
                    "tag_ids",
                    "uuid[]",
                    updates,
                    update -> EntryRows.tags(update.after().tags()));
        }
        if (changed.contains(ChangeRules.OBJECTIVES)) {
            table.add(
                    "threat_objectives",
                    "jsonb",
                    updates,
                    update -> ObjectiveRelation.stored(update.after().objectives()));
        }
        var set = table.names().stream()
                .filter(name -> !name.equals("number"))
                .map(name -> "%1$s = p.%1$s".formatted(name))
                .collect(Collectors.joining(", "));
        table.bind(handle.createUpdate("""
                        update %s i
                           set %s, version = i.version + 1
                          from (%s) p
                         where i.org_id = :org and i.number = p.number""".formatted(register.name(), set, table.select())))
                .bind("org", orgId)
                .execute();
    }

    void insert(Handle handle, int orgId, List<Entry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        var table = new Columns();
        table.add("number", "bigint", entries, Entry::number);
        for (var field : register.fields()) {
            table.add(field.name(), field.sqlType(), entries, entry -> entry.get(field));
        }
        table.add("opened_by", "uuid", entries, entry -> entry.trace().openedBy());
        table.add("updated_by", "uuid", entries, entry -> entry.trace().updatedBy());
        table.add("created_date", "timestamptz", entries, entry -> entry.trace().createdDate());
        table.add("updated_date", "timestamptz", entries, entry -> entry.trace().updatedDate());
        table.add("version", "bigint", entries, Entry::version);
        table.add("tag_ids", "uuid[]", entries, entry -> EntryRows.tags(entry.tags()));
        table.add("threat_objectives", "jsonb", entries, entry -> ObjectiveRelation.stored(entry.objectives()));
        table.add("comment_count", "bigint", entries, Entry::commentCount);
        table.bind(handle.createUpdate("insert into %s (org_id, %s) select :org, p.* from (%s) p"
                        .formatted(register.name(), String.join(", ", table.names()), table.select())))
                .bind("org", orgId)
                .execute();
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
        var table = new Columns();
        table.add("number", "bigint", events, Event::number);
        table.add("at", "timestamptz", events, event -> event.stamp().at());
        table.add("actor", "uuid", events, event -> event.stamp().actor());
        table.add("via", "text", events, event -> event.stamp().via().label());
        table.add("batch_id", "uuid", events, event -> event.stamp().batchId());
        table.add("kind", "text", events, Event::kind);
        table.add("changes", "jsonb", events, event -> HistoryJson.changes(event.changes()));
        table.bind(handle.createUpdate("insert into %s_history (org_id, %s) select :org, p.* from (%s) p"
                        .formatted(register.name(), String.join(", ", table.names()), table.select())))
                .bind("org", orgId)
                .execute();
    }

    /// One batch, as it is kept.
    ///
    /// @param register null when it is of all
    record BatchRow(Stamp stamp, @Nullable String register, Operation operation, Batch batch, String names) {}

    void insertBatches(Handle handle, int orgId, List<BatchRow> batches) {
        if (batches.isEmpty()) {
            return;
        }
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
        table.bind(handle.createUpdate("insert into batch (org_id, %s) select :org, p.* from (%s) p"
                        .formatted(String.join(", ", table.names()), table.select())))
                .bind("org", orgId)
                .execute();
    }

    /// Parallel arrays of texts, and the `select … from unnest(…)` that makes a typed table of them. A
    /// column that has the same value in every row is no array: PostgreSQL then reads it once.
    private static final class Columns {
        private final List<String> names = new ArrayList<>();
        private final List<String> types = new ArrayList<>();
        private final List<@Nullable String[]> values = new ArrayList<>();

        <T> void add(String name, String type, List<T> rows, Function<T, @Nullable Object> value) {
            names.add(name);
            types.add(type);
            values.add(texts(rows, value));
        }

        private static <T> @Nullable String[] texts(List<T> rows, Function<T, @Nullable Object> value) {
            var texts = new @Nullable String[rows.size()];
            boolean uniform = rows.size() > 1;
            var first = value.apply(rows.getFirst());
            texts[0] = EntryRows.text(first);
            var last = first;
            for (int i = 1; i < texts.length; i++) {
                var each = value.apply(rows.get(i));
                texts[i] = Objects.equals(each, last) ? texts[i - 1] : EntryRows.text(each);
                uniform &= Objects.equals(texts[i], texts[0]);
                last = each;
            }
            return uniform ? new @Nullable String[] {texts[0]} : texts;
        }

        List<String> names() {
            return names;
        }

        private boolean isArray(int column) {
            // The first column, the entries' numbers or the batches' ids, says how many rows there are.
            return column == 0 || values.get(column).length > 1;
        }

        String select() {
            var cast = IntStream.range(0, names.size())
                    .mapToObj(i -> "%s%s::%s as %s"
                            .formatted(isArray(i) ? "u." : ":", names.get(i), types.get(i), names.get(i)))
                    .collect(Collectors.joining(", "));
            var arrays = IntStream.range(0, names.size())
                    .filter(this::isArray)
                    .mapToObj(names::get)
                    .toList();
            return "select %s from unnest(%s) as u (%s)"
                    .formatted(
                            cast,
                            arrays.stream().map(name -> ":" + name).collect(Collectors.joining(", ")),
                            String.join(", ", arrays));
        }

        <S extends SqlStatement<S>> S bind(S statement) {
            for (int i = 0; i < names.size(); i++) {
                if (isArray(i)) {
                    statement.bind(names.get(i), values.get(i));
                } else {
                    statement.bind(names.get(i), values.get(i)[0]);
                }
            }
            return statement;
        }
    }
}
