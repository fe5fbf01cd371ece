package blotter.tools.sample;

import blotter.tools.sample.Scenario.Maybe;
import blotter.tools.sample.Scenario.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Generates the course of one incident: opening, triage, severity, containment and closing, or where work stopped.
final class Story {

    enum Fate {
        USUAL,
        /// Never triaged.
        IGNORED,
        /// Triaged, but without an assignee.
        UNASSIGNED,
        /// In progress, but never closed.
        LINGERING,
        STUCK_IN_REVIEW,
        NEVER_SCORED
    }

    private final Scene scene;
    private final Scenario scenario;
    private final Cast cast;
    private final RandomGenerator random;
    private final Timeline times;
    private final Slots slots;
    private final String severity;
    private final Fate fate;
    private final Owner owner;
    private final boolean knowsOccurred;
    private final boolean knowsSource;
    private final List<SampleMove> moves = new ArrayList<>();
    /// Tags that are not set yet.
    private final List<String> later = new ArrayList<>();
    private @Nullable Instant reopened;

    Story(Scene scene) {
        this.scene = scene;
        this.scenario = scene.scenario();
        this.cast = scene.cast();
        this.random = scene.random();
        this.times = scene.times();
        this.slots = scene.slots();
        this.severity = scene.severity();
        this.fate = fate();
        this.owner = Owner.draw(cast, random, times);
        this.knowsOccurred = chance(scenario.isFalsePositive() ? 45 : scene.byMachine() ? 76 : 60);
        this.knowsSource = scene.byMachine() || chance(85);
    }

    private boolean chance(int percent) {
        return scene.chance(percent);
    }

    private Fate fate() {
        long age = Duration.between(times.created(), scene.now()).toDays();
        if (age < 4 && !scene.serious() && chance(45)) {
            return Fate.IGNORED;
        }
        if (age < 21 && chance(40)) {
            return Fate.LINGERING;
        }
        int roll = random.nextInt(1000);
        boolean serious = severity.equals("SEV-2") || severity.equals("SEV-3");
        boolean minor = severity.equals("SEV-4") && !scenario.isFalsePositive();
        if (roll < 7) {
            return severity.equals("SEV-1") ? Fate.USUAL : Fate.IGNORED;
        } else if (roll < 20) {
            return Fate.LINGERING;
        } else if (roll < 42) {
            return scenario.isFalsePositive() ? Fate.USUAL : Fate.STUCK_IN_REVIEW;
        } else if (roll < 80 && serious) {
            return Fate.UNASSIGNED;
        }
        return roll < 110 && minor ? Fate.NEVER_SCORED : Fate.USUAL;
    }

    SampleIncident write(List<SampleLink> links) {
        slots.at(times.created());
        draw(scenario.tags()).forEach(later::add);
        var tags = later.stream()
                .filter(tag -> chance(scene.byMachine() ? 30 : 65))
                .toList();
        later.removeAll(tags);
        if (chance(20)) {
            later.add(slots.fill(Template.Name.of("site")));
        }
        var objectives = objectives(scenario.objectives(), random);
        boolean objectivesKnown = !scene.byMachine() && chance(40);
        var text = new Narrative(scene);
        var opening = text.opening();
        if (fate != Fate.IGNORED) {
            triage(text, opening, objectivesKnown ? List.of() : objectives);
            work();
            finish();
        }
        moves.removeIf(move -> move.at().isAfter(scene.now()));
        moves.sort(Comparator.comparing(SampleMove::at));
        var comments =
                fate == Fate.IGNORED ? List.<SampleComment>of() : new Conversation(scene, owner).write(fate, reopened);
        return new SampleIncident(
                times.created(),
                scene.opener(),
                opening.title(),
                opening.description(),
                scene.byMachine() && chance(12) ? slots.any(List.of("SEV-3", "SEV-3", "SEV-4", "SEV-2")) : null,
                knowsSource ? scene.source() : null,
                times.detected(),
                knowsOccurred ? times.occurred() : null,
                tags,
                objectivesKnown ? objectives : List.of(),
                List.copyOf(moves),
                comments,
                fate == Fate.IGNORED ? List.of() : List.copyOf(links));
    }

    private String triager(Instant at) {
        if (!scene.byMachine() && cast.person(scene.opener()).activeAt(at) && chance(65)) {
            return scene.opener();
        }
        return chance(60) ? owner.at(at) : cast.onDuty(at, random, "").key();
    }

    private void triage(Narrative text, Narrative.Text opening, List<SampleObjective> objectives) {
        var at = times.triaged();
        var move = SampleMove.draft(at, triager(at)).status("In Progress");
        slots.at(at);
        text.revise(move, opening);
        score(move);
        if (fate != Fate.UNASSIGNED) {
            move.assignedTo(owner.at(at));
        }
        if (chance(95)) {
            move.responded(times.responded());
        }
        if (!knowsSource && chance(70)) {
            move.source(scene.source());
        }
        if (scenario.outcome() == Outcome.BLOCKED && chance(94)) {
            move.contained(times.contained());
        }
        if (chance(55)) {
            move.tags(later);
            later.clear();
        }
        if (!objectives.isEmpty() && chance(80)) {
            move.objectives(objectives);
        }
        moves.add(move.done());
    }

