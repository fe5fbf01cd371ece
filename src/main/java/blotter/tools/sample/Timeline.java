package blotter.tools.sample;

import blotter.tools.sample.Scenario.Lognormal;
import blotter.tools.sample.Scenario.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.random.RandomGenerator;

/// The times of one incident and of its changes in the register. Those in the future have not happened yet.
record Timeline(
        Instant occurred,
        Instant detected,
        Instant created,
        Instant responded,
        Instant triaged,
        Instant contained,
        Instant containedRecorded,
        Instant reviewed,
        Instant closed) {

    private static final Lognormal REPORTING_DELAY = new Lognormal(Duration.ofMinutes(35), 1.3);

    /// How long it takes to respond, contain and close.
    private record Speed(Lognormal respond, Lognormal contain, Lognormal close, boolean dayAndNight) {

        private static Speed of(String respond, String contain, String close, boolean dayAndNight) {
            return new Speed(Lognormal.parse(respond), Lognormal.parse(contain), Lognormal.parse(close), dayAndNight);
        }

        static Speed of(String severity) {
            return switch (severity) {
                case "SEV-1" -> CRITICAL;
                case "SEV-2" -> HIGH;
                case "SEV-3" -> MEDIUM;
                case "SEV-4" -> LOW;
                default -> INFORMATIONAL;
            };
        }

        private static final Speed CRITICAL = of("12m 0.6", "11h 0.6", "26d 0.4", true);
        private static final Speed HIGH = of("35m 0.7", "7h 0.8", "16d 0.6", true);
        private static final Speed MEDIUM = of("80m 0.9", "8h 1.0", "9d 0.8", false);
        private static final Speed LOW = of("3h 1.0", "11h 1.1", "4d 1.0", false);
        private static final Speed INFORMATIONAL = of("4h 1.0", "8h 1.1", "20h 1.2", false);
    }

    /// @param pace a factor for durations
    static Timeline draw(
            RandomGenerator random, Scenario scenario, String severity, Instant created, boolean machine, double pace) {
        var speed = Speed.of(severity);
        var delay = machine ? Duration.ofSeconds(random.nextInt(15, 260)) : REPORTING_DELAY.draw(random, 1);
        var detected = created.minus(delay).truncatedTo(machine ? ChronoUnit.SECONDS : ChronoUnit.MINUTES);
        var occurred = detected.minus(scenario.detection().draw(random, 1)).truncatedTo(ChronoUnit.SECONDS);
        var answered = detected.plus(speed.respond().draw(random, pace));
        var responded = speed.dayAndNight() || random.nextInt(5) == 0 ? answered : OfficeHours.next(answered, random);
        if (!machine && random.nextInt(100) < 55) {
            // People have often started to respond before they open the incident.
            responded = between(detected, created, random);
        }
        responded = later(detected, responded.truncatedTo(ChronoUnit.MINUTES));
        var triaged = later(created, responded).plusMillis(random.nextInt(60_000, 1_500_000));
        var contained = scenario.outcome() == Outcome.BLOCKED
                ? occurred.plusSeconds(random.nextInt(1, 45))
                : contained(responded.plus(speed.contain().draw(random, pace)), speed, random);
        var containedRecorded = later(triaged, contained).plusMillis(random.nextInt(240_000, 4_500_000));
        var settled = scenario.isFalsePositive() ? triaged : containedRecorded;
        var wait = scenario.isFalsePositive() ? new Lognormal(Duration.ofHours(7), 1.2) : speed.close();
        var closed = OfficeHours.next(settled.plus(wait.draw(random, Math.max(0.8, pace))), random)
                .plusMillis(random.nextInt(60_000));
        var between = Duration.between(settled, closed);
        var reviewed = OfficeHours.next(
                settled.plus(between.multipliedBy(random.nextInt(20, 75)).dividedBy(100)), random);
        if (!reviewed.isBefore(closed)) {
            reviewed = settled.plus(between.dividedBy(2));
        }
        return new Timeline(
                occurred, detected, created, responded, triaged, contained, containedRecorded, reviewed, closed);
    }

    private static Instant contained(Instant at, Speed speed, RandomGenerator random) {
        var worked = speed.dayAndNight() || random.nextInt(5) == 0 ? at : OfficeHours.next(at, random);
        return worked.truncatedTo(ChronoUnit.MINUTES);
    }

    static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    static Instant between(Instant from, Instant to, RandomGenerator random) {
        return from.plusMillis(
                random.nextLong(Math.max(1, Duration.between(from, to).toMillis())));
    }
}
