package blotter.register.tagging;

import blotter.platform.database.Database;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/// Counts the uses of tags.
public final class TagUses {
    private final Database database;

    public TagUses(Database database) {
        this.database = database;
    }

    record Count(long incidents, long risks) {
        static final Count NONE = new Count(0, 0);
    }

    private record Use(UUID tag, Count count) {}

    Map<UUID, Count> count(int orgId, Collection<UUID> ids) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        return database.jdbi()
                .withHandle(handle -> handle
                        .createQuery("""
                        select t.id,
                               (select count(*) from incident i where i.org_id = :org and i.tag_ids @> array[t.id]) as incidents,
                               (select count(*) from risk r where r.org_id = :org and r.tag_ids @> array[t.id]) as risks
                          from unnest(:ids) as t (id)""")
                        .bind("org", orgId)
                        .bind("ids", ids.toArray(UUID[]::new))
                        .map((row, context) -> new Use(
                                row.getObject("id", UUID.class),
                                new Count(row.getLong("incidents"), row.getLong("risks"))))
                        .stream()
                        .collect(Collectors.toMap(Use::tag, Use::count)));
    }
}
