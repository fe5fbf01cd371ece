package blotter.register.change;

import blotter.platform.database.Database;
import blotter.platform.database.PostgresTypes;
import blotter.platform.database.Sql;
import blotter.platform.paging.ListRequest;
import blotter.platform.paging.Page;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Reads batches, and records which batch undid which.
public final class BatchStore {
    /// Sort orders of the list of batches.
    public static final List<String> ORDERS = List.of("at");

    private static final String COLUMNS =
            "id, at, actor, via, register, operation, updated, unchanged, failed, undoes, undone_by, request_id";

    private final Database database;

    public BatchStore(Database database) {
        this.database = database;
    }

    /// A stored batch.
    public record Kept(
            UUID id,
            Instant at,
            UUID actor,
            String via,
            @Nullable String register,
            String operation,
            int updated,
            int unchanged,
            int failed,
            @Nullable UUID undoes,
            @Nullable UUID undoneBy,
            @Nullable String requestId) {

        static Kept read(ResultSet row) throws SQLException {
            return new Kept(
                    row.getObject("id", UUID.class),
                    Objects.requireNonNull(PostgresTypes.instant(row, "at")),
                    row.getObject("actor", UUID.class),
                    row.getString("via"),
                    row.getString("register"),
                    row.getString("operation"),
                    row.getInt("updated"),
                    row.getInt("unchanged"),
                    row.getInt("failed"),
                    row.getObject("undoes", UUID.class),
                    row.getObject("undone_by", UUID.class),
                    row.getString("request_id"));
        }

        public void writeTo(JsonGenerator json, Names names) throws IOException {
            json.writeStartObject();
            json.writeStringField("id", id.toString());
            json.writeStringField("at", at.toString());
            names.writeUser(json, "by", actor);
            json.writeStringField("via", via);
            json.writeStringField("register", register);
            json.writeStringField("operation", operation);
            json.writeNumberField("updated", updated);
            json.writeNumberField("unchanged", unchanged);
            json.writeNumberField("failed", failed);
            json.writeStringField("undoes", undoes == null ? null : undoes.toString());
            json.writeStringField("undone_by", undoneBy == null ? null : undoneBy.toString());
            json.writeStringField("request_id", requestId);
            json.writeEndObject();
        }
    }

    public @Nullable Kept find(int orgId, UUID id) {
        return database.jdbi().withHandle(handle -> find(handle, orgId, id, false));
    }

    static @Nullable Kept find(Handle handle, int orgId, UUID id, boolean lock) {
        return handle.createQuery("select %s from batch where org_id = :org and id = :id %s"
                        .formatted(COLUMNS, lock ? "for update" : ""))
                .bind("org", orgId)
                .bind("id", id)
                .map((row, context) -> Kept.read(row))
                .findOne()
                .orElse(null);
    }

    /// Records that the batch was undone by another.
    static void undone(Handle handle, int orgId, UUID id, UUID by) {
        handle.createUpdate("""
                        with undoing as (
                            update batch set undoes = :id where org_id = :org and id = :by)
                        update batch set undone_by = :by where org_id = :org and id = :id""")
                .bind("org", orgId)
                .bind("id", id)
                .bind("by", by)
                .execute();
    }

    /// The batches of one register, or of all if null. Batches that span all registers belong to each.
    public Page<Kept> list(int orgId, @Nullable Register register, ListRequest request) {
        return database.jdbi().withHandle(handle -> {
            var direction = request.descending() ? "desc" : "asc";
            var sql = new Sql().and("org_id = :org");
            if (register != null) {
                // Not a bind: the batches of risks have a partial index.
                sql.and("coalesce(register, '%1$s') = '%1$s'".formatted(register.name()));
            }
            var all = sql.where();
            var cursor = request.cursor();
            if (cursor != null) {
                sql.and("(at, id) %s (%s::text::timestamptz, %s::text::uuid)"
                        .formatted(
                                request.descending() ? "<" : ">",
                                sql.bind(Objects.requireNonNull(cursor.key())),
                                sql.bind(cursor.id())));
            }
            var batches = sql.bindAll(handle.createQuery(
                            "select %s from batch where %s order by at %s, id %s offset :offset limit :limit"
                                    .formatted(COLUMNS, sql.where(), direction, direction)))
                    .bind("org", orgId)
                    .bind("offset", request.offset())
                    .bind("limit", request.pageSize() + 1)
                    .map((row, context) -> Kept.read(row))
                    .list();
            long total = handle.createQuery(Page.counting("batch where " + all))
                    .bind("org", orgId)
                    .mapTo(Long.class)
                    .one();
            return Page.cut(request, batches, total, batch -> batch.at.toString(), batch -> batch.id.toString());
        });
    }
}
