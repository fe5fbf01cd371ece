package blotter.register.change;

import static blotter.register.incident.Incidents.ASSIGNED_TO;
import static blotter.register.incident.Incidents.REGISTER;
import static blotter.register.incident.Incidents.SEVERITY;
import static blotter.register.incident.Incidents.STATUS;
import static blotter.register.incident.Incidents.TITLE;
import static org.assertj.core.api.Assertions.assertThat;

import blotter.register.change.Outcome.Change;
import blotter.register.objective.ObjectiveRelation;
import blotter.register.objective.Relevance;
import blotter.register.objective.ThreatObjective;
import blotter.register.risk.Risks;
import blotter.register.tag.Tag;
import blotter.register.tag.TagBook;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UndoRulesTest {
    private static final UUID ACTOR = new UUID(0, 1);
    private static final UUID A = new UUID(1, 1);
    private static final UUID B = new UUID(1, 2);
    private static final UUID C = new UUID(1, 3);
    private static final UUID GONE = new UUID(1, 4);
    private static final Instant AT = Instant.parse("2026-01-10T00:00:00Z");
    private static final ObjectiveRelation FRAUD = new ObjectiveRelation(ThreatObjective.FRAUD, Relevance.HIGH, AT);
    private static final TagBook BOOK = new TagBook(List.of(tag(A, "a"), tag(B, "b"), tag(C, "c")));

    private static Tag tag(UUID id, String label) {
        return new Tag(id, label, ACTOR, new UUID(0, 7));
    }

    private static Entry entry(
            Register register, Map<Field, Object> values, List<UUID> tags, List<ObjectiveRelation> objectives) {
        var all = new HashMap<Field, @Nullable Object>();
        register.fields().forEach(field -> all.put(field, values.get(field)));
        return new Entry(7, all, tags, objectives, new Entry.Trace(ACTOR, ACTOR, AT, AT, 3), 0, List.of());
    }

    private static UndoRules.Inverse inverse(
            Map<String, Change> changes, List<Map<String, Change>> since, Entry current) {
        return UndoRules.inverse(REGISTER, changes, since, current, BOOK);
    }

    private static UndoRules.Inverse inverseOfTags(
            List<UUID> from, List<UUID> to, List<Map<String, Change>> since, List<UUID> current) {
        return inverse(Map.of("tags", new Change(from, to)), since, entry(REGISTER, Map.of(), current, List.of()));
    }

    private static TagChange replace(UUID... tags) {
        return new TagChange.Replace(List.of(tags));
    }

    @Test
    void fieldsGetTheValuesBackThatTheyHad() {
        var current = entry(REGISTER, Map.of(STATUS, "Closed", ASSIGNED_TO, ACTOR), List.of(), List.of());
        var inverse = inverse(
                Map.of(
                        "status", new Change("New", "Closed"),
                        "severity", new Change("SEV-1", null),
                        "assigned_to", new Change(null, ACTOR)),
                List.of(),
                current);
        assertThat(inverse.kept()).isEmpty();
        assertThat(inverse.patch())
                .isEqualTo(new Patch(
                        Map.of(
                                STATUS,
                                new FieldChange.Set("New"),
                                SEVERITY,
                                new FieldChange.Set("SEV-1"),
                                ASSIGNED_TO,
                                new FieldChange.Clear()),
                        null,
                        null));
    }

    @Test
    void aFieldThatWasChangedSinceStaysEvenWhenItHasTheSameValueAgain() {
        var current = entry(REGISTER, Map.of(STATUS, "Closed", TITLE, "new"), List.of(), List.of());
        var inverse = inverse(
                Map.of("status", new Change("New", "Closed"), "title", new Change("old", "new")),
                List.of(
                        Map.of("status", new Change("Closed", "Review")),
                        Map.of("status", new Change("Review", "Closed"))),
                current);
        assertThat(inverse.kept()).containsExactly("status was changed since");
        assertThat(inverse.patch().fields()).isEqualTo(Map.of(TITLE, new FieldChange.Set("old")));
    }

    @Test
    void aFieldThatIsNotAsTheChangeLeftItStays() {
        var current = entry(REGISTER, Map.of(STATUS, "Review"), List.of(), List.of());
        var inverse = inverse(Map.of("status", new Change("New", "Closed")), List.of(), current);
        assertThat(inverse.kept()).containsExactly("status was changed since");
        assertThat(inverse.patch().fields()).isEmpty();
    }

    @Test
    void whatIsDerivedIsNotSaidToBeKept() {
        var current = entry(Risks.REGISTER, Map.of(Risks.IMPACT, "High", Risks.URGENCY, "Low"), List.of(), List.of());
        var inverse = UndoRules.inverse(
                Risks.REGISTER,
                Map.of("impact", new Change("Low", "High"), "urgency", new Change("Low", "High")),
                List.of(Map.of("urgency", new Change("High", "Low"))),
                current,
                BOOK);
        assertThat(inverse.kept()).isEmpty();
        assertThat(inverse.patch().fields()).isEqualTo(Map.of(Risks.IMPACT, new FieldChange.Set("Low")));
    }

    @Test
    void tagsThatCameGoAndTagsThatWentComeBack() {
        var inverse = inverseOfTags(List.of(A), List.of(B), List.of(), List.of(B));
        assertThat(inverse.kept()).isEmpty();
        assertThat(inverse.patch().tags()).isEqualTo(replace(A));
    }

    @Test
    void tagsOfOthersStay() {
        var since = List.of(Map.of("tags", new Change(List.of(B), List.of(B, C))));
        assertThat(inverseOfTags(List.of(A), List.of(B), since, List.of(B, C))
                        .patch()
                        .tags())
                .isEqualTo(replace(C, A));
    }

    @Test
    void aTagThatSomebodyHasTouchedSinceStaysAsItIs() {
        var since = List.of(
                Map.of("tags", new Change(List.of(B), List.of())), Map.of("tags", new Change(List.of(), List.of(B))));
        var inverse = inverseOfTags(List.of(A), List.of(B), since, List.of(B));
        assertThat(inverse.kept()).containsExactly("tag b was changed since");
        assertThat(inverse.patch().tags()).isEqualTo(replace(B, A));
    }

    @Test
    void aTagThatNoLongerExistsDoesNotComeBack() {
        var inverse = inverseOfTags(List.of(A, GONE), List.of(), List.of(), List.of());
        assertThat(inverse.kept()).containsExactly("tag %s no longer exists".formatted(GONE));
        assertThat(inverse.patch().tags()).isEqualTo(replace(A));
    }

    @Test
    void objectivesComeBackAsAWholeOrNotAtAll() {
        var none = entry(REGISTER, Map.of(), List.of(), List.of());
        var changes = Map.of("threat_objectives", new Change(List.of(FRAUD), List.of()));
        assertThat(inverse(changes, List.of(), none).patch().objectives()).containsExactly(FRAUD.setting());

        var other = new ObjectiveRelation(ThreatObjective.SABOTAGE, null, AT);
        var inverse = inverse(changes, List.of(), entry(REGISTER, Map.of(), List.of(), List.of(other)));
        assertThat(inverse.patch().objectives()).isNull();
        assertThat(inverse.kept()).containsExactly("threat_objectives was changed since");
    }
}
