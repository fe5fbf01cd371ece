package blotter.platform.json;

import blotter.platform.problem.Faults;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads RFC 3339 date-times with any offset, to the microsecond.
public final class DateTimes {
    private static final Pattern FORM = Pattern.compile(
            "(\\d{4}-\\d{2}-\\d{2})[Tt ](\\d{2}:\\d{2}:\\d{2}(?:\\.\\d{1,9})?)\\d*([Zz]|([+-])(\\d{2}):(\\d{2}))?");
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");
    private static final String EXPECTED = "an RFC 3339 date-time like 2026-01-31T09:30:00Z";

    /// The last instant within the API's range, to the microsecond.
    public static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999Z");

    private DateTimes() {}

    /// Parses a date-time. If the text is not one, adds a fault and returns null.
    public static @Nullable Instant parse(String text, String pointer, Faults faults) {
        var form = FORM.matcher(text);
        if (!form.matches()) {
            faults.add(pointer, "invalid_format", text, EXPECTED);
            return null;
        }
        if (form.group(3) == null) {
            faults.add(pointer, "invalid_format", text, "an offset, like Z or +01:00, behind the time");
            return null;
        }
        try {
            boolean leap = form.group(2).startsWith("60", 6);
            var time =
                    leap ? form.group(2).substring(0, 6) + "59" + form.group(2).substring(8) : form.group(2);
            var local = LocalDateTime.parse(form.group(1) + "T" + time);
            int minutes = 0;
            if (form.group(4) != null) {
                int hour = Integer.parseInt(form.group(5));
                int minute = Integer.parseInt(form.group(6));
                if (hour > 23 || minute > 59) {
                    faults.add(pointer, "invalid_format", text, "an offset of at most 23:59");
                    return null;
                }
                minutes = (form.group(4).equals("-") ? -1 : 1) * (hour * 60 + minute);
            }
            var utc = local.minusMinutes(minutes).plusSeconds(leap ? 1 : 0);
            // Java has no leap seconds: 23:59:60 UTC becomes the first second of the next day.
            if (leap && utc.toLocalTime().toSecondOfDay() != 0) {
                faults.add(pointer, "invalid_format", text, EXPECTED);
                return null;
            }
            return inRange(utc.toInstant(ZoneOffset.UTC).truncatedTo(ChronoUnit.MICROS), text, pointer, faults);
        } catch (DateTimeException e) {
            faults.add(pointer, "invalid_format", text, EXPECTED);
            return null;
        }
    }

    /// Parses a date (the start of that day in UTC) or a date-time.
    public static @Nullable Instant parseDateOrDateTime(String text, String pointer, Faults faults) {
        return parseDateOrDateTime(text, pointer, ZoneOffset.UTC, faults);
    }

    /// Parses a date (the start of that day in the zone) or a date-time.
    public static @Nullable Instant parseDateOrDateTime(String text, String pointer, ZoneId zone, Faults faults) {
        if (!DATE.matcher(text).matches()) {
            return parse(text, pointer, faults);
        }
        try {
            return inRange(LocalDate.parse(text).atStartOfDay(zone).toInstant(), text, pointer, faults);
        } catch (DateTimeException e) {
            faults.add(pointer, "invalid_format", text, "a date like 2026-01-31 or a date-time");
            return null;
        }
    }

    /// Parses the output of [Instant#toString] ten times as fast as [Instant#parse].
    public static Instant stored(String text) {
        int length = text.length();
        if (length < 20 || text.charAt(10) != 'T' || text.charAt(4) != '-' || text.charAt(length - 1) != 'Z') {
            return Instant.parse(text);
        }
        long day = LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10))
                .toEpochDay();
        long second = day * 86_400 + number(text, 11, 13) * 3_600L + number(text, 14, 16) * 60L + number(text, 17, 19);
        int nanos = 0;
        for (int i = 20, unit = 100_000_000; i < length - 1; i++, unit /= 10) {
            nanos += (text.charAt(i) - '0') * unit;
        }
        return Instant.ofEpochSecond(second, nanos);
    }

    private static int number(String text, int from, int to) {
        return Integer.parseInt(text, from, to, 10);
    }

    private static @Nullable Instant inRange(Instant instant, String text, String pointer, Faults faults) {
        if (instant.isBefore(FIRST) || !instant.isBefore(END)) {
            faults.add(pointer, "out_of_range", text, "the years 0001 to 9999");
            return null;
        }
        return instant;
    }
}
