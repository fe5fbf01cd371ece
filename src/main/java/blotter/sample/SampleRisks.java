package blotter.sample;

import blotter.sample.SampleText.Block;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// The risks of an organization, and which families of incidents each stands behind.
record SampleRisks(List<SampleRisk> risks, Map<String, List<Integer>> families) {

    static SampleRisks draw(String path, Words words, Cast cast, SplittableRandom random, Instant from, Instant now) {
        var blocks = SampleText.blocks(path);
        var risks = new ArrayList<SampleRisk>();
        var families = new HashMap<String, List<Integer>>();
        for (int i = 0; i < blocks.size(); i++) {
            // Oldest first, spread over the same months as the incidents.
            var share = (i + random.nextDouble()) / blocks.size() * 0.97;
            var created = OfficeHours.next(
                    from.plusSeconds((long) (Duration.between(from, now).toSeconds() * share)), random);
            risks.add(risk(
                    blocks.get(i),
                    words,
                    cast,
                    random,
                    Timeline.later(from, created.isAfter(now) ? now : created),
                    now));
            for (var family : blocks.get(i).setting("families", "").split(", ", -1)) {
                families.computeIfAbsent(family, f -> new ArrayList<>()).add(i + 1);
            }
        }
        return new SampleRisks(List.copyOf(risks), Map.copyOf(families));
    }

    /// The numbers, from 1, of the risks that stand behind incidents of this family.
    List<Integer> behind(String family) {
        return families.getOrDefault(family, List.of());
    }

    Instant createdAt(int number) {
        return risks.get(number - 1).createdAt();
    }

    private static SampleRisk risk(
            Block block, Words words, Cast cast, SplittableRandom random, Instant created, Instant now) {
        var detected = created.minus(Duration.ofHours(random.nextInt(1, 200))).truncatedTo(ChronoUnit.HOURS);
        var times = new Timeline(detected, detected, created, created, created, created, created, created, created);
        var slots = new Slots(words, Map.of(), random, times);
        var status = block.setting("status", "New");
        var closed = status.equals("Closed")
                ? Timeline.between(
                        created.plusSeconds(
                                (long) (Duration.between(created, now).toSeconds() * 0.3)),
                        now,
                        random)
                : null;
        var expected = status.equals("Remediation")
                ? now.plus(Duration.ofDays(random.nextInt(-20, 120))).truncatedTo(ChronoUnit.DAYS)
                : null;
        var assigned = block.settings().get("assigned");
        var opened = block.setting("opened", cast.lead().key());
        @Nullable Instant moved = closed;
        if (moved == null && !status.equals("New")) {
            var soon = created.plus(Duration.ofDays(21));
            moved = Timeline.between(created, soon.isAfter(now) ? now : soon, random);
        }
        var mover = assigned != null && moved != null && cast.person(assigned).activeAt(moved)
                ? assigned
                : cast.lead().key();
        return new SampleRisk(
                slots.render(Template.of(block.name())),
                text(block, "description", slots),
                block.setting("type", "Procedural"),
                block.setting("source", "Other"),
                block.setting("likelihood", "Possible"),
                text(block, "likelihood", slots),
                block.setting("impact", "Medium"),
                text(block, "impact", slots),
                status,
                cast.person(opened).activeAt(created) ? opened : cast.lead().key(),
                assigned == null ? null : cast.person(assigned).key(),
                detected,
                created,
                moved,
                moved == null ? null : mover,
                expected,
                closed == null ? null : closed.truncatedTo(ChronoUnit.MINUTES),
                optional(block, "remediation", slots),
                optional(block, "control", slots),
                block.settings().containsKey("tags")
                        ? List.of(block.setting("tags", "").split(", ", -1))
                        : List.of(),
                Story.objectives(Scenario.Maybe.parse(block.setting("objectives", "")), random));
    }

    private static String text(Block block, String section, Slots slots) {
        var texts = block.section(section);
        if (texts.isEmpty()) {
            throw new IllegalArgumentException("risk: %s (expected: a section %s)".formatted(block.name(), section));
        }
        return slots.render(Template.of(texts.getFirst()));
    }

    private static @Nullable String optional(Block block, String section, Slots slots) {
        return block.section(section).isEmpty() ? null : text(block, section, slots);
    }
}
