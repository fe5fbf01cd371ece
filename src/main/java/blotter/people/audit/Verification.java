package blotter.people.audit;

import blotter.platform.database.Database;
import blotter.platform.database.PostgresTypes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.ResultIterator;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.jspecify.annotations.Nullable;

/// Reads an organization's seals, and everything under them, and finds what was changed, cut out or put in since.
public final class Verification {
    private static final int FETCH = 10_000;
    private static final int MOST_FAULTS = 100;

    private final Database database;

    public Verification(Database database) {
        this.database = database;
    }

    /// What was found.
    ///
    /// @param seals how many there are
    /// @param rows how many are under seals
    /// @param unsealed how many came since, which the next seal will have
    /// @param head the last seal as `number:hash`: kept elsewhere, it shows whether the end was cut off
    /// @param faults one line for each, the first of them; empty when all is as it was written
    public record Result(
            long seals, long rows, long unsealed, @Nullable String head, List<String> faults) {}

    private record Seal(
            long number,
            Instant at,
            long[] to,
            long rows,
            byte[] digest,
            byte[] previous,
            byte[] hash,
            byte[] computed) {}

    private record Row(long id, byte[] hash) {}

    /// Verifies the organization's seals.
    ///
    /// @param expected a head of before, which has to be among the seals; null when there is none
    public Result verify(int orgId, @Nullable String expected) {
        return database.jdbi()
                .inTransaction(TransactionIsolationLevel.REPEATABLE_READ, handle -> verify(handle, orgId, expected));
    }

    private static Result verify(Handle handle, int orgId, @Nullable String expected) {
        var faults = new ArrayList<String>();
        var rows = new ArrayList<ResultIterator<Row>>();
        try (var seals = seals(handle, orgId)) {
            Seals.TABLES.forEach(table -> rows.add(rows(handle, orgId, table)));
            var ahead = rows.stream().map(Ahead::new).toList();
            long count = 0;
            long sealed = 0;
            @Nullable Seal last = null;
            boolean found = expected == null;
            while (seals.hasNext()) {
                var seal = seals.next();
                count++;
                chain(seal, last, faults);
                sealed += rows(seal, ahead, faults);
                last = seal;
                found |= head(seal).equals(expected);
            }
            if (!found) {
                add(faults, "the seal %s is not there: the end was cut off, or made anew".formatted(expected));
            }
            long unsealed = ahead.stream().mapToLong(Ahead::rest).sum();
            return new Result(count, sealed, unsealed, last == null ? null : head(last), List.copyOf(faults));
        } finally {
            rows.forEach(ResultIterator::close);
        }
    }

    private static void chain(Seal seal, @Nullable Seal last, List<String> faults) {
        long number = last == null ? 1 : last.number + 1;
        if (seal.number != number) {
            add(faults, "seal %d is missing".formatted(number));
        } else if (!Arrays.equals(seal.previous, last == null ? new byte[0] : last.hash)) {
            add(faults, "seal %d does not follow from the one before it".formatted(seal.number));
        }
        if (!Arrays.equals(seal.hash, seal.computed)) {
            add(faults, "seal %d was changed".formatted(seal.number));
        }
    }

    /// Holds the rows under the seal against it; answers with how many there are.
    private static long rows(Seal seal, List<Ahead> ahead, List<String> faults) {
        var digest = sha256();
        long count = 0;
        for (int part = 0; part < ahead.size(); part++) {
            var rows = ahead.get(part);
            while (rows.has(seal.to[part])) {
                digest.update(rows.next().hash);
                count++;
            }
        }
        if (count != seal.rows) {
            add(
                    faults,
                    "seal %d, of %s, has %d rows, there are %d: %s"
                            .formatted(
                                    seal.number,
                                    seal.at,
                                    seal.rows,
                                    count,
                                    count < seal.rows ? "some were cut out" : "some were put in"));
        } else if (!Arrays.equals(digest.digest(), seal.digest)) {
            add(faults, "seal %d, of %s: one of its %d rows was changed".formatted(seal.number, seal.at, count));
        }
        return count;
    }

    private static void add(List<String> faults, String line) {
        if (faults.size() < MOST_FAULTS) {
            faults.add(line);
        }
    }

    private static String head(Seal seal) {
        return seal.number + ":" + HexFormat.of().formatHex(seal.hash);
    }

    private static ResultIterator<Seal> seals(Handle handle, int orgId) {
        return handle.createQuery("""
                        select number, at, audit_log_to, incident_history_to, risk_history_to, rows, digest, previous, hash,
                               sha256(convert_to(%s, 'UTF8')) as computed
                          from audit_seal
                         where org_id = :org
                         order by number""".formatted(Seals.SEAL))
                .bind("org", orgId)
                .setFetchSize(FETCH)
                .map((row, context) -> new Seal(
                        row.getLong("number"),
                        Objects.requireNonNull(PostgresTypes.instant(row, "at")),
                        new long[] {
                            row.getLong("audit_log_to"),
                            row.getLong("incident_history_to"),
                            row.getLong("risk_history_to")
                        },
                        row.getLong("rows"),
                        row.getBytes("digest"),
                        row.getBytes("previous"),
                        row.getBytes("hash"),
                        row.getBytes("computed")))
                .iterator();
    }

    private static ResultIterator<Row> rows(Handle handle, int orgId, String table) {
        return handle.createQuery(
                        "select id, sha256(convert_to(%s, 'UTF8')) as hash from %s where org_id = :org order by id"
                                .formatted(Seals.ROWS.get(table), table))
                .bind("org", orgId)
                .setFetchSize(FETCH)
                .map((row, context) -> new Row(row.getLong("id"), row.getBytes("hash")))
                .iterator();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Rows in the order of their ids, with a look at the next.
    private static final class Ahead {
        private final Iterator<Row> rows;
        private @Nullable Row next;

        Ahead(Iterator<Row> rows) {
            this.rows = rows;
        }

        boolean has(long to) {
            if (next == null && rows.hasNext()) {
                next = rows.next();
            }
            return next != null && next.id <= to;
        }

        Row next() {
            var row = Objects.requireNonNull(next);
            next = null;
            return row;
        }

        long rest() {
            long count = 0;
            for (; has(Long.MAX_VALUE); next()) {
                count++;
            }
            return count;
        }
    }
}
