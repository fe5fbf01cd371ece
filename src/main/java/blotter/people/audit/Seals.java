package blotter.people.audit;

import blotter.platform.database.Database;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Seals what was written since the last time: the audit log and the histories of both registers.
///
/// A seal is the hash (SHA-256) of the rows that came since the one before it, and of that one's hash. Rows get their
/// ids
/// before their transactions commit, and not in that order; so a round first notes up to which ids there are, and
/// then waits for the transactions that may still bring one of these. Nobody waits for a seal.
final class Seals {
    // No value but the last has a bar in it. As a record's text it would take half as long again.
    private static final String HISTORY = """
            org_id || '|' || number || '|' || id || '|' || encode(timestamptz_send(at), 'hex') || '|' || coalesce(actor::text, '')
            || '|' || via || '|' || coalesce(batch_id::text, '') || '|' || kind || '|' || changes::text""";

    /// The text of a row that is hashed, by table. It is the same whatever the session's time zone.
    static final Map<String, String> ROWS = Map.of(
            "audit_log",
            "(org_id, id, extract(epoch from at), actor, address, via, action, subject, details, request_id)::text",
            "incident_history",
            HISTORY,
            "risk_history",
            HISTORY);

    /// The tables in the order in which a seal has their rows.
    static final List<String> TABLES = List.of("audit_log", "incident_history", "risk_history");

    /// The text of a seal that is hashed.
    static final String SEAL = """
            (org_id, number, extract(epoch from at), audit_log_to, incident_history_to, risk_history_to, rows,
             encode(digest, 'hex'), encode(previous, 'hex'))::text""";

    // So many ids of a table at once, so that a large import is sealed in pieces.
    private static final long MOST = 50_000;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final long LOCK = 0x5EA1_0000_0000_0001L;

    private final Database database;
    private final Clock clock;

    Seals(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /// Up to which id each table is looked at.
    private record Marks(long auditLog, long incidentHistory, long riskHistory) {}

    /// What a round did.
    ///
    /// @param seals how many were made
    /// @param more whether there is more to seal at once
    record Round(int seals, boolean more) {
        static final Round NOTHING = new Round(0, false);
    }

    /// Seals what is there; nothing when another node is at it.
    ///
    /// @param open false ends the waiting
    Round round(BooleanSupplier open) {
        var before = database.jdbi().withHandle(Seals::sealed);
        var to = database.jdbi().withHandle(handle -> present(handle, before));
        if (to.equals(before) || !awaitWriters(open)) {
            return Round.NOTHING;
        }
        return database.jdbi().inTransaction(handle -> seal(handle, to));
    }

    private static Marks sealed(Handle handle) {
        return handle.createQuery("select audit_log_to, incident_history_to, risk_history_to from audit_mark")
                .map((row, context) -> new Marks(row.getLong(1), row.getLong(2), row.getLong(3)))
                .one();
    }

    /// Up to which ids were given out, [#MOST] beyond the last seal at most.
    private static Marks present(Handle handle, Marks before) {
        return handle.createQuery("""
                        select least(audit_log, :audit + :most), least(incidents, :incidents + :most), least(risks, :risks + :most)
                          from (select coalesce(pg_sequence_last_value(pg_get_serial_sequence('audit_log', 'id')::regclass), 0),
                                       coalesce(pg_sequence_last_value(pg_get_serial_sequence('incident_history', 'id')::regclass), 0),
                                       coalesce(pg_sequence_last_value(pg_get_serial_sequence('risk_history', 'id')::regclass), 0)
                               ) s (audit_log, incidents, risks)""")
                .bind("audit", before.auditLog)
                .bind("incidents", before.incidentHistory)
                .bind("risks", before.riskHistory)
                .bind("most", MOST)
                .map((row, context) -> new Marks(row.getLong(1), row.getLong(2), row.getLong(3)))
                .one();
    }

    /// Waits for who is writing one of the tables now: who has taken an id has locked its table before. False when
    /// somebody takes too long; the next round tries again.
    private boolean awaitWriters(BooleanSupplier open) {
        var writers = writers(null);
        var begun = System.nanoTime();
        while (!writers.isEmpty()) {
            if (!open.getAsBoolean() || System.nanoTime() - begun > PATIENCE.toNanos()) {
                return false;
            }
            try {
                Thread.sleep(100);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
            writers = writers(writers);
        }
        return true;
    }

    private List<String> writers(@Nullable List<String> among) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("""
                        select distinct virtualtransaction
                          from pg_locks
                         where locktype = 'relation' and mode = 'RowExclusiveLock' and granted
                           and database = (select oid from pg_database where datname = current_database())
                           and relation in ('audit_log'::regclass, 'incident_history'::regclass, 'risk_history'::regclass)
                           and (:all or virtualtransaction = any(:among))""")
                        .bind("all", among == null)
                        .bind("among", among == null ? new String[0] : among.toArray(String[]::new))
                        .mapTo(String.class)
                        .list());
    }

