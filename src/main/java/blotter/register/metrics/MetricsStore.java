package blotter.register.metrics;

import blotter.platform.database.Database;
import blotter.platform.database.Sql;
import java.nio.ByteBuffer;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.StatementCustomizer;
import org.postgresql.PGStatement;

/// Reads the data of metrics. Sending a row for each incident would take longer than all the rest, so PostgreSQL
/// groups incidents by source and concatenates the data of each group.
public final class MetricsStore {
    private static final StatementCustomizer IN_BINARY = new StatementCustomizer() {
        @Override
        public void beforeExecution(PreparedStatement statement, StatementContext context) throws SQLException {
            // Otherwise the driver would transfer bytes as text in a statement's first five executions.
            statement.unwrap(PGStatement.class).setPrepareThreshold(-1);
        }
    };

    private final Database database;

    public MetricsStore(Database database) {
        this.database = database;
    }

    /// The incidents that match the filter and were detected or closed in the time range. The arrays of a group
    /// have the same order, because PostgreSQL passes each row to all aggregates.
    List<Group> read(int orgId, MetricsRequest request) {
        var sql = new Sql().and("i.org_id = :org");
        request.filter().addTo(sql);
        addTime(sql, request);
        return database.jdbi().inTransaction(handle -> {
            // With the default of 4 MB, PostgreSQL would sort all rows on disk instead of aggregating in memory.
            handle.execute("set local work_mem = '64MB'");
            return sql.bindAll(handle.createQuery("""
                        select i.source, string_agg(i.measured, '') as measured,
                               string_agg(array_send(i.tag_ids), '') as tags
                          from incident i
                         where %s
                         group by i.source""".formatted(sql.where())))
                    .bind("org", orgId)
                    .addCustomizer(IN_BINARY)
                    .map((row, context) -> group(row))
                    .list();
        });
    }

    private static void addTime(Sql sql, MetricsRequest request) {
        var detected = new ArrayList<String>();
        var closed = new ArrayList<String>();
        if (request.from() != null) {
            var from = sql.bind(request.from());
            detected.add("i.detected_date >= " + from);
            closed.add("i.closed_date >= " + from);
        }
        if (request.to() != null) {
            var to = sql.bind(request.to());
            detected.add("i.detected_date < " + to);
            closed.add("i.closed_date < " + to);
        }
        if (!detected.isEmpty()) {
            sql.and("(%s or %s)".formatted(String.join(" and ", detected), String.join(" and ", closed)));
        }
    }

    private static Group group(ResultSet row) throws SQLException {
        return new Group(
                row.getString("source"),
                ByteBuffer.wrap(row.getBytes("measured")),
                ByteBuffer.wrap(row.getBytes("tags")));
    }
}
