package blotter.register.metrics;

import blotter.register.objective.ThreatObjective;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The numbers of incidents by value.
final class Counts {
    /// The name for a missing value, as in the list's filters.
    static final String NONE = "none";

    private final Map<String, Long> statuses;
    private final Map<String, Long> severities;
    private final Map<String, Long> sources = new HashMap<>();
    // By set of objectives, as bits.
    private final long[] sets = new long[1 << ThreatObjective.values().length];
    private final Tally tags = new Tally();
    private long total;

    Counts(List<String> allStatuses, List<String> allSeverities) {
        statuses = zeros(allStatuses);
        severities = zeros(allSeverities);
        severities.put(NONE, 0L);
    }

    static Map<String, Long> zeros(List<String> names) {
        var counts = new LinkedHashMap<String, Long>();
        names.forEach(name -> counts.put(name, 0L));
        return counts;
    }

    static String name(@Nullable String value) {
        return value == null ? NONE : value;
    }

    /// Adds a number of incidents of a group and kind, without tags and objectives.
    void add(Group group, int kind, long count) {
        if (count == 0) {
            return;
        }
        total += count;
        statuses.merge(Group.status(kind), count, Long::sum);
        severities.merge(name(Group.severity(kind)), count, Long::sum);
        sources.merge(name(group.source()), count, Long::sum);
    }

    void addObjectives(int set) {
        sets[set]++;
    }

    /// Counts the tags of the next incident of a group.
    void addTags(Group group) {
        group.nextTags(tags);
    }

    Map<UUID, Long> tags() {
        return tags.counts();
    }

    long total() {
        return total;
    }

    void writeFields(JsonGenerator json) throws IOException {
        write(json, "statuses", "status", statuses);
        write(json, "severities", "severity", severities);
        var byCount = new LinkedHashMap<String, Long>();
        sources.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .forEach(each -> byCount.put(each.getKey(), each.getValue()));
        write(json, "sources", "source", byCount);
        write(json, "threat_objectives", "threat_objective", objectives());
    }

    private Map<String, Long> objectives() {
        var counts = new LinkedHashMap<String, Long>();
        for (var objective : ThreatObjective.values()) {
            long count = 0;
            for (int set = 0; set < sets.length; set++) {
                count += (set & Group.set(objective)) == 0 ? 0 : sets[set];
            }
            counts.put(objective.label(), count);
        }
        counts.put(NONE, sets[0]);
        return counts;
    }

    static void write(JsonGenerator json, String name, String what, Map<String, Long> counts) throws IOException {
        json.writeArrayFieldStart(name);
        for (var each : counts.entrySet()) {
            json.writeStartObject();
            json.writeStringField(what, each.getKey());
            json.writeNumberField("count", each.getValue());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
