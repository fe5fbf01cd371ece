package blotter.tools.sample;

import blotter.tools.sample.SampleText.Block;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// The risks of an organization, and the families of incidents that each causes.
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

    /// The numbers, from 1, of the risks that cause incidents of this family.
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
        var mover = assigned != null && moved != null
                ? writer(cast, assigned, moved)
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
                writer(cast, opened, created),
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
                Story.objectives(Scenario.Maybe.parse(block.setting("objectives", "")), random),
                comments(block, cast, slots, random, created, closed == null ? now : closed),
                block.settings().containsKey("followed")
                        ? List.of(block.setting("followed", "").split(", ", -1))
                        : List.of());
    }

    /// The person with this key if active and permitted to write risks, otherwise the lead.
    private static String writer(Cast cast, String key, Instant at) {
        var person = cast.person(key);
        return person.writesRisks() && person.activeAt(at) ? key : cast.lead().key();
    }

    /// Reads lines `person: text`, oldest first, and spreads them over the time in which the risk was open.
    private static List<SampleComment> comments(
            Block block, Cast cast, Slots slots, SplittableRandom random, Instant created, Instant until) {
        var texts = block.section("comments");
        var comments = new ArrayList<SampleComment>();
        var before = created;
        for (int i = 0; i < texts.size(); i++) {
            var share = (i + random.nextDouble(0.2, 0.8)) / texts.size();
            var open = Duration.between(created, until).toSeconds();
            var at = OfficeHours.next(created.plusSeconds((long) (open * share)), random);
            at = Timeline.later(before, at.isAfter(until) ? until : at);
            var parts = texts.get(i).split(": ", 2);
            comments.add(new SampleComment(
                    at, writer(cast, parts[0], at), slots.at(at).render(Template.of(parts[1]))));
            before = at;
        }
        return List.copyOf(comments);
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
