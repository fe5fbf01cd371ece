package blotter.register.metrics;

import static java.time.DayOfWeek.MONDAY;
import static java.time.temporal.TemporalAdjusters.firstDayOfMonth;
import static java.time.temporal.TemporalAdjusters.previousOrSame;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// The length of a period. Weeks begin on Monday (ISO 8601).
enum Interval {
    WEEK,
    MONTH,
    QUARTER;

    /// The first day of the interval that contains this day.
    LocalDate start(LocalDate day) {
        return switch (this) {
            case WEEK -> day.with(previousOrSame(MONDAY));
            case MONTH -> day.with(firstDayOfMonth());
            case QUARTER -> day.with(day.getMonth().firstMonthOfQuarter()).with(firstDayOfMonth());
        };
    }

    /// The first day of the interval after the one that begins on this day.
    LocalDate next(LocalDate start) {
        return switch (this) {
            case WEEK -> start.plusWeeks(1);
            case MONTH -> start.plusMonths(1);
            case QUARTER -> start.plusMonths(3);
        };
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static List<String> labels() {
        return Arrays.stream(values()).map(Interval::label).toList();
    }

    static Interval of(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }
}
