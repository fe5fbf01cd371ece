package blotter.register.entry;

import blotter.platform.database.Sql;
import blotter.platform.http.Query;
import blotter.platform.json.Texts;
import blotter.platform.json.Uuids;
import blotter.register.change.EntryFilter;
import blotter.register.change.Field;
import blotter.register.change.Register;
import blotter.register.entry.Side.Column;
import blotter.register.objective.ThreatObjective;
import blotter.register.tag.TagBook;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The condition of a list or a change. Filters with different names are combined with "and", values of one name
/// with "or".
final class ListFilter implements EntryFilter {
    /// The value for entries without one.
    private static final String NONE = "none";

    private static final int MAX_WORDS = 20;
    private static final int MAX_TEXT = 500;

    /// Any of these values, and optionally entries without one.
    private record AnyOf<T>(List<T> values, boolean none) {
        boolean isAbsent() {
            return values.isEmpty() && !none;
        }
    }

    private final Register register;
    private final Filters filters;
    private final List<Long> ids;
    private final Map<Field, AnyOf<String>> choices = new LinkedHashMap<>();
    private final AnyOf<String> source;
    private final AnyOf<UUID> assignedTo;
    private final AnyOf<UUID> openedBy;
    private final AnyOf<String> objectives;
    private final AnyOf<UUID> tags;
    private final boolean tagsGiven;
    private final @Nullable String title;
    private final @Nullable String description;
    private final List<String> words;
    private final Map<Column, Query.Period> periods = new LinkedHashMap<>();

