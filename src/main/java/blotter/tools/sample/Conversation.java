package blotter.tools.sample;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Writes the comments on an incident.
final class Conversation {

    private record Stage(String name, Instant from, Instant to, int weight) {}

    private record Moment(Instant at, String stage) {}

    private final Scene scene;
    private final Scenario scenario;
    private final Cast cast;
    private final RandomGenerator random;
    private final Timeline times;
    private final Slots slots;
    private final Owner owner;
    /// Topics that select common texts.
    private final List<String> topics;
    private final Set<Template> used = new HashSet<>();
    private final List<SampleComment> comments = new ArrayList<>();

    Conversation(Scene scene, Owner owner) {
        this.scene = scene;
        this.scenario = scene.scenario();
        this.cast = scene.cast();
        this.random = scene.random();
        this.times = scene.times();
        this.slots = scene.slots();
        this.owner = owner;
        this.topics = topics(scenario, scene.source());
    }

    List<SampleComment> write(Story.Fate fate, @Nullable Instant reopened) {
        var moments = new ArrayList<Moment>();
        var stages = Weighted.of(stages(fate), stage -> (double) stage.weight());
        for (int left = count(scene.severity()); left > 0; left--) {
            moments.add(moment(stages.pick(random)));
        }
        if (reopened != null) {
            moments.add(new Moment(reopened.plusSeconds(40), "reopened"));
        }
        var stale = fate == Story.Fate.LINGERING || fate == Story.Fate.UNASSIGNED || fate == Story.Fate.STUCK_IN_REVIEW;
        if (stale && scene.chance(60)) {
            moments.add(new Moment(
                    OfficeHours.next(times.closed().plus(Duration.ofDays(random.nextInt(12, 70))), random), "stale"));
        }
        var handed = owner.handedOver();
        if (handed != null
                && times.triaged().isBefore(handed)
                && handed.isBefore(times.closed())
                && fate != Story.Fate.UNASSIGNED) {
            moments.add(new Moment(handed.plusSeconds(900), "handover"));
        }
        moments.sort(Comparator.comparing(Moment::at));
        moments.stream().filter(moment -> !moment.at().isAfter(scene.now())).forEach(this::comment);
        return List.copyOf(comments);
    }

    private Moment moment(Stage stage) {
        var at = Timeline.between(stage.from(), stage.to(), random);
        boolean closing = stage.name().equals("closing");
        if (stage.name().equals("triage") || scene.serious() && !closing) {
            return new Moment(at, stage.name());
        }
        var worked = OfficeHours.next(at, random);
        if (worked.isAfter(stage.to()) && closing) {
            worked = Timeline.later(stage.from(), stage.to().minusSeconds(random.nextInt(120, 1800)));
        }
        return new Moment(worked, stage.name());
    }

    private static List<String> topics(Scenario scenario, String source) {
        var topics = new ArrayList<String>();
        var reported = source.endsWith(" Report");
        topics.add(reported ? "reported" : "technical");
        for (var tag : scenario.tags()) {
            switch (tag.what()) {
                case "identity", "m365" -> topics.add(scenario.isFalsePositive() ? "" : "identity");
                case "gdpr", "data-exposure" -> topics.add("data");
                case "phishing" -> topics.add("mail");
                default -> {}
            }
        }
        return topics.stream().distinct().toList();
    }

    private int count(String severity) {
        return switch (severity) {
            case "SEV-1" -> random.nextInt(6, 13);
            case "SEV-2" -> random.nextInt(3, 8);
            case "SEV-3" -> random.nextInt(1, 5);
            case "SEV-4" -> Math.max(0, random.nextInt(-1, 3));
            default -> Math.max(0, random.nextInt(-2, 3));
        };
    }

    private List<Stage> stages(Story.Fate fate) {
        var stages = new ArrayList<Stage>();
        var settled = scenario.isFalsePositive() ? times.triaged() : times.containedRecorded();
        stages.add(new Stage(
                "triage",
                Timeline.later(times.created(), times.responded()).plusSeconds(20),
                times.triaged().plusSeconds(900),
                26));
        if (fate == Story.Fate.UNASSIGNED) {
            return stages;
        }
        if (!scenario.isFalsePositive()) {
            stages.add(new Stage("work", times.triaged().plusSeconds(120), settled.plusSeconds(130), 38));
            stages.add(new Stage(
                    "contained",
                    settled,
                    settled.plus(Duration.between(settled, times.reviewed()).dividedBy(3))
                            .plusSeconds(60),
                    14));
        }
        if (fate != Story.Fate.LINGERING) {
            var from = Timeline.later(
                    settled,
                    times.closed()
                            .minus(Duration.between(settled, times.closed()).dividedBy(3)));
            stages.add(new Stage("closing", from, times.closed(), 24));
        }
        return stages;
    }

    private void comment(Moment moment) {
        var at = moment.at();
        var assignee = owner.at(at);
        var by = moment.stage().equals("stale")
                ? cast.lead().key()
                : random.nextInt(100) < 62
                        ? assignee
                        : cast.onDuty(at, random, assignee).key();
        var text = text(moment.stage(), by.equals(assignee));
        if (text == null) {
            return;
        }
        slots.at(at).put("assignee", cast.person(assignee).firstName());
        slots.put("lead", cast.lead().firstName());
        slots.put("colleague", cast.onDuty(at, random, by).firstName());
        comments.add(new SampleComment(at, by, slots.render(text)));
    }

    /// Mostly a text of the scenario, sometimes a common one; none twice.
    private @Nullable Template text(String stage, boolean byOwner) {
        var own = unused(scenario.section(stage));
        var common = unused(common(stage));
        var questions = byOwner ? List.<Template>of() : unused(common(stage + " question"));
        if (!questions.isEmpty() && random.nextInt(100) < 55) {
            common = questions;
            own = List.of();
        }
        var from = own.isEmpty() || !common.isEmpty() && random.nextInt(100) < 24 ? common : own;
        if (from.isEmpty()) {
            return null;
        }
        var text = slots.any(from);
        used.add(text);
        return text;
    }

    private List<Template> common(String stage) {
        if (stage.startsWith("closing") && scenario.isFalsePositive()) {
            return scene.scenarios().talk(stage + ": false positive");
        }
        var texts = new ArrayList<>(scene.scenarios().talk(stage));
        topics.forEach(topic -> texts.addAll(scene.scenarios().talk(stage + ": " + topic)));
        return texts;
    }

    private List<Template> unused(List<Template> texts) {
        var unused = new ArrayList<Template>(texts.size());
        for (var text : texts) {
            if (!used.contains(text)) {
                unused.add(text);
            }
        }
        return unused;
    }
}
