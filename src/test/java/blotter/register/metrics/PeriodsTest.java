package blotter.register.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blotter.platform.problem.Problem;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The bounds of intervals, in particular across DST changes.
class PeriodsTest {
    private static List<String> bounds(Interval interval, String zone, @Nullable String from, @Nullable String to) {
        return bounds(interval, zone, from, to, "2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z");
    }

    private static List<String> bounds(
            Interval interval, String zone, @Nullable String from, @Nullable String to, String first, String last) {
        var request = new MetricsRequest(
                sql -> {},
                from == null ? null : Instant.parse(from),
                to == null ? null : Instant.parse(to),
                interval,
                ZoneId.of(zone));
        var periods = Periods.of(request, Moments.of(Instant.parse(first)), Moments.of(Instant.parse(last)));
        return Arrays.stream(periods.bounds())
                .mapToObj(bound -> Moments.instant(bound).toString())
                .toList();
    }

    @Test
    void monthsBeginAtMidnightInTheZoneAcrossDstChanges() {
        assertThat(bounds(Interval.MONTH, "Europe/Berlin", "2026-02-28T23:00:00Z", "2026-04-30T22:00:00Z"))
                .containsExactly("2026-02-28T23:00:00Z", "2026-03-31T22:00:00Z", "2026-04-30T22:00:00Z");
        assertThat(bounds(Interval.MONTH, "UTC", "2026-02-28T23:00:00Z", "2026-03-01T00:00:00Z"))
                .containsExactly("2026-02-28T23:00:00Z", "2026-03-01T00:00:00Z");
    }

    @Test
    void weeksBeginOnMondaysAcrossDstChanges() {
        // In Berlin the clock goes forward on 29 March 2026 and back on 25 October.
        assertThat(bounds(Interval.WEEK, "Europe/Berlin", "2026-03-25T00:00:00Z", "2026-04-06T00:00:00Z"))
                .containsExactly(
                        "2026-03-25T00:00:00Z", "2026-03-29T22:00:00Z", "2026-04-05T22:00:00Z", "2026-04-06T00:00:00Z");
        assertThat(bounds(Interval.WEEK, "Europe/Berlin", "2026-10-18T22:00:00Z", "2026-10-26T00:00:00Z"))
                .containsExactly("2026-10-18T22:00:00Z", "2026-10-25T23:00:00Z", "2026-10-26T00:00:00Z");
    }

    @Test
    void aDayMayBeginAfterMidnight() {
        // In Asunción the clock went from 0:00 to 1:00 on Sunday 1 October 2017.
        assertThat(LocalDate.parse("2017-10-01").atStartOfDay(ZoneId.of("America/Asuncion")))
                .hasToString("2017-10-01T01:00-03:00[America/Asuncion]");
        assertThat(bounds(Interval.MONTH, "America/Asuncion", "2017-09-15T00:00:00Z", "2017-10-15T00:00:00Z"))
                .containsExactly("2017-09-15T00:00:00Z", "2017-10-01T04:00:00Z", "2017-10-15T00:00:00Z");
    }

    @Test
    void quartersBeginInJanuaryAprilJulyAndOctober() {
        assertThat(bounds(Interval.QUARTER, "Asia/Kolkata", "2025-12-31T18:30:00Z", "2026-12-31T18:30:00Z"))
                .containsExactly(
                        "2025-12-31T18:30:00Z",
                        "2026-03-31T18:30:00Z",
                        "2026-06-30T18:30:00Z",
                        "2026-09-30T18:30:00Z",
                        "2026-12-31T18:30:00Z");
    }

    @Test
    void anOpenRangeExtendsToWholeIntervals() {
        assertThat(bounds(
                        Interval.MONTH,
                        "America/New_York",
                        null,
                        null,
                        "2026-01-01T04:59:59.999999Z",
                        "2026-01-01T05:00:00Z"))
                .containsExactly("2025-12-01T05:00:00Z", "2026-01-01T05:00:00Z", "2026-02-01T05:00:00Z");
        assertThat(bounds(
                        Interval.WEEK,
                        "UTC",
                        null,
                        "2026-01-02T00:00:00Z",
                        "2025-12-30T00:00:00Z",
                        "2026-06-01T00:00:00Z"))
                .containsExactly("2025-12-29T00:00:00Z", "2026-01-02T00:00:00Z");
        assertThat(bounds(
                        Interval.QUARTER,
                        "UTC",
                        "2026-02-02T00:00:00Z",
                        null,
                        "2020-12-30T00:00:00Z",
                        "2026-04-01T00:00:00Z"))
                .containsExactly("2026-02-02T00:00:00Z", "2026-04-01T00:00:00Z", "2026-07-01T00:00:00Z");
    }

    @Test
    void periodsIncludeTheirStart() {
        var periods = new Periods(new long[] {10, 20, 30});
        assertThat(List.of(9L, 10L, 19L, 20L, 29L, 30L, Moments.NONE).stream()
                        .map(periods::indexOf)
                        .toList())
                .containsExactly(-1, 0, 0, 1, 1, -1, -1);
        assertThat(Periods.NONE.count()).isZero();
        assertThat(Periods.NONE.indexOf(0)).isEqualTo(-1);
    }

    @Test
    void rejectsMoreThanAThousandPeriods() {
        assertThat(bounds(Interval.WEEK, "UTC", "2000-01-03T00:00:00Z", "2019-03-04T00:00:00Z"))
                .hasSize(1_001);
        assertThatThrownBy(() -> bounds(Interval.WEEK, "UTC", "2000-01-03T00:00:00Z", "2019-03-04T00:00:01Z"))
                .isInstanceOf(Problem.class)
                .hasMessage("interval: week: more than 1000 from 2000-01-03T00:00:00Z to 2019-03-04T00:00:01Z"
                        + " (expected: a longer interval, or less time by from and to)");
    }
}
