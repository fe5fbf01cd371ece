package blotter.register.change;

import blotter.register.change.Outcome.Change;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/// The statements of an undo: what a batch did, and what has happened since.
final class UndoStore {
    private final Register register;
    private final EntryRows rows;

    UndoStore(Register register) {
        this.register = register;
        this.rows = new EntryRows(register);
    }

    /// What a batch did to one entry.
    record Done(long number, long id, String kind, Map<String, Change> changes) {}

    /// One event of an entry after a batch.
    record Later(long number, String kind, Map<String, Change> changes) {}

    /// The tags and people that the changes of a batch name.
    List<UUID> named(Handle handle, int orgId, UUID batch) {
        return handle.createQuery("""
                        select jsonb_object_keys(names)::uuid
                          from batch
                         where org_id = :org and id = :batch""")
                .bind("org", orgId)
                .bind("batch", batch)
                .mapTo(UUID.class)
                .list();
    }

    List<Long> numbers(Handle handle, int orgId, UUID batch) {
        return handle.createQuery("""
                        select number
                          from %s_history
                         where org_id = :org and batch_id = :batch
                         order by number""".formatted(register.name()))
                .bind("org", orgId)
                .bind("batch", batch)
                .mapTo(Long.class)
                .list();
    }

    private record Size(long number, long bytes) {}

    /// Portions of numbers, in order, of entries that fit into memory together with what the batch did to them.
    List<List<Long>> portions(Handle handle, int orgId, UUID batch) {
        // Only large values are decompressed to be measured.
        var sizes = handle.createQuery("""
                        select h.number,
                               case when pg_column_size(h.changes) > 1000 then octet_length(h.changes::text) else 1000 end
                                   + coalesce(%2$s, 0) as bytes
                          from %1$s_history h
                          left join %1$s i on i.org_id = h.org_id and i.number = h.number
                         where h.org_id = :org and h.batch_id = :batch
                         order by h.number""".formatted(register.name(), rows.bytes()))
                .bind("org", orgId)
                .bind("batch", batch)
                .map((row, context) -> new Size(row.getLong("number"), row.getLong("bytes")))
                .list();
        return Portions.of(sizes, place -> sizes.get(place).bytes).stream()
                .map(some -> some.stream().map(Size::number).toList())
                .toList();
    }

    List<Done> done(Handle handle, int orgId, UUID batch, long from, long to) {
        return handle.createQuery("""
                        select number, id, kind, changes::text as changes
                          from %s_history
                         where org_id = :org and batch_id = :batch and number between :from and :to
                         order by number""".formatted(register.name()))
                .bind("org", orgId)
                .bind("batch", batch)
                .bind("from", from)
                .bind("to", to)
                .map((row, context) -> new Done(
                        row.getLong("number"),
                        row.getLong("id"),
                        row.getString("kind"),
                        HistoryJson.read(register, row.getString("changes"))))
                .list();
    }

    /// Later events, by number. A change that was undone completely and its undo count as if they had not been; a
    /// change that was undone and redone counts.
    Map<Long, List<Later>> since(Handle handle, int orgId, Collection<Done> done) {
        return handle
                .createQuery("""
                        with recursive later as (
                            select h.number, h.id, h.kind, h.changes, h.batch_id
                              from unnest(:numbers, :ids) as d (number, id)
                              join %s_history h on h.org_id = :org and h.number = d.number and h.id > d.id),
                        undoing (id, undo, depth) as (
                            select distinct l.batch_id, l.batch_id, 0 from later l where l.batch_id is not null
                             union all
                            select u.id, by.id, u.depth + 1
                              from undoing u
                              join batch b on b.org_id = :org and b.id = u.undo
                              join batch by on by.org_id = :org and by.id = b.undone_by and by.failed = 0),
                        undone as (select id from undoing group by id having max(depth) %% 2 = 1)
                        select l.number, l.kind, l.changes::text as changes
                          from later l
                          left join batch b on b.org_id = :org and b.id = l.batch_id
                         where not exists (select from undone u where u.id = l.batch_id)
                           and not (b.undoes is not null and b.failed = 0
                                    and exists (select from later o where o.batch_id = b.undoes and o.number = l.number))
                         order by l.number, l.id""".formatted(register.name()))
                .bind("org", orgId)
                .bind("numbers", done.stream().map(Done::number).toArray(Long[]::new))
                .bind("ids", done.stream().map(Done::id).toArray(Long[]::new))
                .map((row, context) -> new Later(
                        row.getLong("number"),
                        row.getString("kind"),
                        HistoryJson.read(register, row.getString("changes"))))
                .stream()
                .collect(Collectors.groupingBy(Later::number));
    }

