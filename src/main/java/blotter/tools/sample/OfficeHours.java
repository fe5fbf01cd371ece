package blotter.tools.sample;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.random.RandomGenerator;

/// The working hours of the sample organizations: Monday to Friday, 06:00 to 17:00 UTC.
final class OfficeHours {

    private static final int FROM = 6;
    private static final int TO = 17;

    private OfficeHours() {}

    static boolean contain(Instant at) {
        var time = at.atZone(ZoneOffset.UTC);
        return workday(time.getDayOfWeek()) && time.getHour() >= FROM && time.getHour() < TO;
    }

    static boolean workday(DayOfWeek day) {
        return day != DayOfWeek.SATURDAY && day != DayOfWeek.SUNDAY;
    }

    /// The time itself within working hours, otherwise a time in the first hours of the next working day.
    static Instant next(Instant at, RandomGenerator random) {
        if (contain(at)) {
            return at;
        }
        var time = at.atZone(ZoneOffset.UTC);
        var day =
                time.getHour() < FROM ? time.toLocalDate() : time.toLocalDate().plusDays(1);
        while (!workday(day.getDayOfWeek())) {
            day = day.plusDays(1);
        }
        return day.atTime(FROM, 0).toInstant(ZoneOffset.UTC).plusMillis(random.nextInt(900_000, 13_000_000));
    }
}
