package blotter.register.metrics;

import blotter.platform.http.Query;
import blotter.platform.json.DateTimes;
import blotter.register.change.EntryFilter;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The incidents to count, and the time range with its interval.
///
/// @param from null for the first incident
/// @param to exclusive; null for the last incident
record MetricsRequest(
        EntryFilter filter,
        @Nullable Instant from,
        @Nullable Instant to,
        Interval interval,
        ZoneId zone) {
    private static final ZoneId UTC = ZoneId.of("UTC");

    /// Reads the parameters other than the filter's.
    static MetricsRequest of(Query query, EntryFilter filter) {
        var interval = Interval.of(
                Objects.requireNonNullElse(query.oneOf("interval", Interval.labels()), Interval.MONTH.label()));
        var zone = zone(query);
        var from = time(query, "from", zone);
        var to = time(query, "to", zone);
        if (from != null && to != null && !from.isBefore(to)) {
            query.faults().add("to", "out_of_range", Objects.requireNonNull(query.one("to")), "later than from");
        }
        return new MetricsRequest(filter, from, to, interval, zone);
    }

    private static ZoneId zone(Query query) {
        var name = query.one("tz");
        if (name == null) {
            return UTC;
        }
        // Java would also accept offsets.
        if (!ZoneId.getAvailableZoneIds().contains(name)) {
            query.faults().add("tz", "invalid_value", name, "an IANA time zone like Europe/Berlin");
            return UTC;
        }
        return ZoneId.of(name);
    }

    private static @Nullable Instant time(Query query, String name, ZoneId zone) {
        var text = query.one(name);
        return text == null ? null : DateTimes.parseDateOrDateTime(text, name, zone, query.faults());
    }
}
