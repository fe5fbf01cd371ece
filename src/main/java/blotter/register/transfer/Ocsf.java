package blotter.register.transfer;

import blotter.platform.problem.Faults;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Incident Findings of the Open Cybersecurity Schema Framework, class 2005, versions 1.1 and later.
final class Ocsf implements JsonFile.Mapping {
    private static final int INCIDENT_FINDING = 2005;
    private static final int CLOSE = 3;
    private static final Map<Integer, String> SEVERITIES =
            Map.of(1, "SEV-5", 2, "SEV-4", 3, "SEV-3", 4, "SEV-2", 5, "SEV-1", 6, "SEV-1");
    private static final Map<Integer, String> STATUSES =
            Map.of(1, "New", 2, "In Progress", 3, "In Progress", 4, "Review", 5, "Closed");
    /// Statuses that map without loss.
    private static final List<Integer> SAME_STATUSES = List.of(1, 2, 5);

    @Override
    public ImportRow map(long place, ObjectNode event, OrganizationTerms terms) {
        var faults = new Faults();
        var classUid = event.path("class_uid");
        if (classUid.intValue() != INCIDENT_FINDING) {
            faults.add(
                    "/%d/class_uid".formatted(place),
                    "invalid_value",
                    classUid.isMissingNode() ? "missing" : classUid,
                    "2005, an Incident Finding");
        }
        var from = new ForeignCase(event, terms);
        var infos = infos(from);
        from.title(title(from, infos));
        var texts = texts(from);
        severity(from);
        status(from);
        dates(from, infos);
        from.assignee(from.text("/assignee/email_addr"));
        from.source(from.text("/metadata/product/name"));
        from.tags(from.at("/metadata/labels"));
        return from.row(place, "OCSF", texts, faults);
    }

    /// The pointers of the findings. Some products write a single finding instead of the list.
    private static List<String> infos(ForeignCase from) {
        int listed = from.at("/finding_info_list").size();
        return from.at("/finding_info").isObject()
                ? List.of("/finding_info")
                : IntStream.range(0, listed)
                        .mapToObj("/finding_info_list/%d"::formatted)
                        .toList();
    }

    private static String title(ForeignCase from, List<String> infos) {
        return infos.stream()
                .map(info -> from.text(info + "/title"))
                .filter(Objects::nonNull)
                .findFirst()
                .orElseGet(() -> Objects.requireNonNullElse(
                        firstLine(from.text("/message")),
                        Objects.requireNonNullElse(firstLine(from.text("/desc")), "Incident without a title")));
    }

    private static @Nullable String firstLine(@Nullable String text) {
        return text == null ? null : text.lines().findFirst().orElse(text).strip();
    }

    private static List<String> texts(ForeignCase from) {
        var texts = new ArrayList<String>();
        for (var member : List.of("desc", "message", "comment")) {
            var text = from.text("/" + member);
            if (text != null && !texts.contains(text)) {
                texts.add(text);
            }
            if (text != null) {
                from.taken(member);
            }
        }
        return texts;
    }

    private static void severity(ForeignCase from) {
        int id = from.at("/severity_id").intValue();
        var severity = SEVERITIES.get(id);
        if (severity != null) {
            from.put("severity", severity);
            if (id < 6) {
                from.taken("severity_id");
                from.taken("severity");
            }
        }
    }

    private static void status(ForeignCase from) {
        int id = from.at("/status_id").intValue();
        var status = STATUSES.get(id);
        if (status == null && from.at("/activity_id").intValue() == CLOSE) {
            from.put("status", "Closed");
        } else if (status != null) {
            from.put("status", status);
        }
        if (SAME_STATUSES.contains(id)) {
            from.taken("status_id");
            from.taken("status");
        }
    }

    private static void dates(ForeignCase from, List<String> infos) {
        var created = earliest(from, infos, "created_time");
        var time = either(from, "/time");
        var start = either(from, "/start_time");
        // Dates in the list of findings remain in the rest.
        from.dates(
                created == null ? time : created,
                created == null ? "time" : "",
                start == null ? earliest(from, infos, "first_seen_time") : start,
                start == null ? "" : "start_time",
                null,
                "");
        // The time of an event that closes a finding is its closed date.
        from.closed(created == null ? null : time);
    }

    private static @Nullable Instant either(ForeignCase from, String pointer) {
        var time = from.time(pointer);
        return time == null ? from.time(pointer + "_dt") : time;
    }

    private static @Nullable Instant earliest(ForeignCase from, List<String> infos, String member) {
        return infos.stream()
                .map(info -> either(from, info + "/" + member))
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }
}
