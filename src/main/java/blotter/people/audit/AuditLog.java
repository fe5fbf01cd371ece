package blotter.people.audit;

import blotter.platform.database.Database;
import blotter.platform.database.PostgresTypes;
import blotter.platform.database.Sql;
import blotter.platform.json.Json;
import blotter.platform.paging.ListRequest;
import blotter.platform.paging.Page;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The audit log. It is append-only; see [Seals].
public final class AuditLog {
    /// The sort orders of the list.
    public static final List<String> ORDERS = List.of("id");

    private static final int MAX_SUBJECT = 1_000;

    private final Database database;
    private final Clock clock;

    public AuditLog(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /// Records the entry as part of the transaction.
    public void record(Handle handle, AuditEntry entry) {
        handle.createUpdate("""
                        insert into audit_log (org_id, at, actor, address, via, action, subject, details, request_id)
                        values (:org, :at, :actor, :address, :via, :action, :subject, :details::jsonb, :request)""")
                .bind("org", entry.orgId())
                .bind("at", clock.instant())
                .bind("actor", entry.actor())
                .bind("address", entry.origin().address())
                .bind("via", entry.origin().via().label())
                .bind("action", entry.action().label())
                .bind("subject", cut(entry.subject()))
                .bind("details", Json.text(json -> writeDetails(json, entry)))
                .bind("request", entry.origin().requestId())
                .execute();
    }

    /// Records the entry on its own, for example after a refusal.
    public void record(AuditEntry entry) {
        database.jdbi().useHandle(handle -> record(handle, entry));
    }

    private static @Nullable String cut(@Nullable String subject) {
        return subject == null || subject.length() <= MAX_SUBJECT ? subject : subject.substring(0, MAX_SUBJECT) + "…";
    }

    private static void writeDetails(JsonGenerator json, AuditEntry entry) throws IOException {
        json.writeStartObject();
        for (var detail : entry.details().entrySet()) {
            json.writeFieldName(detail.getKey());
            if (detail.getValue() instanceof List<?> list) {
                json.writeStartArray();
                for (var each : list) {
                    json.writeString(String.valueOf(each));
                }
                json.writeEndArray();
            } else {
                json.writeObject(detail.getValue());
            }
        }
        json.writeEndObject();
    }

    /// A filter, in which null and empty mean no restriction.
    ///
    /// @param to exclusive
    public record Filter(
            List<UUID> actors,
            List<String> actions,
            List<String> subjects,
            @Nullable Instant from,
            @Nullable Instant to) {}

    /// A stored entry.
    ///
    /// @param details JSON
    public record Kept(
            long id,
            Instant at,
            @Nullable UUID actor,
            @Nullable String address,
            String via,
            String action,
            @Nullable String subject,
            String details,
            @Nullable String requestId) {

        private static Kept read(ResultSet row) throws SQLException {
            return new Kept(
                    row.getLong("id"),
                    Objects.requireNonNull(PostgresTypes.instant(row, "at")),
                    row.getObject("actor", UUID.class),
                    row.getString("address"),
                    row.getString("via"),
                    row.getString("action"),
                    row.getString("subject"),
                    row.getString("details"),
                    row.getString("request_id"));
        }
    }

    public Page<Kept> list(int orgId, Filter filter, ListRequest request) {
        return database.jdbi().withHandle(handle -> {
            var sql = where(orgId, filter);
            long total = sql.bindAll(handle.createQuery(Page.counting("audit_log where " + sql.where())))
                    .mapTo(Long.class)
                    .one();
            var cursor = request.cursor();
            if (cursor != null) {
                sql.and("id %s %s".formatted(request.descending() ? "<" : ">", sql.bind(Long.valueOf(cursor.id()))));
            }
            var rows = sql.bindAll(
                            handle.createQuery("""
                            select id, at, actor, address, via, action, subject, details::text as details, request_id
                              from audit_log
                             where %s
                             order by id %s
                            offset :offset limit :limit""".formatted(sql.where(), request.descending() ? "desc" : "asc")))
                    .bind("offset", request.offset())
                    .bind("limit", request.pageSize() + 1)
                    .map((row, context) -> Kept.read(row))
                    .list();
            return Page.cut(request, rows, total, row -> null, row -> Long.toString(row.id));
        });
    }

    private static Sql where(int orgId, Filter filter) {
        var sql = new Sql();
        sql.and("org_id = " + sql.bind(orgId));
        if (!filter.actors.isEmpty()) {
            sql.and("actor = any(%s)".formatted(sql.bind(filter.actors.toArray(UUID[]::new))));
        }
        if (!filter.actions.isEmpty()) {
            sql.and("action = any(%s)".formatted(sql.bind(filter.actions.toArray(String[]::new))));
        }
        if (!filter.subjects.isEmpty()) {
            sql.and("subject = any(%s)".formatted(sql.bind(filter.subjects.toArray(String[]::new))));
        }
        if (filter.from != null) {
            sql.and("at >= " + sql.bind(filter.from));
        }
        if (filter.to != null) {
            sql.and("at < " + sql.bind(filter.to));
        }
        return sql;
    }

    /// The entries after this id, oldest first.
    public List<Kept> following(int orgId, Filter filter, long id, int limit) {
        return database.jdbi().withHandle(handle -> {
            var sql = where(orgId, filter);
            sql.and("id > " + sql.bind(id));
            return new ArrayList<>(sql.bindAll(handle.createQuery("""
                            select id, at, actor, address, via, action, subject, details::text as details, request_id
                              from audit_log
                             where %s
                             order by id
                             limit :limit""".formatted(sql.where())))
                    .bind("limit", limit)
                    .map((row, context) -> Kept.read(row))
                    .list());
        });
    }
}
