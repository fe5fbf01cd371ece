package blotter.register.change;

import static blotter.register.incident.Incidents.ASSIGNED_TO;
import static blotter.register.incident.Incidents.CONTAINED;
import static blotter.register.incident.Incidents.DESCRIPTION;
import static blotter.register.incident.Incidents.DETECTED;
import static blotter.register.incident.Incidents.OCCURRED;
import static blotter.register.incident.Incidents.REGISTER;
import static blotter.register.incident.Incidents.RESPONDED;
import static blotter.register.incident.Incidents.SEVERITY;
import static blotter.register.incident.Incidents.SOURCE;
import static blotter.register.incident.Incidents.STATUS;
import static blotter.register.incident.Incidents.TITLE;
import static org.assertj.core.api.Assertions.assertThat;

import blotter.register.change.FieldChange.Clear;
import blotter.register.change.FieldChange.Set;
import blotter.register.change.Outcome.Change;
import blotter.register.change.Outcome.Rejected;
import blotter.register.change.Outcome.Unchanged;
import blotter.register.change.Outcome.Updated;
import blotter.register.objective.ObjectiveRelation;
import blotter.register.objective.ObjectiveRelation.Setting;
import blotter.register.objective.Relevance;
import blotter.register.objective.ThreatObjective;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ChangeRulesTest {
    private static final UUID OPENER = new UUID(0, 1);
    private static final UUID ACTOR = new UUID(0, 2);
    private static final UUID A = new UUID(1, 1);
    private static final UUID B = new UUID(1, 2);
    private static final UUID C = new UUID(1, 3);
    private static final Instant CREATED = Instant.parse("2026-01-10T00:00:00Z");
    private static final Instant NOW = Instant.parse("2026-02-01T00:00:00Z");
    private static final ObjectiveRelation FRAUD =
            new ObjectiveRelation(ThreatObjective.FRAUD, Relevance.HIGH, CREATED);

    private static Instant january(int day) {
        return Instant.parse("2026-01-%02dT00:00:00Z".formatted(day));
    }

    private static Entry entry(List<UUID> tags, List<ObjectiveRelation> objectives) {
        var values = new HashMap<Field, @Nullable Object>();
        REGISTER.fields().forEach(field -> values.put(field, null));
        values.putAll(Map.of(
                TITLE, "Phish",
                DESCRIPTION, "",
                STATUS, "New",
                SEVERITY, "SEV-3",
                OCCURRED, january(2),
                DETECTED, january(4),
                RESPONDED, january(6)));
        return new Entry(
                7, values, tags, objectives, new Entry.Trace(OPENER, OPENER, CREATED, CREATED, 3), 2, List.of(9L));
    }

    private static Outcome decide(Patch patch) {
        return ChangeRules.decide(REGISTER, Derivation.NONE, entry(List.of(A, B), List.of(FRAUD)), patch, ACTOR, NOW);
    }

    private static Patch fields(Map<Field, FieldChange> fields) {
        return new Patch(fields, null, null);
    }

    private static Patch tags(TagChange change) {
        return new Patch(Map.of(), change, null);
    }

    private static TagChange add(UUID... tags) {
        return new TagChange.Edit(List.of(tags), List.of());
    }

    private static TagChange remove(UUID... tags) {
        return new TagChange.Edit(List.of(), List.of(tags));
    }

    private static TagChange replace(UUID... tags) {
        return new TagChange.Replace(List.of(tags));
    }

    private static Patch objectives(Setting... settings) {
        return new Patch(Map.of(), null, List.of(settings));
    }

    static Stream<Arguments> patchesWithoutEffect() {
        return Stream.of(
                Arguments.of("the same value", fields(Map.of(STATUS, new Set("New")))),
                Arguments.of("several", fields(Map.of(TITLE, new Set("Phish"), SEVERITY, new Set("SEV-3")))),
                Arguments.of("the same date", fields(Map.of(DETECTED, new Set(january(4))))),
                Arguments.of("clearing what is empty", fields(Map.of(ASSIGNED_TO, new Clear()))),
                Arguments.of("adding a tag that is there", tags(add(A))),
                Arguments.of("adding none", tags(add())),
                Arguments.of("removing a tag that is not there", tags(remove(C))),
                Arguments.of("removing none", tags(remove())),
                Arguments.of(
                        "adding a tag that is there and removing one that is not",
                        tags(new TagChange.Edit(List.of(A), List.of(C)))),
                Arguments.of("replacing by the same in another order", tags(replace(B, A))),
                Arguments.of("the same objective", objectives(new Setting(ThreatObjective.FRAUD, Relevance.HIGH))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("patchesWithoutEffect")
    void aPatchWithoutEffectMovesNothing(String name, Patch patch) {
        assertThat(decide(patch)).isEqualTo(new Unchanged(entry(List.of(A, B), List.of(FRAUD))));
    }

    static Stream<Arguments> changesOfTags() {
        return Stream.of(
                Arguments.of(add(C), List.of(A, B, C)),
                Arguments.of(add(C, A), List.of(A, B, C)),
                Arguments.of(add(C, C), List.of(A, B, C)),
                Arguments.of(remove(A), List.of(B)),
                Arguments.of(remove(A, C), List.of(B)),
                Arguments.of(remove(B, A), List.of()),
                Arguments.of(new TagChange.Edit(List.of(C), List.of(A)), List.of(B, C)),
                Arguments.of(new TagChange.Edit(List.of(B), List.of(A, C)), List.of(B)),
                Arguments.of(new TagChange.Edit(List.of(C), List.of(A, B)), List.of(C)),
                Arguments.of(replace(C), List.of(C)),
                Arguments.of(replace(A), List.of(A)),
                Arguments.of(replace(A, B, C), List.of(A, B, C)),
                Arguments.of(replace(), List.of()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changesOfTags")
    void tagsChangeAsThePatchSays(TagChange change, List<UUID> after) {
        var updated = (Updated) decide(tags(change));
        assertThat(updated.after().tags()).containsExactlyInAnyOrderElementsOf(after);
        assertThat(updated.changes()).containsOnlyKeys("tags");
        assertThat(updated.changes().get("tags"))
                .isEqualTo(new Change(List.of(A, B), updated.after().tags()));
    }

    @Test
    void anEffectiveChangeMovesVersionDateAndAuthorAndNothingElse() {
        var updated = (Updated) decide(fields(Map.of(
                STATUS, new Set("Closed"),
                SEVERITY, new Clear(),
                TITLE, new Set("Phish"))));
        var before = entry(List.of(A, B), List.of(FRAUD));
        assertThat(updated.before()).isEqualTo(before);
        assertThat(updated.changes())
                .isEqualTo(Map.of("status", new Change("New", "Closed"), "severity", new Change("SEV-3", null)));
        var values = new HashMap<Field, @Nullable Object>(before.values());
        values.put(STATUS, "Closed");
        values.put(SEVERITY, null);
        // No field of the API: only the row has it.
        values.put(Objects.requireNonNull(STATUS.since()).date(), NOW);
        assertThat(updated.after())
                .isEqualTo(new Entry(
                        7,
                        values,
                        before.tags(),
                        before.objectives(),
                        new Entry.Trace(OPENER, ACTOR, CREATED, NOW, 4),
                        2,
                        List.of(9L)));
    }

    @Test
    void whatMayOnlyBeKeptIsNoChangeWhereItIsAndRefusedElsewhere() {
        assertThat(decide(fields(Map.of(TITLE, new FieldChange.Keep("Phish"))))).isInstanceOf(Unchanged.class);
        assertThat(decide(fields(Map.of(SOURCE, new FieldChange.Keep("SIEM"), STATUS, new Set("Closed")))))
                .isEqualTo(new Rejected(7, "inactive_source", "source: SIEM (expected: a source that is active)"));
    }

    @Test
    void timeIsNeverTurnedBack() {
        var updated = (Updated) ChangeRules.decide(
                REGISTER,
                Derivation.NONE,
                entry(List.of(), List.of()),
                fields(Map.of(STATUS, new Set("Closed"))),
                ACTOR,
                CREATED.minusSeconds(60));
        assertThat(updated.after().trace().updatedDate()).isEqualTo(CREATED);
    }

    @Test
    void objectivesAreTheWholeSetInTheEnumsOrderAndKeepTheirDates() {
        var updated = (Updated) decide(objectives(
                new Setting(ThreatObjective.FRAUD, Relevance.HIGH), new Setting(ThreatObjective.SABOTAGE, null)));
        assertThat(updated.after().objectives())
                .containsExactly(new ObjectiveRelation(ThreatObjective.SABOTAGE, null, NOW), FRAUD);
    }

    @Test
    void anotherRelevanceIsAChangeWithANewDate() {
        var updated = (Updated) decide(objectives(new Setting(ThreatObjective.FRAUD, Relevance.LOW)));
        assertThat(updated.after().objectives())
                .containsExactly(new ObjectiveRelation(ThreatObjective.FRAUD, Relevance.LOW, NOW));
    }

    @Test
    void noObjectivesEmptyTheSet() {
        var updated = (Updated) decide(objectives());
        assertThat(updated.after().objectives()).isEmpty();
    }

    static Stream<Arguments> dates() {
        return Stream.of(
                // occurred 2, detected 4, responded 6
                Arguments.of(Map.of(OCCURRED, new Set(january(4))), null),
                Arguments.of(Map.of(RESPONDED, new Set(january(4))), null),
                Arguments.of(Map.of(CONTAINED, new Set(january(2))), null),
                Arguments.of(Map.of(CONTAINED, new Set(january(3))), null),
                Arguments.of(Map.of(OCCURRED, new Clear(), CONTAINED, new Set(january(1))), null),
                Arguments.of(Map.of(RESPONDED, new Clear(), DETECTED, new Set(january(30))), null),
                Arguments.of(
                        Map.of(
                                OCCURRED, new Set(january(20)),
                                DETECTED, new Set(january(21)),
                                RESPONDED, new Set(january(22))),
                        null),
                Arguments.of(
                        Map.of(OCCURRED, new Set(january(5))),
                        "occurred_date 2026-01-05T00:00:00Z is after detected_date 2026-01-04T00:00:00Z"),
                Arguments.of(
                        Map.of(DETECTED, new Set(january(7))),
                        "detected_date 2026-01-07T00:00:00Z is after responded_date 2026-01-06T00:00:00Z"),
                Arguments.of(
                        Map.of(RESPONDED, new Set(january(3))),
                        "detected_date 2026-01-04T00:00:00Z is after responded_date 2026-01-03T00:00:00Z"),
                Arguments.of(
                        Map.of(CONTAINED, new Set(january(1))),
                        "occurred_date 2026-01-02T00:00:00Z is after contained_date 2026-01-01T00:00:00Z"));
    }

    @ParameterizedTest
    @MethodSource("dates")
    void datesKeepTheirOrder(Map<Field, FieldChange> changes, @Nullable String disorder) {
        var outcome = decide(fields(changes));
        if (disorder == null) {
            assertThat(outcome).isInstanceOf(Updated.class);
        } else {
            assertThat(outcome).isEqualTo(new Rejected(7, "date_order", disorder));
        }
    }

    @Test
    void datesThatWereOutOfOrderBeforeStopNoOtherChange() {
        var current = entry(List.of(), List.of());
        var values = new HashMap<Field, @Nullable Object>(current.values());
        values.put(OCCURRED, january(30));
        var wrong = new Entry(7, values, List.of(), List.of(), current.trace(), 0, List.of());
        assertThat(ChangeRules.decide(
                        REGISTER, Derivation.NONE, wrong, fields(Map.of(STATUS, new Set("Closed"))), ACTOR, NOW))
                .isInstanceOf(Updated.class);
        // One of its dates touched, even if only the untouched pair is wrong.
        assertThat(ChangeRules.decide(
                        REGISTER, Derivation.NONE, wrong, fields(Map.of(RESPONDED, new Clear())), ACTOR, NOW))
                .isInstanceOf(Rejected.class);
    }

    @Test
    void anEntryHasAHundredTagsAtMost() {
        var many = new ArrayList<>(
                IntStream.range(0, 100).mapToObj(i -> new UUID(2, i)).toList());
        var full = entry(List.copyOf(many), List.of());
        assertThat(ChangeRules.decide(REGISTER, Derivation.NONE, full, tags(add(A)), ACTOR, NOW))
                .isEqualTo(new Rejected(7, "too_many", "101 tags (expected: 100 at most)"));
        assertThat(ChangeRules.decide(REGISTER, Derivation.NONE, full, tags(remove(many.getFirst())), ACTOR, NOW))
                .isInstanceOf(Updated.class);
        var exchanged = tags(new TagChange.Edit(List.of(A), List.of(many.getFirst())));
        assertThat(ChangeRules.decide(REGISTER, Derivation.NONE, full, exchanged, ACTOR, NOW))
                .isInstanceOf(Updated.class);
    }
}
