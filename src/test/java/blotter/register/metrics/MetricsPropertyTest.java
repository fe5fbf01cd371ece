package blotter.register.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import blotter.people.organization.OrganizationStore;
import blotter.platform.access.Via;
import blotter.platform.database.Announcements;
import blotter.platform.database.Database;
import blotter.platform.json.Json;
import blotter.register.change.Backfill;
import blotter.register.change.Backfill.Past;
import blotter.register.change.Backfill.Step;
import blotter.register.change.Derivation;
import blotter.register.change.FieldChange;
import blotter.register.change.Patch;
import blotter.register.change.Stamp;
import blotter.register.incident.Incidents;
import blotter.register.objective.ThreatObjective;
import blotter.register.tag.Tag;
import blotter.register.tag.TagBook;
import blotter.testing.PostgresExtension;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Compares the metrics of random registers with a simple model, and percentiles with PostgreSQL's own.
@ExtendWith(PostgresExtension.class)
class MetricsPropertyTest {
    private static final List<String> ZONES =
            List.of("UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Apia", "Australia/Lord_Howe");
    private static final List<Tag> TAGS = IntStream.range(0, 12)
            .mapToObj(n -> new Tag(new UUID(7, n), "tag " + n, new UUID(0, 0), new UUID(0, 0)))
            .toList();

    private final Database database;
    private final MetricsStore store;
    private final Random random = new Random(800_61);

    MetricsPropertyTest(Database database) {
        this.database = database;
        this.store = new MetricsStore(database);
    }

    private record Case(
            String status,
            @Nullable String severity,
            @Nullable String source,
            List<String> objectives,
            List<UUID> tags,
            @Nullable Instant occurred,
            Instant detected,
            @Nullable Instant responded,
            @Nullable Instant contained,
            @Nullable Instant closed) {}

