package blotter.register.entry;

import blotter.platform.database.Database;
import blotter.platform.database.Sql;
import blotter.platform.paging.ListRequest;
import blotter.platform.paging.Page;
import blotter.register.change.Entry;
import blotter.register.change.EntryRows;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.ResultIterable;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.StatementCustomizer;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;

/// Reads the entries of a register.
final class EntryStore {
    private static final StatementCustomizer PLANNED_EACH_TIME = new StatementCustomizer() {
        @Override
        public void beforeExecution(PreparedStatement statement, StatementContext context) throws SQLException {
            statement.unwrap(PGStatement.class).setPrepareThreshold(0);
        }
    };

    // For exports: rows fetched at a time, and characters passed on at a time.
    private static final int FETCHED = 50;
    private static final long MOST_LENGTH = 4 << 20;

    private final Database database;
    private final RegisterKind kind;
    private final String table;
    private final EntryRows rows;
    private final ListTotals totals = new ListTotals();

    EntryStore(Database database, RegisterKind kind) {
        this.database = database;
        this.kind = kind;
        this.table = kind.register().name();
        this.rows = new EntryRows(kind.register());
    }

    private record Found(Entry entry, @Nullable String key) {}

    /// Must be called when entries of the organization have changed.
    void changed(int orgId) {
        totals.changed(orgId);
    }

    @Nullable
    Entry find(int orgId, long number) {
        return database.jdbi().withHandle(handle -> find(handle, orgId, number));
    }

    @Nullable
    Entry find(Handle handle, int orgId, long number) {
        return handle.createQuery("select %s from %s i where i.org_id = :org and i.number = :number"
                        .formatted(rows.columns(), table))
                .bind("org", orgId)
                .bind("number", number)
                .map((row, context) -> rows.read(row))
                .findOne()
                .orElse(null);
    }

    Page<Entry> list(int orgId, ListFilter filter, ListRequest request) {
        return database.jdbi().withHandle(handle -> {
            var found = mapped(query(handle, orgId, filter, request)).list();
            var page = Page.cut(
                    request,
                    found,
                    count(handle, orgId, filter),
                    Found::key,
                    each -> Long.toString(each.entry.number()));
            return new Page<>(request, page.rows().stream().map(Found::entry).toList(), page.total(), page.next());
        });
    }

    /// Passes on everything that the filter finds, page by page, as of one moment.
    ///
    /// @param first the first page, and the order
    void each(int orgId, ListFilter filter, ListRequest first, Consumer<List<Entry>> pages) {
        database.jdbi().useTransaction(TransactionIsolationLevel.REPEATABLE_READ, handle -> {
            for (var request = first; request != null; ) {
                request = each(query(handle, orgId, filter, request).setFetchSize(FETCHED), request, pages);
            }
        });
    }

    /// Passes on the rows of a page, some at a time; returns the next page, or null if there is none.
    private @Nullable ListRequest each(Query query, ListRequest request, Consumer<List<Entry>> some) {
        try (var found = mapped(query).stream()) {
            var entries = new ArrayList<Entry>();
            long length = 0;
            Found last = null;
            int count = 0;
            for (var each : (Iterable<Found>) found::iterator) {
                if (count++ == request.pageSize()) {
                    some.accept(entries);
                    var end = Objects.requireNonNull(last);
                    return request.following(request.next(end.key, Long.toString(end.entry.number())));
                }
                entries.add(each.entry);
                length += each.entry.length();
                last = each;
                if (length > MOST_LENGTH) {
                    some.accept(List.copyOf(entries));
                    entries.clear();
                    length = 0;
                }
            }
            some.accept(entries);
            return null;
        }
    }

    /// Exact up to [Page#COUNTED]; above it, one more.
    private long count(Handle handle, int orgId, ListFilter filter) {
        var sql = new Sql();
        var from = filter.addToCount(sql);
        return totals.get(
                orgId,
                from + " " + sql.text(),
                () -> planned(filter, handle.createQuery(Page.counting(from + " where " + sql.where())), sql)
                        .bind("org", orgId)
                        .mapTo(Long.class)
                        .one());
    }

    /// Without this, PostgreSQL switches to a generic plan after some executions, and that one walks through the
    /// whole register in the requested order to find the three entries with a rare word.
    private static Query planned(ListFilter filter, Query query, Sql sql) {
        if (filter.needsItsOwnPlan()) {
            query.addCustomizer(PLANNED_EACH_TIME);
        }
        return sql.bindAll(query);
    }

