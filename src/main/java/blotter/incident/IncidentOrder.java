package blotter.incident;

import blotter.http.Cursor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the list of incidents can be sorted by. Incidents without a value come last, whichever the
/// direction.
///
/// @param from the tables, the incident being `i`; the one that has the index leads
/// @param key the sort key; null for the id, which needs none beside itself
/// @param type the key's SQL type
/// @param nullable whether there are incidents without
record IncidentOrder(String name, String from, @Nullable String key, String type, boolean nullable) {
    private static final String INCIDENT = "incident i";
    private static final String FACET =
            "incident_facet o join incident i on i.org_id = o.org_id and i.number = o.number";
    private static final String TEXT = "incident_text o join incident i on i.org_id = o.org_id and i.number = o.number";

    static final List<IncidentOrder> ALL = List.of(
            new IncidentOrder("id", INCIDENT, null, "bigint", false),
            new IncidentOrder("title", TEXT, "o.title", "text", false),
            new IncidentOrder("status", INCIDENT, "i.status", "incident_status", false),
            new IncidentOrder("severity", INCIDENT, "i.severity", "incident_severity", true),
            new IncidentOrder("source", FACET, "o.source", "text", true),
            new IncidentOrder("created_date", FACET, "o.created_date", "timestamptz", false),
            new IncidentOrder("updated_date", INCIDENT, "i.updated_date", "timestamptz", false),
            new IncidentOrder("detected_date", INCIDENT, "i.detected_date", "timestamptz", false),
            new IncidentOrder("occurred_date", FACET, "o.occurred_date", "timestamptz", true),
            new IncidentOrder("responded_date", FACET, "o.responded_date", "timestamptz", true),
            new IncidentOrder("contained_date", FACET, "o.contained_date", "timestamptz", true));

    static final List<String> NAMES = ALL.stream().map(IncidentOrder::name).toList();

    static IncidentOrder of(String name) {
        return ALL.stream().filter(order -> order.name.equals(name)).findFirst().orElseThrow();
    }

    /// The table whose index has the order.
    String alias() {
        return key != null && key.startsWith("o.") ? "o" : "i";
    }

    String number() {
        return alias() + ".number";
    }

    /// Whether a cursor of one of these orders can be one of this list.
    static boolean accepts(Cursor cursor) {
        return of(cursor.field()).isAnOwn(cursor);
    }

    private boolean isAnOwn(Cursor cursor) {
        var cursorKey = cursor.key();
        if (!cursor.isNumbered()) {
            return false;
        }
        if (cursorKey == null) {
            return nullable || key == null;
        }
        return switch (type) {
            case "timestamptz" -> cursor.hasInstant();
            case "incident_status" -> Incidents.STATUS.allowed().contains(cursorKey);
            case "incident_severity" -> Incidents.SEVERITY.allowed().contains(cursorKey);
            default -> key != null;
        };
    }

    /// The key as text that can be read back exactly.
    String keyText() {
        return type.equals("timestamptz")
                ? "to_char(%s at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')".formatted(key)
                : key + "::text";
    }
}
