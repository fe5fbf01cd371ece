package blotter.tools.sample;

import blotter.tools.sample.SampleText.Block;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// All scenarios, common texts of comments, and the scenario of the wave.
record Scenarios(
        List<Scenario> all,
        Map<String, List<Template>> talk,
        Scenario wave,
        Weighted<Scenario> atWork,
        Weighted<Scenario> atNight) {

    static Scenarios load() {
        var all = new ArrayList<Scenario>();
        for (var file : SampleText.lines("families.txt")) {
            all.addAll(Scenario.family(file));
        }
        var wave = all.stream().filter(s -> s.name().equals("wave")).findFirst().orElseThrow();
        var usual = all.stream().filter(s -> s.weight() > 0).toList();
        return new Scenarios(
                List.copyOf(all),
                Scenario.sections(SampleText.blocks("talk.txt").toArray(Block[]::new)),
                wave,
                Weighted.of(usual, s -> s.officeHours() ? s.weight() * 1.3 : s.weight()),
                Weighted.of(usual, s -> s.officeHours() ? s.weight() * 0.06 : s.weight()));
    }

    Scenario pick(Instant at, RandomGenerator random) {
        return (OfficeHours.contain(at) ? atWork : atNight).pick(random);
    }

    List<Template> talk(String section) {
        return talk.getOrDefault(section, List.of());
    }
}
