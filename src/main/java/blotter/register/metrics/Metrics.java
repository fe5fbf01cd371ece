package blotter.register.metrics;

import blotter.register.incident.Incidents;
import blotter.register.tag.TagBook;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Computes the metrics of incidents.
final class Metrics {
    /// The last time that a response can contain.
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999Z");

    private final MetricsRequest request;
    private final Periods periods;
    private final Counts counts = new Counts(Incidents.STATUS.allowed(), Incidents.SEVERITY.allowed());
    private final Map<String, Durations> bySeverity = new LinkedHashMap<>();
    private final Durations[] byKind = new Durations[Group.KINDS];
    private final List<Durations> byPeriod;
    private final long[] opened;
    private final long[] closed;

    /// @param groups all incidents that were detected or closed in the time range
    Metrics(MetricsRequest request, List<Group> groups) {
        this.request = request;
        this.periods = periods(request, groups);
        this.byPeriod = IntStream.range(0, periods.count())
                .mapToObj(i -> new Durations())
                .toList();
        this.opened = new long[periods.count()];
        this.closed = new long[periods.count()];
        Incidents.SEVERITY.allowed().forEach(severity -> bySeverity.put(severity, new Durations()));
        bySeverity.put(Counts.NONE, new Durations());
        Arrays.setAll(byKind, kind -> Objects.requireNonNull(bySeverity.get(Counts.name(Group.severity(kind)))));
        groups.forEach(this::add);
    }

    private static Periods periods(MetricsRequest request, List<Group> groups) {
        long first = Long.MAX_VALUE;
        long last = Moments.NONE;
        for (var group : groups) {
            for (int i = 0; i < group.size(); i++) {
                for (long moment : new long[] {group.detected(i), group.closed(i)}) {
                    first = moment == Moments.NONE ? first : Math.min(first, moment);
                    last = Math.max(last, moment);
                }
            }
        }
        boolean bounded = request.from() != null && request.to() != null;
        return bounded || last != Moments.NONE ? Periods.of(request, first, last) : Periods.NONE;
    }

    private void add(Group group) {
        var counted = new long[Group.KINDS];
        for (int i = 0; i < group.size(); i++) {
            int period = periods.indexOf(group.detected(i));
            if (period >= 0) {
                int kind = group.kind(i);
                counted[kind]++;
                opened[period]++;
                byKind[kind].add(group, i);
                byPeriod.get(period).add(group, i);
                counts.addTags(group);
                counts.addObjectives(group.objectives(i));
            } else {
                // Only closed within the time range.
                group.nextTags(null);
            }
            int closing = periods.indexOf(group.closed(i));
            if (closing >= 0) {
                closed[closing]++;
            }
        }
        for (int kind = 0; kind < Group.KINDS; kind++) {
            counts.add(group, kind, counted[kind]);
        }
    }

    Set<UUID> tags() {
        return counts.tags().keySet();
    }

    /// @param book contains all counted tags
    void writeTo(JsonGenerator json, TagBook book) throws IOException {
        json.writeStartObject();
        writeTime(json, "from", request.from());
        writeTime(json, "to", request.to());
        json.writeStringField("interval", request.interval().label());
        json.writeStringField("tz", request.zone().getId());
        json.writeNumberField("total", counts.total());
        counts.writeFields(json);
        new TagCounts(counts.tags()).writeTo(json, book);
        json.writeFieldName("durations");
        Durations.of(bySeverity.values()).writeTo(json);
        json.writeArrayFieldStart("durations_by_severity");
        for (var each : bySeverity.entrySet()) {
            json.writeStartObject();
            json.writeStringField("severity", each.getKey());
            json.writeFieldName("durations");
            each.getValue().writeTo(json);
            json.writeEndObject();
        }
        json.writeEndArray();
        writePeriods(json);
        json.writeEndObject();
    }

    private void writePeriods(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("intervals");
        for (int i = 0; i < periods.count(); i++) {
            json.writeStartObject();
            writeTime(json, "from", Moments.instant(periods.bounds()[i]));
            writeTime(json, "to", Moments.instant(periods.bounds()[i + 1]));
            json.writeNumberField("opened", opened[i]);
            json.writeNumberField("closed", closed[i]);
            json.writeFieldName("durations");
            byPeriod.get(i).writeTo(json);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeTime(JsonGenerator json, String name, @Nullable Instant time) throws IOException {
        if (time == null) {
            json.writeNullField(name);
        } else {
            json.writeStringField(name, (time.isAfter(LAST) ? LAST : time).toString());
        }
    }
}
