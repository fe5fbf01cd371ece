package blotter.incident;

import blotter.change.EntryFilter;
import blotter.database.Sql;
import blotter.http.Query;
import blotter.json.Texts;
import blotter.json.Uuids;
import blotter.objective.ThreatObjective;
import blotter.tag.TagBook;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Which incidents a list shows, or a change selects. Filters of different names are combined with "and",
/// values of one name with "or".
final class IncidentFilter implements EntryFilter {
    /// The value that finds what has none.
    private static final String NONE = "none";

    private static final int MAX_WORDS = 20;
    private static final int MAX_TEXT = 500;
    private static final List<String> DATES = List.of(
            "created_date", "updated_date", "detected_date", "occurred_date", "responded_date", "contained_date");

    /// The dates that changes touch: those are on the incident itself, the others beside it.
    private static final Set<String> ON_INCIDENT = Set.of("updated_date", "detected_date");

    /// Any of these values, and perhaps those that have none.
    private record AnyOf<T>(List<T> values, boolean none) {
        boolean isAbsent() {
            return values.isEmpty() && !none;
        }
    }

    private final List<Long> ids;
    private final Map<String, AnyOf<String>> labels = new LinkedHashMap<>();
    private final AnyOf<UUID> assignedTo;
    private final AnyOf<UUID> openedBy;
    private final AnyOf<String> objectives;
    private final AnyOf<UUID> tags;
    private final boolean tagsGiven;
    private final @Nullable String title;
    private final @Nullable String description;
    private final List<String> words;
    private final Map<String, Query.Period> periods = new LinkedHashMap<>();

    /// Reads the filter's parameters.
    IncidentFilter(Query query, TagBook book) {
        ids = query.allOf("id", Incidents.REGISTER::number, Incidents.REGISTER.idExpected());
        labels.put(
                "status",
                anyOf(
                        query,
                        "status",
                        oneOf(Incidents.STATUS.allowed()),
                        String.join(", ", Incidents.STATUS.allowed()),
                        false));
        labels.put(
                "severity",
                anyOf(
                        query,
                        "severity",
                        oneOf(Incidents.SEVERITY.allowed()),
                        String.join(", ", Incidents.SEVERITY.allowed()),
                        true));
        labels.put("source", anyOf(query, "source", Function.identity(), "a source", true));
        assignedTo = anyOf(query, "assigned_to", Uuids::parse, "the id of a user", true);
        openedBy = anyOf(query, "opened_by", Uuids::parse, "the id of a user", false);
        objectives = anyOf(
                query,
                "threat_objectives",
                label -> ThreatObjective.of(label) == null ? null : label,
                ThreatObjective.labels(),
                true);
        tagsGiven = !query.all("tags").isEmpty();
        tags = tags(query, book);
        title = text(query, "title_contains");
        description = text(query, "description_contains");
        var free = text(query, "free_text");
        words = free == null ? List.of() : List.of(free.strip().split("[\\s\\p{Z}]+"));
        if (words.size() > MAX_WORDS) {
            query.faults().add("free_text", "too_long", words.size() + " words", MAX_WORDS + " at most");
        }
        for (var date : DATES) {
            var period = query.period(date);
            if (period != null) {
                periods.put(date, period);
            }
        }
    }

    private static <T> AnyOf<T> anyOf(
            Query query, String name, Function<String, @Nullable T> parse, String expectation, boolean orNone) {
        boolean none = orNone && query.all(name).contains(NONE);
        var values = new ArrayList<T>();
        for (var text : query.all(name)) {
            var value = none && text.equals(NONE) ? null : parse.apply(text);
            if (value != null) {
                values.add(value);
            } else if (!none || !text.equals(NONE)) {
                query.faults().add(name, "invalid_value", text, expectation + (orNone ? ", or none" : ""));
            }
        }
        return new AnyOf<>(List.copyOf(values), none);
    }

    private static Function<String, @Nullable String> oneOf(List<String> allowed) {
        return text -> allowed.contains(text) ? text : null;
    }

    /// Tags by id or label; one that does not exist is on no incident.
    private static AnyOf<UUID> tags(Query query, TagBook book) {
        var values = new ArrayList<UUID>();
        boolean none = false;
        for (var text : query.all("tags")) {
            var id = Uuids.parse(text);
            var tag = id == null ? book.find(text) : book.find(id);
            if (tag != null) {
                values.add(tag.id());
            }
            none |= text.equals(NONE);
        }
        return new AnyOf<>(List.copyOf(values), none);
    }

    private static @Nullable String text(Query query, String name) {
        var text = query.one(name);
        if (text != null && Texts.isBlank(text)) {
            query.faults().add(name, "blank", "is blank (expected: some text)");
            return null;
        }
        int length = text == null ? 0 : text.codePointCount(0, text.length());
        if (length > MAX_TEXT) {
            query.faults().add(name, "too_long", length + " characters", MAX_TEXT + " at most");
        }
        return text;
    }

    /// Whether it depends on the values, and not only on their kind, how many incidents it finds, and
    /// so which index is the one to begin with.
    boolean needsItsOwnPlan() {
        var sql = new Sql();
        addTo(sql);
        return sql.hasValues();
    }

    /// Adds the conditions: on the incident `i`, and by sub-select on what is indexed beside it.
    @Override
    public void addTo(Sql sql) {
        join(sql, onIncident(sql), onFacet(sql), onText(sql));
    }