    /// Restores the links of restored entries to what still exists, locks that against deletion, and returns the
    /// links by number.
    Map<Long, List<Long>> relink(Handle handle, int orgId, List<Entry> entries) {
        var linked = entries.stream()
                .flatMap(entry -> entry.links().stream().map(link -> entry.number()))
                .toArray(Long[]::new);
        if (linked.length == 0) {
            return Map.of();
        }
        return handle
                .createQuery("""
                        with other as (
                            select o.number
                              from %3$s o
                             where o.org_id = :org and o.number in (select unnest(:others))
                             order by o.number
                               for key share)
                        insert into incident_risk (org_id, %1$s, %2$s)
                        select :org, l.own, o.number
                          from unnest(:numbers, :others) as l (own, other)
                          join other o on o.number = l.other
                            on conflict do nothing
                        returning %1$s as own, %2$s as other""".formatted(
                                register.links().own(),
                                register.links().other(),
                                register.links().register()))
                .bind("org", orgId)
                .bind("numbers", linked)
                .bind(
                        "others",
                        entries.stream()
                                .flatMap(entry -> entry.links().stream())
                                .toArray(Long[]::new))
                .map((row, context) -> Map.entry(row.getLong("own"), row.getLong("other")))
                .stream()
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
    }

    /// Restores the date since when an entry has had a value: that of the last time it was set before the undone
    /// change, ignoring undos. An incident whose reopening is undone was not closed by that undo.
    ///
    /// @param become the new changes of each entry, with the history id of the undone one
    void restoreSince(Handle handle, int orgId, Collection<Done> become) {
        for (var field : register.fields()) {
            var since = field.since();
            if (since == null) {
                continue;
            }
            var again = become.stream()
                    .filter(done -> done.changes().get(field.name()) instanceof Change(var from, var to)
                            && since.value().equals(to))
                    .toList();
            if (!again.isEmpty()) {
                restoreSince(handle, orgId, again, field, since);
            }
        }
    }

    private void restoreSince(Handle handle, int orgId, List<Done> again, Field field, Field.Since since) {
        handle.createUpdate("""
                        update %1$s i
                           set %2$s = h.at
                          from (select distinct on (h.number) h.number, h.at
                                  from unnest(:numbers, :ids) as d (number, id)
                                  join %1$s_history h on h.org_id = :org and h.number = d.number and h.id < d.id
                                 where h.via <> 'undo' and h.changes -> '%3$s' ->> 1 = '%4$s'
                                 order by h.number, h.id desc) h
                         where i.org_id = :org and i.number = h.number and i.%3$s = '%4$s'""".formatted(register.name(), since.date(), field, since.value()))
                .bind("org", orgId)
                .bind("numbers", again.stream().map(Done::number).toArray(Long[]::new))
                .bind("ids", again.stream().map(Done::id).toArray(Long[]::new))
                .execute();
    }

    /// The number of comments that these entries will have.
    Map<Long, Long> comments(Handle handle, int orgId, Collection<Long> numbers) {
        return handle
                .createQuery("""
                        select number, count(*) as comments
                          from %s_comment
                         where org_id = :org and number in (select unnest(:numbers))
                         group by number""".formatted(register.name()))
                .bind("org", orgId)
                .bind("numbers", numbers.toArray(Long[]::new))
                .map((row, context) -> Map.entry(row.getLong("number"), row.getLong("comments")))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
