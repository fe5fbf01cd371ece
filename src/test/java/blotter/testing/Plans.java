package blotter.testing;

import blotter.platform.database.Database;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;

/// The plans of what is really run: PostgreSQL's auto_explain sends the plan of each statement along
/// with its answer.
public final class Plans implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /// Which plans PostgreSQL makes.
    public enum Mode {
        /// As it sees fit.
        AUTO,
        /// For the values at hand, as in a statement's first five executions.
        FORCE_CUSTOM_PLAN,
        /// Once for all values, as it may from the sixth on.
        FORCE_GENERIC_PLAN
    }

    private final Database.Settings settings;
    private final Database database;
    private final List<JsonNode> seen = new ArrayList<>();

    private Plans(Database.Settings settings) {
        this.settings = settings;
        this.database = Database.open(new Database.Settings(settings.url(), settings.user(), settings.password(), 1));
        database.jdbi().setSqlLogger(new SqlLogger() {
            @Override
            public void logAfterExecution(StatementContext context) {
                collect(context);
            }
        });
    }

    /// The plan of one statement.
    ///
    /// @param what it is for
    /// @param root the node that gives the result, with all that it did to the end
    public record Plan(String what, String sql, JsonNode root) {
        /// Blocks touched, whether they were in memory or not.
        public long blocks() {
            return root.path("Shared Hit Blocks").asLong()
                    + root.path("Shared Read Blocks").asLong();
        }

        /// The nodes that read a table or an index, such as `Index Scan incident incident_status`, with
        /// the rows that came out of each.
        public String outline() {
            var nodes = new ArrayList<String>();
            walk(root, node -> {
                var relation = node.path("Relation Name").asText();
                var index = node.path("Index Name").asText();
                var rows = node.path("Actual Rows").asDouble()
                        * node.path("Actual Loops").asDouble();
                nodes.add(String.format(
                                Locale.ROOT,
                                "%s %s %s %,.0f",
                                node.path("Node Type").asText(),
                                relation,
                                index,
                                rows)
                        .replaceAll(" +", " "));
            });
            return String.join(" < ", nodes);
        }

        /// Tables that are read from their start, at least so many rows of them. What stops early, such as a
        /// count of what most rows are, is not meant.
        public List<String> tablesReadTo(int rows) {
            var tables = new ArrayList<String>();
            walk(root, node -> {
                double read = (node.path("Actual Rows").asDouble()
                                + node.path("Rows Removed by Filter").asDouble())
                        * node.path("Actual Loops").asDouble();
                if (node.path("Node Type").asText().equals("Seq Scan") && read >= rows) {
                    tables.add(node.path("Relation Name").asText());
                }
            });
            return tables;
        }

        /// How many pairs of rows were compared in joins and found not to belong together.
        public long compared() {
            var compared = new LongAdder();
            walk(
                    root,
                    node -> compared.add(
                            node.path("Rows Removed by Join Filter").asLong()
                                    * node.path("Actual Loops").asLong()));
            return compared.sum();
        }

        private static void walk(JsonNode node, Consumer<JsonNode> visit) {
            visit.accept(node);
            node.path("Plans").forEach(child -> walk(child, visit));
        }
    }

    /// Opens the database so that its plans are seen.
    public static Plans open(Database.Settings settings, Mode mode) {
        var name = settings.url().substring(settings.url().lastIndexOf('/') + 1);
        var variables = List.of(
                "session_preload_libraries = 'auto_explain'",
                "auto_explain.log_min_duration = 0",
                "auto_explain.log_analyze = on",
                "auto_explain.log_buffers = on",
                "auto_explain.log_timing = off",
                "auto_explain.log_format = 'json'",
                "auto_explain.log_level = 'notice'",
                "plan_cache_mode = '%s'".formatted(mode.name().toLowerCase(Locale.ROOT)));
        execute(
                settings,
                variables.stream()
                        .map(variable -> "alter database %s set %s".formatted(name, variable))
                        .toList());
        return new Plans(settings);
    }

    private static void execute(Database.Settings settings, List<String> statements) {
        try (var connection = Database.connect(settings);
                var statement = connection.createStatement()) {
            // The parameters of a module are unknown until it is loaded.
            statement.execute("load 'auto_explain'");
            for (var sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public Database database() {
        return database;
    }

    private void collect(StatementContext context) {
        try {
            for (SQLWarning each = context.getStatement().getWarnings(); each != null; each = each.getNextWarning()) {
                var message = Objects.requireNonNullElse(each.getMessage(), "");
                if (message.startsWith("duration:") && message.contains("{")) {
                    seen.add(JSON.readTree(message.substring(message.indexOf('{'))));
                }
            }
        } catch (SQLException | JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The plans since this was last asked.
    ///
    /// @param what they are for, for messages
    public List<Plan> seen(String what) {
        var plans = seen.stream()
                .map(node -> new Plan(what, node.path("Query Text").asText(), node.path("Plan")))
                .collect(Collectors.toList());
        seen.clear();
        return plans;
    }

    @Override
    public void close() {
        database.close();
        var name = settings.url().substring(settings.url().lastIndexOf('/') + 1);
        execute(
                settings,
                List.of(
                        "alter database %s reset all".formatted(name),
                        "alter database %s set timezone = 'Pacific/Chatham'".formatted(name)));
    }
}
