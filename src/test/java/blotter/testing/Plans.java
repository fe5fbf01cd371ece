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

/// Collects the plans of the statements that actually run, which PostgreSQL's auto_explain sends with each result.
public final class Plans implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /// PostgreSQL's plan_cache_mode.
    public enum Mode {
        /// PostgreSQL decides.
        AUTO,
        /// For the actual values, as in a statement's first five executions.
        FORCE_CUSTOM_PLAN,
        /// For any values, as is possible from the sixth execution on.
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
    /// @param what for messages
    /// @param root the top node, with its actual rows and buffers
    public record Plan(String what, String sql, JsonNode root) {
        /// Blocks accessed, in memory or on disk.
        public long blocks() {
            return root.path("Shared Hit Blocks").asLong()
                    + root.path("Shared Read Blocks").asLong();
        }

        /// The scans, such as `Index Scan incident incident_status`, with the rows that each returned.
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

        /// Tables with a sequential scan of at least this many rows. Excludes scans that stop early.
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

        /// The number of pairs that joins compared and discarded.
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

    /// Opens the database with auto_explain.
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
            // The module's parameters are unknown until it is loaded.
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

    /// The plans since the last call.
    ///
    /// @param what for messages
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
