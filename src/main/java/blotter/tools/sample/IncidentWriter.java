package blotter.tools.sample;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.SplittableRandom;

/// Generates the incidents of one organization. Each has its own seed, so the result does not depend on the order.
record IncidentWriter(
        Scenarios scenarios,
        Words words,
        Cast cast,
        SampleRisks risks,
        Arrivals arrivals,
        Instant from,
        Instant now,
        long seed) {

    /// An odd number other than SplittableRandom's own increment.
    private static final long STEP = 0xD1342543DE82EF95L;

    SampleIncident write(int index) {
        var created = arrivals.at(index);
        var random = new SplittableRandom(seed ^ (index + 1) * STEP);
        var scenario = arrivals.inWave(index) ? scenarios.wave() : scenarios.pick(created, random);
        var severity = scenario.severities().pick(random);
        var source = scenario.sources().pick(random);
        var machine = scenario.section("alert").isEmpty() || random.nextInt(100) < 15 ? "" : cast.machineFor(source);
        var opener = machine.isEmpty() ? cast.onDuty(created, random, "").key() : machine;
        var times = Timeline.draw(random, scenario, severity, created, !machine.isEmpty(), pace(created));
        var slots = new Slots(words, scenario.slots(), random, times);
        var scene = new Scene(
                scenarios, scenario, cast, random, times, slots, now, severity, source, opener, !machine.isEmpty());
        return new Story(scene).write(links(scenario, severity, times, random));
    }

    /// The factor for durations, which decreases from 1.75 to 0.65 as the team gets faster.
    private double pace(Instant created) {
        double share = (double) Duration.between(from, created).toSeconds()
                / Math.max(1, Duration.between(from, now).toSeconds());
        return 1.75 - 1.1 * Math.clamp(share, 0, 1);
    }

    private ArrayList<SampleLink> links(Scenario scenario, String severity, Timeline times, SplittableRandom random) {
        var links = new ArrayList<SampleLink>();
        int percent = scenario.isFalsePositive()
                ? 2
                : severity.compareTo("SEV-2") <= 0 ? 65 : severity.equals("SEV-3") ? 30 : 9;
        for (int risk : risks.behind(scenario.family())) {
            var earliest = Timeline.later(times.triaged(), risks.createdAt(risk));
            var at = earliest.plusSeconds(random.nextInt(1800, 200_000));
            var late = Duration.between(times.closed(), at).toDays() > 90;
            if (random.nextInt(100) < percent && !at.isAfter(now) && !late && links.size() < 3) {
                links.add(new SampleLink(at, cast.onDuty(at, random, "").key(), risk));
            }
        }
        links.sort(java.util.Comparator.comparing(SampleLink::at));
        return links;
    }
}
