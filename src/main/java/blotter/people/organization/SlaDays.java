package blotter.people.organization;

import blotter.platform.json.Json;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The SLA for risks: the days from discovery to the due date, by urgency.
///
/// @param byUrgency from the most urgent; null means no SLA
public record SlaDays(Map<String, @Nullable Integer> byUrgency) {
    /// From the most urgent.
    public static final List<String> URGENCIES = List.of("Critical", "High", "Medium", "Low", "Info");

    /// Ten years.
    public static final int MOST = 3_650;

    /// The SLA of a new organization.
    public static final SlaDays DEFAULT = new SlaDays(Map.of("Critical", 7, "High", 30, "Medium", 90, "Low", 180));

    public SlaDays {
        var ordered = new LinkedHashMap<String, @Nullable Integer>();
        for (var urgency : URGENCIES) {
            ordered.put(urgency, byUrgency.get(urgency));
        }
        byUrgency = Collections.unmodifiableMap(ordered);
    }

    /// The days for this urgency; null when it has no SLA.
    public @Nullable Integer of(String urgency) {
        return byUrgency.get(urgency);
    }

    /// As JSON for the database, the inverse of [#ofStored].
    public String stored() {
        return byUrgency.entrySet().stream()
                .map(each -> "\"%s\":%s".formatted(each.getKey(), each.getValue()))
                .collect(Collectors.joining(",", "{", "}"));
    }

    /// Reads the stored JSON; the default when there is none.
    static SlaDays ofStored(@Nullable String stored) {
        if (stored == null) {
            return DEFAULT;
        }
        var json = Json.trusted(stored);
        var days = new LinkedHashMap<String, @Nullable Integer>();
        for (var urgency : URGENCIES) {
            var each = json.path(urgency);
            days.put(urgency, each.isInt() ? each.intValue() : null);
        }
        return new SlaDays(days);
    }
}