    /// A first page, or one by cursor, is read at once. Other pages first read their keys, from an index in the
    /// requested order, then the rows of these keys. Entries without a sort key come last, by a second select that
    /// runs only if the first has not filled the page.
    private Query query(Handle handle, int orgId, ListFilter filter, ListRequest request) {
        var order = kind.order(request.order());
        var sql = new Sql();
        var cursor = request.cursor();
        var parts = new ArrayList<String>();
        boolean keyed = cursor == null || cursor.key() != null || !order.nullable();
        boolean direct = keyed != order.nullable() && request.offset() == 0;
        var columns = direct ? rows.columns() : "i.number";
        if (keyed) {
            parts.add(keyed(order, request, filter, sql, columns));
        }
        if (order.nullable()) {
            parts.add(unkeyed(order, request, filter, sql, columns));
        }
        var direction = request.descending() ? "desc" : "asc";
        if (direct) {
            return planned(filter, handle.createQuery(parts.getFirst()), sql).bind("org", orgId);
        }
        var query = planned(
                filter,
                handle.createQuery("""
                        select k.key, %s
                          from (select * from (%s) k offset :offset limit %d) k
                          join %s i on i.org_id = %s and i.number = k.number
                         order by k.part, k.sort %s, k.number %s""".formatted(
                                rows.columns(),
                                String.join("\nunion all\n", parts),
                                request.pageSize() + 1,
                                table,
                                Sql.ANY_ORG,
                                direction,
                                direction)),
                sql);
        if (request.offset() > 0) {
            query.bind("reach", reach(request));
        }
        return query.bind("org", orgId).bind("offset", request.offset());
    }

    private static long reach(ListRequest request) {
        return request.offset() + request.pageSize() + 1;
    }

    private ResultIterable<Found> mapped(Query query) {
        return query.map((row, context) -> new Found(rows.read(row), row.getString("key")));
    }

    private static String keyed(ListOrder order, ListRequest request, ListFilter filter, Sql values, String columns) {
        var sql = values.section().and(order.alias() + ".org_id = " + Sql.ANY_ORG);
        if (order.nullable()) {
            sql.and(order.key() + " is not null");
        }
        var cursor = request.cursor();
        var behind = request.descending() ? "<" : ">";
        var direction = request.descending() ? "desc" : "asc";
        if (order.key() == null) {
            var from = cursor == null ? null : sql.bind(Long.valueOf(cursor.id()));
            if (from != null) {
                sql.and("%s %s %s".formatted(order.number(), behind, from));
            }
            filter.addTo(
                    sql,
                    number -> "%s order by %s %s limit %s"
                            .formatted(
                                    from == null ? "" : " and %s %s %s".formatted(number, behind, from),
                                    number,
                                    direction,
                                    limit(request)));
            return select(order, request, sql, 1, null, order.number() + " " + direction, columns);
        }
        if (cursor != null && cursor.key() != null) {
            var key = sql.bind(cursor.key());
            var number = sql.bind(Long.valueOf(cursor.id()));
            sql.and("(%s, %s) %s (%s::text::%s, %s)"
                    .formatted(order.key(), order.number(), behind, key, order.type(), number));
        }
        filter.addTo(sql);
        var by = "%1$s %3$s, %2$s %3$s".formatted(order.key(), order.number(), direction);
        return select(order, request, sql, 1, order.key(), by, columns);
    }

    private static String unkeyed(ListOrder order, ListRequest request, ListFilter filter, Sql values, String columns) {
        var sql =
                values.section().and(order.alias() + ".org_id = " + Sql.ANY_ORG).and(order.key() + " is null");
        var cursor = request.cursor();
        if (cursor != null && cursor.key() == null) {
            var behind = request.descending() ? "<" : ">";
            var number = sql.bind(Long.valueOf(cursor.id()));
            sql.and("%s %s %s".formatted(order.number(), behind, number));
            // The same number is repeated: otherwise a join by it starts from the first of all.
            sql.and("i.number %s %s".formatted(behind, number));
        }
        filter.addTo(sql);
        return select(
                order, request, sql, 2, null, order.number() + (request.descending() ? " desc" : " asc"), columns);
    }

    /// The limit of a page without an offset is part of the statement: PostgreSQL keeps a generic plan only if it
    /// knows that few rows are wanted; otherwise it plans each time, which takes as long as the query.
    private static String select(
            ListOrder order, ListRequest request, Sql sql, int part, @Nullable String key, String by, String columns) {
        return """
                (select %d as part, %s as sort, %s as key, %s
                   from %s
                  where %s
                  order by %s limit %s)""".formatted(
                        part,
                        key == null ? "null::" + order.type() : key,
                        key == null ? "null::text" : order.keyText(),
                        columns,
                        order.from(),
                        sql.where(),
                        by,
                        limit(request));
    }

    private static String limit(ListRequest request) {
        return request.offset() == 0 ? Long.toString(reach(request)) : ":reach";
    }
}
