package blotter.register.metrics;

import blotter.platform.problem.Fault;
import blotter.platform.problem.Problem;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A time range, divided into intervals.
///
/// @param bounds [Moments]: the start of each period, and the end of the last
record Periods(long[] bounds) {
    /// Limits the size of a response.
    static final int MOST = 1_000;

    static final Periods NONE = new Periods(new long[] {0});

    /// The periods of the request. An open end extends to the whole interval of the first or last moment.
    static Periods of(MetricsRequest request, long first, long last) {
        var interval = request.interval();
        var zone = request.zone();
        var from = request.from();
        if (from == null) {
            from = start(interval.start(LocalDate.ofInstant(Moments.instant(first), zone)), zone);
        }
        var to = request.to();
        if (to == null) {
            to = start(interval.next(interval.start(LocalDate.ofInstant(Moments.instant(last), zone))), zone);
        }
        return between(from, to, interval, zone);
    }

    private static Periods between(Instant from, Instant to, Interval interval, ZoneId zone) {
        var starts = new ArrayList<Instant>(List.of(from));
        var day = interval.next(interval.start(LocalDate.ofInstant(from, zone)));
        for (var start = start(day, zone); start.isBefore(to); start = start(day, zone)) {
            if (starts.size() == MOST) {
                var detail = "%s: more than %d from %s to %s (expected: a longer interval, or less time by from and to)"
                        .formatted(interval.label(), MOST, from, to);
                throw Problem.invalid(List.of(new Fault("interval", "out_of_range", detail)));
            }
            starts.add(start);
            day = interval.next(day);
        }
        starts.add(to);
        return new Periods(starts.stream().mapToLong(Moments::of).toArray());
    }

    /// The start of a day, which is not midnight where the clock is put forward at that time.
    private static Instant start(LocalDate day, ZoneId zone) {
        return day.atStartOfDay(zone).toInstant();
    }

    int count() {
        return bounds.length - 1;
    }

    /// The period of a moment; -1 when there is none.
    int indexOf(long moment) {
        if (moment < bounds[0] || moment >= bounds[count()]) {
            return -1;
        }
        int found = Arrays.binarySearch(bounds, moment);
        return found >= 0 ? found : -found - 2;
    }
}
