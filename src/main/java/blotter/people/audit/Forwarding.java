package blotter.people.audit;

import blotter.platform.database.Database;
import blotter.platform.database.PostgresTypes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Forwards the audit log as OCSF events, in order and at least once: events that could not be delivered are sent
/// again in the next round, by any node. Forwards only sealed entries, so that no earlier entry can appear later.
public final class Forwarding {
    private static final int CHUNK = 500;
    private static final long LOCK = 0x5EA1_0000_0000_0002L;

    private final Database database;
    private final Receiver receiver;
    private final boolean enabled;

    private Forwarding(Database database, Receiver receiver, boolean enabled) {
        this.database = database;
        this.receiver = receiver;
        this.enabled = enabled;
    }

    /// Marks entries as forwarded without sending them, so that a receiver configured later starts with new
    /// entries.
    public static Forwarding toNobody(Database database) {
        return new Forwarding(database, events -> {}, false);
    }

    public static Forwarding to(Database database, Receiver receiver) {
        return new Forwarding(database, receiver, true);
    }

    /// Delivers events to a file or server.
    @FunctionalInterface
    public interface Receiver {
        /// Throws when the events may not have been delivered.
        void receive(List<Event> events) throws IOException;
    }

    /// @param json OCSF, in ASCII
    public record Event(java.time.Instant at, boolean failure, String action, String json) {}

    /// An entry with the names that the receiver cannot look up.
    record Row(
            AuditLog.Kept entry,
            UUID organization,
            String slug,
            @Nullable String email,
            @Nullable String name) {}

    void round() {
        while (forwardChunk()) {
            // Continues until all is forwarded.
        }
    }

    /// Returns whether there may be more.
    private boolean forwardChunk() {
        return database.jdbi().inTransaction(handle -> {
            boolean alone = handle.createQuery("select pg_try_advisory_xact_lock(:lock)")
                    .bind("lock", LOCK)
                    .mapTo(Boolean.class)
                    .one();
            if (!alone) {
                return false;
            }
            if (!enabled) {
                handle.execute("update audit_mark set forwarded_to = audit_log_to where forwarded_to < audit_log_to");
                return false;
            }
            var rows = next(handle);
            if (rows.isEmpty()) {
                return false;
            }
            try {
                receiver.receive(rows.stream().map(OcsfEvent::of).toList());
            } catch (IOException e) {
                throw new UncheckedIOException(e.getMessage(), e);
            }
            handle.createUpdate("update audit_mark set forwarded_to = :to")
                    .bind("to", rows.getLast().entry().id())
                    .execute();
            return rows.size() == CHUNK;
        });
    }

    private static List<Row> next(Handle handle) {
        return handle.createQuery("""
                        select a.id, a.at, a.actor, a.address, a.via, a.action, a.subject, a.details::text as details,
                               a.request_id, o.id as organization, o.slug, u.email,
                               trim(u.first_name || ' ' || u.last_name) as name
                          from audit_log a
                          join organization o on o.org_id = a.org_id
                          left join app_user u on u.org_id = a.org_id and u.id = a.actor
                         where a.id > (select forwarded_to from audit_mark) and a.id <= (select audit_log_to from audit_mark)
                         order by a.id
                         limit :limit""")
                .bind("limit", CHUNK)
                .map((row, context) -> new Row(
                        new AuditLog.Kept(
                                row.getLong("id"),
                                Objects.requireNonNull(PostgresTypes.instant(row, "at")),
                                row.getObject("actor", UUID.class),
                                row.getString("address"),
                                row.getString("via"),
                                row.getString("action"),
                                row.getString("subject"),
                                row.getString("details"),
                                row.getString("request_id")),
                        row.getObject("organization", UUID.class),
                        row.getString("slug"),
                        row.getString("email"),
                        row.getString("name")))
                .list();
    }
}