    private Round seal(Handle handle, Marks to) {
        boolean alone = handle.createQuery("select pg_try_advisory_xact_lock(:lock)")
                .bind("lock", LOCK)
                .mapTo(Boolean.class)
                .one();
        // Who was faster may have sealed beyond this.
        var from = sealed(handle);
        if (!alone
                || from.auditLog > to.auditLog
                || from.incidentHistory > to.incidentHistory
                || from.riskHistory > to.riskHistory) {
            return Round.NOTHING;
        }
        // The planner would take a range of ids at the end of a large table for a reason to read all of it.
        handle.execute("set local enable_seqscan = off");
        int made = handle.createUpdate("""
                        with fresh as (
                            select 1 as part, org_id, id, sha256(convert_to(%s, 'UTF8')) as hash
                              from audit_log where id > :audit_from and id <= :audit_to
                            union all
                            select 2, org_id, id, sha256(convert_to(%s, 'UTF8'))
                              from incident_history where id > :incidents_from and id <= :incidents_to
                            union all
                            select 3, org_id, id, sha256(convert_to(%s, 'UTF8'))
                              from risk_history where id > :risks_from and id <= :risks_to),
                        digests as (
                            select org_id, count(*) as rows, sha256(string_agg(hash, ''::bytea order by part, id)) as digest
                              from fresh group by org_id),
                        seals as (
                            select d.org_id, coalesce(l.number, 0) + 1 as number, :at::timestamptz as at,
                                   :audit_to as audit_log_to, :incidents_to as incident_history_to, :risks_to as risk_history_to,
                                   d.rows, d.digest, coalesce(l.hash, ''::bytea) as previous
                              from digests d
                              left join lateral (
                                   select number, hash from audit_seal s
                                    where s.org_id = d.org_id order by number desc limit 1) l on true)
                        insert into audit_seal
                        select org_id, number, at, audit_log_to, incident_history_to, risk_history_to, rows, digest, previous,
                               sha256(convert_to(%s, 'UTF8'))
                          from seals""".formatted(
                                ROWS.get("audit_log"), ROWS.get("incident_history"), ROWS.get("risk_history"), SEAL))
                .bind("audit_from", from.auditLog)
                .bind("audit_to", to.auditLog)
                .bind("incidents_from", from.incidentHistory)
                .bind("incidents_to", to.incidentHistory)
                .bind("risks_from", from.riskHistory)
                .bind("risks_to", to.riskHistory)
                .bind("at", clock.instant())
                .execute();
        handle.createUpdate("""
                        update audit_mark
                           set audit_log_to = :audit, incident_history_to = :incidents, risk_history_to = :risks""")
                .bind("audit", to.auditLog)
                .bind("incidents", to.incidentHistory)
                .bind("risks", to.riskHistory)
                .execute();
        boolean more = to.auditLog == from.auditLog + MOST
                || to.incidentHistory == from.incidentHistory + MOST
                || to.riskHistory == from.riskHistory + MOST;
        return new Round(made, more);
    }
}
