package blotter.register.incident;

import static org.assertj.core.api.Assertions.assertThat;

import blotter.register.change.Field;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Rebuilds an incident from its history. Each entry must continue from the state of the previous one, which
/// reveals lost updates.
final class Replay {
    private static final JsonNode NULL = JsonNodeFactory.instance.nullNode();
    private static final JsonNode NONE = JsonNodeFactory.instance.arrayNode();
    private static final List<String> LISTS = List.of("tags", "threat_objectives");

    private final String id;
    private final Map<String, JsonNode> values = new TreeMap<>();
    private boolean there;
    private long version;
    private JsonNode by = NULL;
    private JsonNode at = NULL;

    /// @param entries of the history, oldest first
    Replay(String id, Iterable<JsonNode> entries) {
        this.id = id;
        entries.forEach(this::apply);
    }

    private void apply(JsonNode entry) {
        var what = "%s %s".formatted(id, entry);
        var kind = entry.get("kind").textValue();
        assertThat(there).as(what).isEqualTo(!kind.equals("created"));
        var changes = entry.get("changes");
        if (kind.equals("deleted")) {
            assertThat(changes.at("/version/from").longValue()).as(what).isEqualTo(version);
            var had = new ArrayList<>(values.keySet());
            had.removeIf(name -> value(name).isNull() || value(name).isEmpty() && LISTS.contains(name));
            assertThat(had).as(what).allMatch(changes::has);
        } else {
            version++;
            by = entry.get("by");
            at = entry.get("at");
        }
        there = !kind.equals("deleted");
        for (var change : changes.properties()) {
            if (!List.of("opened_by", "created_date", "version", "risk_associations")
                    .contains(change.getKey())) {
                var name = change.getKey();
                assertThat(normal(name, change.getValue().get("from")))
                        .as(name + " in " + what)
                        .isEqualTo(value(name));
                values.put(name, normal(name, change.getValue().get("to")));
            }
        }
        if (!there) {
            values.clear();
        }
    }

    private JsonNode value(String name) {
        return normal(name, values.get(name));
    }

    private static JsonNode normal(String name, @Nullable JsonNode value) {
        if (value == null || value.isNull()) {
            return LISTS.contains(name) ? NONE : NULL;
        }
        return value;
    }

    boolean isThere() {
        return there;
    }

    /// Compares the result with the row in the register.
    void assertIs(JsonNode row) {
        assertThat(there).as(id).isTrue();
        var incident = row.get("incident");
        for (var field : Incidents.REGISTER.fields().stream().map(Field::name).toList()) {
            assertThat(incident.get(field)).as(id + " " + field).isEqualTo(value(field));
        }
        assertThat(EngineApiTest.tags(row))
                .as(id + " tags")
                .isEqualTo(value("tags").valueStream().map(JsonNode::textValue).toList());
        assertThat(row.get("threat_objectives")).as(id).isEqualTo(value("threat_objectives"));
        assertThat(incident.get("version").longValue()).as(id + " version").isEqualTo(version);
        assertThat(incident.get("updated_by")).as(id).isEqualTo(by);
        assertThat(incident.get("updated_date")).as(id).isEqualTo(at);
    }
}