    private int organization(String slug) {
        var organizations = new OrganizationStore(database, new Announcements(database));
        return database.jdbi()
                .withHandle(handle -> Objects.requireNonNull(organizations.create(handle, slug, slug))
                        .id());
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private @Nullable Instant maybe(Instant time) {
        return random.nextInt(3) == 0 ? null : time;
    }

    private Instant later(Instant time) {
        // From zero to months, with microseconds.
        return time.plus(Duration.ofNanos(1_000 * (long) Math.pow(10, random.nextDouble() * 13)));
    }

    private Case incident() {
        // Around DST changes and the turn of the year.
        var day = one(List.of("2025-03-30", "2025-10-26", "2025-12-31", "2026-03-08", "2026-03-29", "2026-04-05"));
        var detected = Instant.parse(day + "T00:00:00Z")
                .plusSeconds(random.nextInt(-400_000, 400_000))
                .plusNanos(1_000L * random.nextInt(1_000_000));
        boolean closed = random.nextBoolean();
        return new Case(
                closed ? "Closed" : one(List.of("New", "In Progress", "Review")),
                random.nextInt(6) == 0 ? null : "SEV-" + (1 + random.nextInt(5)),
                random.nextInt(5) == 0 ? null : one(List.of("SIEM", "Other", "Täter:in", "a ' b")),
                Arrays.stream(ThreatObjective.values())
                        .filter(each -> random.nextInt(4) == 0)
                        .map(ThreatObjective::label)
                        .toList(),
                TAGS.stream().map(Tag::id).filter(id -> random.nextInt(5) == 0).toList(),
                maybe(detected.minusSeconds(random.nextInt(1_000_000))),
                detected,
                maybe(later(detected)),
                maybe(detected.plusSeconds(random.nextInt(-1_000, 1_000_000))),
                closed ? later(detected) : null);
    }

    private void insert(int orgId, List<Case> cases) {
        database.jdbi().useHandle(handle -> {
            var batch = handle.prepareBatch("""
                    insert into incident (org_id, number, title, description, status, severity, source, opened_by, updated_by,
                           occurred_date, detected_date, responded_date, contained_date, closed_date, created_date,
                           updated_date, tag_ids, threat_objectives)
                    values (:org, :number, 'a', 'b', :status::incident_status, :severity::incident_severity, :source,
                            gen_random_uuid(), gen_random_uuid(), :occurred, :detected, :responded, :contained, :closed,
                            now(), now(), :tags, :objectives::jsonb)""");
            for (int i = 0; i < cases.size(); i++) {
                var each = cases.get(i);
                batch.bind("org", orgId)
                        .bind("number", i + 1)
                        .bind("status", each.status)
                        .bind("severity", each.severity)
                        .bind("source", each.source)
                        .bindByType("occurred", each.occurred, Instant.class)
                        .bind("detected", each.detected)
                        .bindByType("responded", each.responded, Instant.class)
                        .bindByType("contained", each.contained, Instant.class)
                        .bindByType("closed", each.closed, Instant.class)
                        .bind("tags", each.tags.toArray(UUID[]::new))
                        .bind(
                                "objectives",
                                each.objectives.stream()
                                        .map("{\"threat_objective\": \"%s\", \"relevance\": null}"::formatted)
                                        .collect(Collectors.joining(",", "[", "]")))
                        .add();
            }
            if (!cases.isEmpty()) {
                batch.execute();
            }
        });
    }

    private JsonNode metrics(int orgId, MetricsRequest request) {
        var metrics = new Metrics(request, store.read(orgId, request));
        return Json.trusted(Json.text(json -> metrics.writeTo(json, new TagBook(TAGS))));
    }

    @Test
    void metricsMatchAPlainModel() {
        var other = organization("other");
        insert(other, IntStream.range(0, 100).mapToObj(i -> incident()).toList());
        for (int round = 0; round < 30; round++) {
            int orgId = organization("round-" + round);
            var cases = IntStream.range(0, round == 0 ? 0 : random.nextInt(200))
                    .mapToObj(i -> incident())
                    .toList();
            insert(orgId, cases);
            var from = random.nextInt(3) == 0 ? null : incident().detected;
            var to = random.nextInt(3) == 0
                    ? null
                    : (from == null ? incident().detected : from).plusSeconds(1 + random.nextInt(40_000_000));
            var interval = one(List.of(Interval.values()));
            var zone = ZoneId.of(one(ZONES));
            boolean critical = random.nextInt(4) == 0;
            var request = new MetricsRequest(
                    sql -> {
                        if (critical) {
                            sql.and("i.severity = any(%s::incident_severity[])"
                                    .formatted(sql.bind(new String[] {"SEV-1", "SEV-2"})));
                        }
                    },
                    from,
                    to,
                    interval,
                    zone);
            var meant = critical
                    ? cases.stream()
                            .filter(each -> "SEV-1".equals(each.severity) || "SEV-2".equals(each.severity))
                            .toList()
                    : cases;
            check(request, meant, metrics(orgId, request));
        }
    }

    private void check(MetricsRequest request, List<Case> meant, JsonNode figures) {
        Predicate<Instant> inTime = time -> (request.from() == null || !time.isBefore(request.from()))
                && (request.to() == null || time.isBefore(request.to()));
        var counted = meant.stream().filter(each -> inTime.test(each.detected)).toList();
        assertThat(figures.get("total").intValue()).isEqualTo(counted.size());
        checkCounts(figures, "statuses", "status", counted, each -> List.of(each.status));
        checkCounts(figures, "severities", "severity", counted, each -> List.of(Counts.name(each.severity)));
        checkCounts(figures, "sources", "source", counted, each -> List.of(Counts.name(each.source)));
        checkCounts(
                figures,
                "threat_objectives",
                "threat_objective",
                counted,
                each -> each.objectives.isEmpty() ? List.of("none") : each.objectives);
        var tags = counted.stream()
                .flatMap(each -> each.tags.stream())
                .collect(Collectors.groupingBy(UUID::toString, Collectors.counting()));
        assertThat(figures.get("tags")
                        .valueStream()
                        .collect(Collectors.toMap(
                                each -> each.at("/tag/id").textValue(),
                                each -> each.get("count").longValue())))
                .isEqualTo(tags);
        checkDurations(figures.get("durations"), counted);
        figures.get("durations_by_severity")
                .forEach(each -> checkDurations(
                        each.get("durations"),
                        counted.stream()
                                .filter(one -> Counts.name(one.severity)
                                        .equals(each.get("severity").textValue()))
                                .toList()));
        checkIntervals(request, meant, figures, inTime);
    }

    private static void checkCounts(
            JsonNode figures, String list, String what, List<Case> counted, Function<Case, List<String>> values) {
        var expected = counted.stream()
                .flatMap(each -> values.apply(each).stream())
                .collect(Collectors.groupingBy(value -> value, Collectors.counting()));
        var actual = figures.get(list)
                .valueStream()
                .filter(each -> each.get("count").longValue() > 0)
                .collect(Collectors.toMap(
                        each -> each.get(what).textValue(),
                        each -> each.get("count").longValue()));
        assertThat(actual).as(list).isEqualTo(expected);
    }

    private void checkIntervals(MetricsRequest request, List<Case> meant, JsonNode figures, Predicate<Instant> inTime) {
        var intervals = figures.get("intervals").valueStream().toList();
        var closings = meant.stream()
                .map(Case::closed)
                .filter(Objects::nonNull)
                .filter(inTime)
                .toList();
        var counted = meant.stream().filter(each -> inTime.test(each.detected)).toList();
        long opened = intervals.stream()
                .mapToLong(each -> each.get("opened").longValue())
                .sum();
        long closed = intervals.stream()
                .mapToLong(each -> each.get("closed").longValue())
                .sum();
        assertThat(opened).isEqualTo(counted.size());
        assertThat(closed).isEqualTo(closings.size());
        Instant end = null;
        for (var each : intervals) {
            var from = Instant.parse(each.get("from").textValue());
            assertThat(from).isEqualTo(end == null ? Objects.requireNonNullElse(request.from(), from) : end);
            end = Instant.parse(each.get("to").textValue());
            var name = name(from, request);
            assertThat(name(end.minusNanos(1_000), request)).isEqualTo(name);
            var its = counted.stream()
                    .filter(one -> name(one.detected, request).equals(name))
                    .toList();
            assertThat(each.get("opened").intValue()).isEqualTo(its.size());
            assertThat(each.get("closed").longValue())
                    .isEqualTo(closings.stream()
                            .filter(time -> name(time, request).equals(name))
                            .count());
            checkDurations(each.get("durations"), its);
        }
        if (end != null && request.to() != null) {
            assertThat(end).isEqualTo(request.to());
        }
    }

    /// The name of the interval that contains the time.
    private static String name(Instant time, MetricsRequest request) {
        var day = LocalDate.ofInstant(time, request.zone());
        return switch (request.interval()) {
            case WEEK -> day.get(IsoFields.WEEK_BASED_YEAR) + " week " + day.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
            case MONTH -> day.getYear() + " " + day.getMonth();
            case QUARTER -> day.getYear() + " quarter " + day.get(IsoFields.QUARTER_OF_YEAR);
        };
    }

    private void checkDurations(JsonNode durations, List<Case> cases) {
        check(durations.get("time_to_detect"), cases, Case::occurred, Case::detected);
        check(durations.get("time_to_respond"), cases, Case::detected, Case::responded);
        check(durations.get("time_to_contain"), cases, Case::detected, Case::contained);
        check(durations.get("time_to_close"), cases, Case::detected, Case::closed);
    }

    private void check(
            JsonNode figures,
            List<Case> cases,
            Function<Case, @Nullable Instant> from,
            Function<Case, @Nullable Instant> to) {
        var seconds = new ArrayList<Double>();
        for (var each : cases) {
            var begin = from.apply(each);
            var end = to.apply(each);
            if (begin != null && end != null) {
                seconds.add(Duration.between(begin, end).toNanos() / 1e9);
            }
        }
        assertThat(figures.get("count").intValue()).isEqualTo(seconds.size());
        assertThat(figures.get("missing").intValue()).isEqualTo(cases.size() - seconds.size());
        if (seconds.isEmpty()) {
            List.of("median", "mean", "p90")
                    .forEach(name -> assertThat(figures.get(name).isNull()).isTrue());
            return;
        }
        var expected = database.jdbi()
                .withHandle(handle -> handle.createQuery("""
                        select percentile_cont(0.5) within group (order by v) as median,
                               percentile_cont(0.9) within group (order by v) as p90,
                               avg(v) as mean
                          from unnest(string_to_array(:values, ' ')::float8[]) v""")
                        .bind("values", seconds.stream().map(String::valueOf).collect(Collectors.joining(" ")))
                        .mapToMap(Double.class)
                        .one());
        expected.forEach((name, value) ->
                assertThat(figures.get(name).doubleValue()).as(name).isCloseTo(value, within(0.000_51)));
    }

    @Test
    void importedClosedDatesCount() {
        int orgId = organization("elsewhere");
        var by = new UUID(0, 1);
        var made = Instant.parse("2019-05-01T08:00:00Z");
        Function<Integer, Stamp> day = n -> new Stamp(by, made.plus(Duration.ofDays(n)), Via.API, new UUID(1, n));
        Function<String, Patch> status =
                value -> new Patch(Map.of(Incidents.STATUS, new FieldChange.Set(value)), null, null);
        var first = new Patch(
                Map.of(
                        Incidents.TITLE, new FieldChange.Set("a"),
                        Incidents.DESCRIPTION, new FieldChange.Set(""),
                        Incidents.STATUS, new FieldChange.Set("New"),
                        Incidents.DETECTED, new FieldChange.Set(made)),
                null,
                null);
        var backfill = new Backfill(Incidents.REGISTER, new TagBook(List.of()), Map.of(), Derivation.NONE);
        var steps = List.of(
                new Step(day.apply(1), status.apply("Closed")),
                new Step(day.apply(2), status.apply("Review")),
                new Step(day.apply(40), status.apply("Closed")),
                new Step(day.apply(50), new Patch(Map.of(Incidents.TITLE, new FieldChange.Set("b")), null, null)));
        var past = new Past(new Step(day.apply(0), first), steps, List.of());
        database.jdbi().useTransaction(handle -> backfill.write(handle, orgId, backfill.prepare(1, List.of(past))));
        var figures = metrics(orgId, new MetricsRequest(sql -> {}, null, null, Interval.MONTH, ZoneId.of("UTC")));
        assertThat(figures.at("/durations/time_to_close/median").longValue())
                .isEqualTo(Duration.ofDays(40).toSeconds());
        assertThat(figures.get("intervals")
                        .valueStream()
                        .map(each -> each.get("closed").intValue()))
                .containsExactly(0, 1);
    }

    @Test
    void onlyThe300MostFrequentTagsAreListed() {
        int orgId = organization("tags");
        var many = IntStream.range(0, 350)
                .mapToObj(n -> new Tag(new UUID(9, n), "label %03d".formatted(n), new UUID(0, 0), new UUID(0, 0)))
                .toList();
        var detected = Instant.parse("2026-01-01T00:00:00Z");
        insert(
                orgId,
                IntStream.range(0, 7)
                        .mapToObj(n -> new Case(
                                "New",
                                null,
                                null,
                                List.of(),
                                many.subList(n * 50, n * 50 + 50).stream()
                                        .map(Tag::id)
                                        .toList(),
                                null,
                                detected,
                                null,
                                null,
                                null))
                        .toList());
        var request = new MetricsRequest(sql -> {}, null, null, Interval.MONTH, ZoneId.of("UTC"));
        var metrics = new Metrics(request, store.read(orgId, request));
        var tags = Json.trusted(Json.text(json -> metrics.writeTo(json, new TagBook(many))))
                .get("tags");
        assertThat(tags).hasSize(300);
        assertThat(tags.get(299).at("/tag/content").textValue()).isEqualTo("label 299");
    }
}
