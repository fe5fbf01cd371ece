package blotter.tools.sample;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/// The times at which incidents are opened, ascending: more by day and on weekdays, fewer in August and December,
/// slowly increasing, and optionally one campaign (the wave) within a week of April.
final class Arrivals {

    private static final double[] MONTHS = {1.05, 1.0, 1.15, 0.95, 1.05, 1.0, 0.75, 0.55, 1.1, 1.2, 1.3, 0.65};

    private final long[] times;

    private Arrivals(long[] times) {
        this.times = times;
    }

    static Arrivals draw(RandomGenerator random, Instant from, Instant to, int count, boolean wave) {
        int inWave = wave ? Math.round(count / 24f) : 0;
        var cumulative = density(random, from, to);
        var times = new long[count];
        for (int i = 0; i < count - inWave; i++) {
            double point = random.nextDouble() * cumulative[cumulative.length - 1];
            int hour = Arrays.binarySearch(cumulative, point);
            hour = hour < 0 ? -hour - 1 : hour + 1;
            long millis = from.toEpochMilli() + hour * 3_600_000L + random.nextInt(3_600_000);
            times[i] = Math.min(millis, to.toEpochMilli() - 1) << 1;
        }
        var start = waveStart(to);
        for (int i = count - inWave; i < count; i++) {
            var day = start.plusDays(Math.min(4, (int) (random.nextDouble() * random.nextDouble() * 6)));
            var at = day.atTime(6, 0).toInstant(ZoneOffset.UTC).plusMillis((long)
                    (random.nextDouble() * 11 * 3_600_000));
            times[i] = at.toEpochMilli() << 1 | 1;
        }
        Arrays.sort(times);
        return new Arrivals(times);
    }

    /// The second Monday of the last April that is at least five weeks ago.
    private static LocalDate waveStart(Instant to) {
        var today = to.atZone(ZoneOffset.UTC).toLocalDate();
        var april = LocalDate.of(today.getYear(), 4, 1).with(TemporalAdjusters.dayOfWeekInMonth(2, DayOfWeek.MONDAY));
        return april.plusDays(35).isBefore(today)
                ? april
                : LocalDate.of(today.getYear() - 1, 4, 1).with(TemporalAdjusters.dayOfWeekInMonth(2, DayOfWeek.MONDAY));
    }

    private static double[] density(RandomGenerator random, Instant from, Instant to) {
        int hours = (int) Math.max(1, Duration.between(from, to).toHours());
        var mood = new double[40];
        Arrays.setAll(mood, i -> random.nextDouble(0.82, 1.18));
        var cumulative = new double[hours];
        double sum = 0;
        for (int hour = 0; hour < hours; hour++) {
            var time = from.plus(Duration.ofHours(hour)).atZone(ZoneOffset.UTC);
            int clock = time.getHour();
            double day = OfficeHours.workday(time.getDayOfWeek()) ? 1 : 0.35;
            double daytime = clock >= 6 && clock < 17 ? 1 : clock >= 17 && clock < 22 ? 0.35 : 0.17;
            double growth = 0.9 + 0.25 * hour / hours;
            sum += day * daytime * growth * MONTHS[time.getMonthValue() - 1] * mood[hour / 730 % mood.length];
            cumulative[hour] = sum;
        }
        return cumulative;
    }

    Instant at(int index) {
        return Instant.ofEpochMilli(times[index] >> 1);
    }

    boolean inWave(int index) {
        return (times[index] & 1) == 1;
    }
}
