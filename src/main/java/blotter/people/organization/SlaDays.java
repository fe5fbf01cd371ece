package blotter.people.organization;

import blotter.platform.json.Json;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Within how many days of its discovery a risk is to be dealt with, by its urgency.
///
/// @param byUrgency for each urgency, from the most urgent; null where there is no limit
public record SlaDays(Map<String, @Nullable Integer> byUrgency) {
    /// From the most urgent.
    public static final List<String> URGENCIES = List.of("Critical", "High", "Medium", "Low", "Info");

    /// The most days that can be set: ten years.
    public static final int MOST = 3_650;

    /// What an organization starts with.
    public static final SlaDays DEFAULT = new SlaDays(Map.of("Critical", 7, "High", 30, "Medium", 90, "Low", 180));

    public SlaDays {
        var ordered = new LinkedHashMap<String, @Nullable Integer>();
        for (var urgency : URGENCIES) {
            ordered.put(urgency, byUrgency.get(urgency));
        }
        byUrgency = Collections.unmodifiableMap(ordered);
    }

    /// The days for this urgency; null when there is no limit.
    public @Nullable Integer of(String urgency) {
        return byUrgency.get(urgency);
    }

    /// As it is kept: the inverse of [#ofStored].
    public String stored() {
        return byUrgency.entrySet().stream()
                .map(each -> "\"%s\":%s".formatted(each.getKey(), each.getValue()))
                .collect(Collectors.joining(",", "{", "}"));
    }

    /// The defaults when nothing is kept.
    static SlaDays ofStored(@Nullable String kept) {
        if (kept == null) {
            return DEFAULT;
        }
        var json = Json.trusted(kept);
        var days = new LinkedHashMap<String, @Nullable Integer>();
        for (var urgency : URGENCIES) {
            var each = json.path(urgency);
            days.put(urgency, each.isInt() ? each.intValue() : null);
        }
        return new SlaDays(days);
    }
}