    private void score(SampleMove.Draft move) {
        if (scenario.isFalsePositive()) {
            if (chance(35)) {
                move.severity(
                        slots.any(List.of("SEV-3", "SEV-4", "SEV-4")),
                        slots.render(slots.any(scene.scenarios().talk("provisional"))));
            }
        } else if (fate != Fate.NEVER_SCORED) {
            move.severity(severity, slots.render(slots.any(scenario.section(severity))));
        }
    }

    private void work() {
        if (scenario.isFalsePositive() || fate == Fate.UNASSIGNED) {
            return;
        }
        var at = Timeline.between(times.triaged().plusSeconds(60), times.containedRecorded(), random);
        var noted = SampleMove.draft(at, owner.at(at));
        boolean occurred = !knowsOccurred && chance(55);
        if (occurred) {
            noted.occurred(times.occurred());
        }
        noted.tags(later);
        if (occurred || !later.isEmpty()) {
            moves.add(noted.done());
        }
        later.clear();
        if (scenario.outcome() == Outcome.INCIDENT && chance(95)) {
            var recorded = times.containedRecorded();
            moves.add(SampleMove.draft(recorded, owner.at(recorded))
                    .contained(times.contained())
                    .done());
        }
        if (fate != Fate.NEVER_SCORED) {
            rescore();
        }
    }

    private void rescore() {
        var to = new ArrayList<>(scenario.rescores());
        to.remove(severity);
        if (to.isEmpty()) {
            return;
        }
        var other = slots.any(to);
        boolean up = other.compareTo(severity) < 0;
        if (chance(up ? 20 : 38)) {
            var when = up
                    ? Timeline.between(times.triaged().plusSeconds(30), times.containedRecorded(), random)
                    : OfficeHours.next(Timeline.between(times.containedRecorded(), times.reviewed(), random), random);
            var reasoning = slots.at(when).render(slots.any(scenario.section("to " + other)));
            moves.add(SampleMove.draft(when, owner.at(when))
                    .severity(other, reasoning)
                    .done());
        }
    }

    private void finish() {
        if (fate == Fate.LINGERING || fate == Fate.UNASSIGNED) {
            handover(scene.now());
            return;
        }
        int review = scenario.isFalsePositive() ? 6 : scene.serious() ? 92 : severity.equals("SEV-3") ? 60 : 22;
        if (chance(review) || fate == Fate.STUCK_IN_REVIEW) {
            var at = times.reviewed();
            moves.add(SampleMove.draft(at, owner.at(at)).status("Review").done());
        }
        if (fate == Fate.STUCK_IN_REVIEW) {
            handover(scene.now());
            return;
        }
        handover(times.closed());
        moves.add(closing());
        if (chance(scenario.isFalsePositive() ? 1 : 4)) {
            reopen();
        }
    }

    private SampleMove closing() {
        var at = times.closed();
        slots.at(at);
        boolean serious = scene.serious();
        var by = serious && chance(50) ? cast.lead().key() : owner.at(at);
        var move = SampleMove.draft(at, by).status("Closed");
        var tags = new ArrayList<>(later);
        if (scenario.isFalsePositive()) {
            move.severity("SEV-5", slots.render(slots.any(scenario.section("SEV-5"))));
            tags.add("false-positive");
            if (chance(25)) {
                tags.add("tuning");
            }
        } else if (chance(serious ? 70 : severity.equals("SEV-3") ? 9 : 1)) {
            tags.add("lessons-learned");
        }
        return move.tags(tags.stream().distinct().toList()).done();
    }

    private void reopen() {
        var at = OfficeHours.next(times.closed().plus(Duration.ofHours(random.nextInt(20, 500))), random);
        reopened = at;
        var draft = SampleMove.draft(at, owner.at(at)).status("In Progress");
        if (!owner.at(at).equals(owner.at(times.closed()))) {
            draft.assignedTo(owner.at(at));
        }
        moves.add(draft.done());
        var again = OfficeHours.next(at.plus(Duration.ofHours(random.nextInt(5, 160))), random);
        moves.add(SampleMove.draft(again, owner.at(again)).status("Closed").done());
    }

    /// Assigns an open incident to the successor when its owner leaves.
    private void handover(Instant until) {
        var at = owner.handedOver();
        if (at != null && fate != Fate.UNASSIGNED && times.triaged().isBefore(at) && at.isBefore(until)) {
            moves.add(SampleMove.draft(at, cast.lead().key())
                    .assignedTo(owner.at(at))
                    .done());
        }
    }

    private List<String> draw(List<Maybe> maybes) {
        return maybes.stream().filter(m -> chance(m.percent())).map(Maybe::what).toList();
    }

    /// Draws objectives, such as `Fraud High`: an objective, optionally with its relevance.
    static List<SampleObjective> objectives(List<Maybe> maybes, RandomGenerator random) {
        return maybes.stream()
                .filter(m -> random.nextInt(100) < m.percent())
                .map(m -> {
                    int space = m.what().lastIndexOf(' ');
                    var last = m.what().substring(space + 1);
                    boolean rated = List.of("High", "Medium", "Low").contains(last);
                    return new SampleObjective(rated ? m.what().substring(0, space) : m.what(), rated ? last : null);
                })
                .toList();
    }
}