    /// Reads the filter's parameters.
    ListFilter(RegisterKind kind, Query query, TagBook book) {
        register = kind.register();
        filters = kind.filters();
        ids = query.allOf("id", register::number, register.idExpected());
        for (var field : filters.choices()) {
            choices.put(
                    field,
                    anyOf(
                            query,
                            field.name(),
                            text -> field.allowed().contains(text) ? text : null,
                            String.join(", ", field.allowed()),
                            !field.required()));
        }
        source = anyOf(query, "source", Function.identity(), "a source", true);
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
        for (var date : filters.dates()) {
            var period = query.period(date.name());
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

    /// Tags by id or label. A tag that does not exist is on no entry.
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

    /// Whether the number of entries found, and so the best index, depends on the values and not only on the kinds
    /// of filters.
    boolean needsItsOwnPlan() {
        var sql = new Sql();
        addTo(sql);
        return sql.hasValues();
    }

    /// Adds the conditions: on the entry `i`, and by subqueries on its side tables.
    @Override
    public void addTo(Sql sql) {
        join(sql, conditions(sql));
    }

    /// Adds the conditions for a page in the order of the entries' numbers. If all of them are on one side table,
    /// the page is cut there, before the entries are looked up, since many may match.
    ///
    /// @param page where the page begins, its order and its length, for the column of the numbers
    void addTo(Sql sql, UnaryOperator<String> page) {
        var conditions = conditions(sql);
        var beside = beside(conditions);
        if (beside == null) {
            join(sql, conditions);
            return;
        }
        var number = beside.getKey().alias() + ".number";
        sql.and(among(beside.getKey(), beside.getValue(), page.apply(number)));
    }

    private static void join(Sql sql, Map<Side, List<String>> conditions) {
        conditions.forEach((side, some) -> {
            if (side.equals(Side.ENTRY)) {
                sql.conditions().addAll(some);
            } else {
                sql.and(among(side, some, ""));
            }
        });
    }

    private static String among(Side side, List<String> conditions, String rest) {
        return "i.number in (select %1$s.number from %2$s %1$s where %1$s.org_id = %4$s and %3$s%5$s)"
                .formatted(side.alias(), side.table(), String.join(" and ", conditions), Sql.ANY_ORG, rest);
    }

    /// The only side table with conditions, if there is exactly one.
    private static Map.@Nullable Entry<Side, List<String>> beside(Map<Side, List<String>> conditions) {
        var first = conditions.size() == 1 ? conditions.entrySet().iterator().next() : null;
        return first == null || first.getKey().equals(Side.ENTRY) ? null : first;
    }

    /// Adds the conditions for a count. If all of them are on one side table, only that is read: it has one row for
    /// each entry.
    ///
    /// @return the table to count in
    String addToCount(Sql sql) {
        var conditions = conditions(sql);
        var beside = beside(conditions);
        if (beside != null) {
            var side = beside.getKey();
            sql.and(side.alias() + ".org_id = " + Sql.ANY_ORG).conditions().addAll(beside.getValue());
            return side.table() + " " + side.alias();
        }
        join(sql.and("i.org_id = " + Sql.ANY_ORG), conditions);
        return register.name() + " i";
    }

    /// The conditions by table; only tables that have any.
    private Map<Side, List<String>> conditions(Sql sql) {
        var conditions = new Conditions();
        addOwn(sql, conditions);
        addColumns(sql, conditions);
        addTexts(sql, conditions);
        return conditions.bySide;
    }

    private static final class Conditions {
        private final Map<Side, List<String>> bySide = new LinkedHashMap<>();

        void add(Side side, String condition) {
            bySide.computeIfAbsent(side, absent -> new ArrayList<>()).add(condition);
        }
    }

    private void addOwn(Sql sql, Conditions conditions) {
        if (!ids.isEmpty()) {
            conditions.add(Side.ENTRY, "i.number in (select unnest(%s))".formatted(sql.bind(ids.toArray(Long[]::new))));
        }
        choices.forEach((field, any) -> {
            if (!any.isAbsent()) {
                conditions.add(Side.ENTRY, choice("i." + field.name(), any));
            }
        });
        if (!assignedTo.isAbsent()) {
            var any = "i.assigned_to = any(%s)".formatted(sql.bind(assignedTo.values.toArray(UUID[]::new)));
            conditions.add(Side.ENTRY, orNone(any, "i.assigned_to is null", assignedTo));
        }
        if (tagsGiven) {
            var any = "i.tag_ids && %s".formatted(sql.bind(tags.values.toArray(UUID[]::new)));
            conditions.add(Side.ENTRY, orNone(any, "i.tag_ids = '{}'", tags));
        }
        if (description != null) {
            // Not with "like", which PostgreSQL estimates to match hardly anything.
            conditions.add(Side.ENTRY, "strpos(lower(i.description), lower(%s)) > 0".formatted(sql.bind(description)));
        }
    }

    private void addColumns(Sql sql, Conditions conditions) {
        if (!source.isAbsent()) {
            var column = filters.source();
            var any = "%s = any(%s)".formatted(column.sql(), sql.bind(source.values.toArray(String[]::new)));
            conditions.add(column.side(), orNone(any, column.sql() + " is null", source));
        }
        if (!openedBy.isAbsent()) {
            var column = filters.openedBy();
            conditions.add(
                    column.side(),
                    "%s = any(%s)".formatted(column.sql(), sql.bind(openedBy.values.toArray(UUID[]::new))));
        }
        if (!objectives.isAbsent()) {
            var column = filters.objectives();
            var any = "%s && %s".formatted(column.sql(), sql.bind(objectives.values.toArray(String[]::new)));
            conditions.add(column.side(), orNone(any, column.sql() + " = '{}'", objectives));
        }
        periods.forEach((date, period) -> conditions.add(date.side(), range(sql, date.sql(), period)));
    }

    private void addTexts(Sql sql, Conditions conditions) {
        var texts = filters.texts();
        words.forEach(word -> conditions.add(texts.side(), texts.search() + " like " + pattern(sql, word)));
        if (title != null) {
            conditions.add(texts.side(), texts.search() + " like " + pattern(sql, title));
            conditions.add(texts.side(), texts.title() + " like " + pattern(sql, title));
        }
        if (description != null) {
            conditions.add(texts.side(), texts.search() + " like " + pattern(sql, description));
        }
    }

    /// Enum values are part of the statement, which is then planned for them: most incidents are closed and few are
    /// critical, and a generic plan would be wrong for one or the other.
    private static String choice(String column, AnyOf<String> any) {
        var values = any.values.stream().distinct().sorted().toList();
        var literals = values.stream().map("'%s'"::formatted).collect(Collectors.joining(", "));
        var in = values.size() == 1 ? " = " + literals : " in (" + literals + ")";
        return orNone(column + in, column + " is null", any);
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
