package blotter.register.change;

import blotter.platform.database.Database;
import blotter.platform.database.PostgresTypes;
import blotter.platform.database.Sql;
import blotter.platform.paging.ListRequest;
import blotter.platform.paging.Page;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Reads an entry's history, which outlives the entry.
public final class HistoryStore {
    /// Sort orders of a history.
    public static final List<String> ORDERS = List.of("at");

    private final Database database;
    private final Register register;

    public HistoryStore(Database database, Register register) {
        this.database = database;
        this.register = register;
    }

    /// One event of a history.
    ///
    /// @param changes in their stored form
    /// @param names the names of tags and people at that time
    public record Item(
            long id,
            Instant at,
            UUID actor,
            String via,
            @Nullable UUID batchId,
            String kind,
            String changes,
            String names) {

        public void writeTo(JsonGenerator json, Names now) throws IOException {
            json.writeStartObject();
            json.writeNumberField("id", id);
            json.writeStringField("at", at.toString());
            now.writeUser(json, "by", actor);
            json.writeStringField("via", via);
            json.writeStringField("batch_id", batchId == null ? null : batchId.toString());
            json.writeStringField("kind", kind);
            json.writeFieldName("changes");
            HistoryJson.present(json, changes, names);
            json.writeEndObject();
        }
    }

    /// The history of the entry with this number; empty if there never was one.
    public Page<Item> list(int orgId, long number, ListRequest request) {
        return database.jdbi().withHandle(handle -> {
            var direction = request.descending() ? "desc" : "asc";
            var sql = new Sql().and("h.org_id = :org").and("h.number = :number");
            if (request.cursor() != null) {
                sql.and("h.id %s %s"
                        .formatted(
                                request.descending() ? "<" : ">",
                                sql.bind(Long.valueOf(request.cursor().id()))));
            }
            var items = sql.bindAll(handle.createQuery("""
                            select h.id, h.at, h.actor, h.via, h.batch_id, h.kind, h.changes::text as changes,
                                   coalesce(b.names, '{}')::text as names
                              from %s_history h
                              left join batch b on b.org_id = h.org_id and b.id = h.batch_id
                             where %s
                             order by h.id %s offset :offset limit :limit""".formatted(register.name(), sql.where(), direction)))
                    .bind("org", orgId)
                    .bind("number", number)
                    .bind("offset", request.offset())
                    .bind("limit", request.pageSize() + 1)
                    .map((row, context) -> new Item(
                            row.getLong("id"),
                            Objects.requireNonNull(PostgresTypes.instant(row, "at")),
                            row.getObject("actor", UUID.class),
                            row.getString("via"),
                            row.getObject("batch_id", UUID.class),
                            row.getString("kind"),
                            row.getString("changes"),
                            row.getString("names")))
                    .list();
            long total = handle.createQuery(
                            Page.counting(register.name() + "_history where org_id = :org and number = :number"))
                    .bind("org", orgId)
                    .bind("number", number)
                    .mapTo(Long.class)
                    .one();
            return Page.cut(request, items, total, item -> null, item -> Long.toString(item.id));
        });
    }
}