    private static void join(Sql sql, List<String> incident, List<String> facets, List<String> texts) {
        sql.conditions().addAll(incident);
        if (!facets.isEmpty()) {
            sql.and("i.number in (select f.number from incident_facet f where f.org_id = :org and %s)"
                    .formatted(String.join(" and ", facets)));
        }
        if (!texts.isEmpty()) {
            sql.and("i.number in (select t.number from incident_text t where t.org_id = :org and %s)"
                    .formatted(String.join(" and ", texts)));
        }
    }

    /// Adds the conditions for who only counts. When all are on what is indexed beside the incidents, that
    /// table alone is asked: it has one row for each incident.
    ///
    /// @return the table to count in
    String addToCount(Sql sql) {
        var incident = onIncident(sql);
        var facets = onFacet(sql);
        var texts = onText(sql);
        if (incident.isEmpty() && texts.isEmpty() && !facets.isEmpty()) {
            sql.and("f.org_id = :org").conditions().addAll(facets);
            return "incident_facet f";
        }
        if (incident.isEmpty() && facets.isEmpty() && !texts.isEmpty()) {
            sql.and("t.org_id = :org").conditions().addAll(texts);
            return "incident_text t";
        }
        join(sql.and("i.org_id = :org"), incident, facets, texts);
        return "incident i";
    }

    private List<String> onIncident(Sql sql) {
        var conditions = new ArrayList<String>();
        if (!ids.isEmpty()) {
            conditions.add("i.number in (select unnest(%s))".formatted(sql.bind(ids.toArray(Long[]::new))));
        }
        fewValued(conditions, "i.status", labels.get("status"));
        fewValued(conditions, "i.severity", labels.get("severity"));
        if (!assignedTo.isAbsent()) {
            var any = "i.assigned_to = any(%s)".formatted(sql.bind(assignedTo.values.toArray(UUID[]::new)));
            conditions.add(orNone(any, "i.assigned_to is null", assignedTo));
        }
        if (tagsGiven) {
            var any = "i.tag_ids && %s".formatted(sql.bind(tags.values.toArray(UUID[]::new)));
            conditions.add(orNone(any, "i.tag_ids = '{}'", tags));
        }
        if (description != null) {
            // Not by "like", which PostgreSQL takes for a condition that hardly anything meets.
            conditions.add("strpos(lower(i.description), lower(%s)) > 0".formatted(sql.bind(description)));
        }
        periods.forEach((date, period) -> {
            if (ON_INCIDENT.contains(date)) {
                conditions.add(range(sql, "i." + date, period));
            }
        });
        return conditions;
    }

    private List<String> onFacet(Sql sql) {
        var conditions = new ArrayList<String>();
        var source = labels.get("source");
        if (source != null && !source.isAbsent()) {
            var any = "f.source = any(%s)".formatted(sql.bind(source.values.toArray(String[]::new)));
            conditions.add(orNone(any, "f.source is null", source));
        }
        if (!openedBy.values.isEmpty()) {
            conditions.add("f.opened_by = any(%s)".formatted(sql.bind(openedBy.values.toArray(UUID[]::new))));
        }
        if (!objectives.isAbsent()) {
            var any = "f.objectives && %s".formatted(sql.bind(objectives.values.toArray(String[]::new)));
            conditions.add(orNone(any, "f.objectives = '{}'", objectives));
        }
        periods.forEach((date, period) -> {
            if (!ON_INCIDENT.contains(date)) {
                conditions.add(range(sql, "f." + date, period));
            }
        });
        return conditions;
    }

    private List<String> onText(Sql sql) {
        var conditions = new ArrayList<String>();
        words.forEach(word -> conditions.add("t.search like " + pattern(sql, word)));
        if (title != null) {
            conditions.add("t.search like " + pattern(sql, title));
            conditions.add("t.title like " + pattern(sql, title));
        }
        if (description != null) {
            conditions.add("t.search like " + pattern(sql, description));
        }
        return conditions;
    }

    /// Values of an enumeration stand in the statement itself, which is then planned for them: most
    /// incidents are closed and few are critical, and a plan for any value would take the wrong way for
    /// one or the other.
    private static void fewValued(List<String> conditions, String column, @Nullable AnyOf<String> any) {
        if (any != null && !any.isAbsent()) {
            var values = any.values.stream().distinct().sorted().toList();
            var literals = values.stream().map("'%s'"::formatted).collect(Collectors.joining(", "));
            var in = values.size() == 1 ? " = " + literals : " in (" + literals + ")";
            conditions.add(orNone(column + in, column + " is null", any));
        }
    }

    private static String orNone(String condition, String none, AnyOf<?> any) {
        if (!any.none) {
            return condition;
        }
        return any.values.isEmpty() ? none : "(%s or %s)".formatted(condition, none);
    }

    private static String pattern(Sql sql, String text) {
        var literal = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
        return "lower(%s)".formatted(sql.bind("%" + literal + "%"));
    }

    private static String range(Sql sql, String column, Query.Period period) {
        Instant before = period.before();
        var from = "%s >= %s".formatted(column, sql.bind(period.from()));
        return before == null ? from : "%s and %s < %s".formatted(from, column, sql.bind(before));
    }
}
