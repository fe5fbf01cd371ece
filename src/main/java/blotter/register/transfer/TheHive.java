package blotter.register.transfer;

import blotter.platform.problem.Faults;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Cases of TheHive, in the JSON of its API version 5.
final class TheHive implements JsonFile.Mapping {
    private static final Map<Integer, String> SEVERITIES = Map.of(1, "SEV-4", 2, "SEV-3", 3, "SEV-2", 4, "SEV-1");
    private static final Map<String, String> STAGES =
            Map.of("New", "New", "InProgress", "In Progress", "Closed", "Closed");
    /// Used without a stage. All other statuses mean closed.
    private static final Map<String, String> STATUSES = Map.of("New", "New", "InProgress", "In Progress");

    @Override
    public ImportRow map(long place, ObjectNode original, OrganizationTerms terms) {
        var faults = new Faults();
        var type = original.path("_type").asText("Case");
        if (!type.equalsIgnoreCase("case")) {
            faults.add("/%d/_type".formatted(place), "invalid_value", type, "Case");
        }
        var from = new ForeignCase(original, terms);
        var title = from.text("/title");
        if (title != null) {
            from.title(title);
            from.taken("title");
        }
        var texts = texts(from);
        var severity = SEVERITIES.get(from.at("/severity").intValue());
        if (severity != null) {
            from.put("severity", severity);
            from.taken("severity");
            from.taken("severityLabel");
        }
        status(from);
        dates(from);
        if (from.closed(from.time("/endDate"))) {
            from.taken("endDate");
        }
        if (from.assignee(from.text("/assignee"))) {
            from.taken("assignee");
        }
        if (from.tags(from.at("/tags"))) {
            from.taken("tags");
        }
        return from.row(place, "TheHive", texts, faults);
    }

    private static List<String> texts(ForeignCase from) {
        var texts = new ArrayList<String>();
        for (var member : List.of("description", "summary")) {
            var text = from.text("/" + member);
            if (text != null) {
                texts.add(member.equals("summary") ? "**Summary:** " + text : text);
                from.taken(member);
            }
        }
        return texts;
    }

    private static void status(ForeignCase from) {
        var stage = from.text("/stage");
        var status = from.text("/status");
        var byStage = stage == null ? null : STAGES.get(stage);
        if (byStage != null) {
            from.put("status", byStage);
            from.taken("stage");
        } else if (status != null) {
            from.put("status", Objects.requireNonNullElse(STATUSES.get(status), "Closed"));
        }
        // A status that tells how the case was closed is kept with the rest.
        if (status != null && STATUSES.containsKey(status)) {
            from.taken("status");
        }
    }

    private static void dates(ForeignCase from) {
        String detectedIn = "startDate";
        Instant detected = null;
        for (var member : List.of("alertDate", "_createdAt", "createdAt", "startDate")) {
            if (detected == null) {
                detected = from.time("/" + member);
                detectedIn = member;
            }
        }
        from.dates(
                detected,
                detectedIn,
                detectedIn.equals("startDate") ? null : from.time("/startDate"),
                "startDate",
                responded(from, detected),
                "inProgressDate");
    }

    private static @Nullable Instant responded(ForeignCase from, @Nullable Instant detected) {
        return detected == null ? null : from.time("/inProgressDate");
    }
}
