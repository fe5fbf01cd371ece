package blotter.tools.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SampleRegisterTest {

    private static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");
    private static final SampleRegister REGISTER = SampleRegister.generate(42, NOW, 600);
    private static final SampleOrganization DEMO = REGISTER.organizations().getFirst();
    private static final List<SampleIncident> INCIDENTS = DEMO.incidents().toList();

    private static final Set<String> STATUSES = Set.of("New", "In Progress", "Review", "Closed");
    private static final Set<String> SEVERITIES = Set.of("SEV-1", "SEV-2", "SEV-3", "SEV-4", "SEV-5");
    private static final Set<String> OBJECTIVES =
            Set.of("Sabotage", "Data Disclosure", "Extortion", "Customer Targeting", "Resource Hijacking", "Fraud");
    private static final Set<String> SOURCES = Set.of(
            "SIEM",
            "Managed Detection and Response (MDR)",
            "Endpoint Detection (EDR)",
            "Email Security",
            "Cloud Security",
            "Employee Report",
            "Customer Report",
            "Third Party",
            "Bug Bounty",
            "Threat Intelligence",
            "Law Enforcement",
            "Other");

    @Test
    void sameSeedAndTimeGiveTheSameRegister() {
        var again = SampleRegister.generate(42, NOW, 600);

        assertThat(again.organizations().getFirst().incidents()).containsExactlyElementsOf(INCIDENTS);
        assertThat(again.organizations().getFirst().risks()).isEqualTo(DEMO.risks());
        assertThat(again.organizations().getFirst().follows()).isEqualTo(DEMO.follows());
        assertThat(again.organizations().getFirst().views()).isEqualTo(DEMO.views());
        assertThat(SampleRegister.generate(43, NOW, 600)
                        .organizations()
                        .getFirst()
                        .incidents()
                        .limit(5)
                        .toList())
                .isNotEqualTo(INCIDENTS.subList(0, 5));
    }

    @Test
    void hasTwoOrganizationsWithPeopleAndServiceAccounts() {
        var second = REGISTER.organizations().get(1);

        assertThat(DEMO.slug()).isEqualTo("demo");
        assertThat(DEMO.people()).hasSize(12);
        assertThat(DEMO.serviceAccounts()).hasSize(3);
        assertThat(DEMO.risks()).hasSize(40);
        assertThat(INCIDENTS).hasSize(600);
        assertThat(second.slug()).isEqualTo("second");
        assertThat(second.people()).hasSize(3);
        assertThat(second.serviceAccounts()).hasSize(1);
        assertThat(second.incidents()).hasSize(40);
        assertThat(DEMO.people().stream().flatMap(p -> p.roles().stream()).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(
                        "Admin",
                        "Editor",
                        "Viewer",
                        "Incident Editor",
                        "Incident Viewer",
                        "Risk Editor",
                        "Risk Viewer");
    }

    @Test
    void nobodyActsAfterLeaving() {
        var left = DEMO.people().stream().filter(p -> !p.active()).toList();
        assertThat(left).hasSize(1);
        var person = left.getFirst();
        var at = person.deactivatedAt();

        assertThat(at).isNotNull().isBefore(NOW);
        var acts = acts(INCIDENTS).filter(act -> act.by().equals(person.key())).toList();
        assertThat(acts).hasSizeGreaterThan(20).allMatch(act -> person.activeAt(act.at()));
        assertThat(INCIDENTS).anyMatch(i -> i.openedBy().equals(person.key()));
        var owned = INCIDENTS.stream()
                .filter(i -> person.key().equals(State.of(i).assignedTo))
                .toList();
        assertThat(owned).hasSizeBetween(5, 60).allMatch(i -> State.of(i).status.equals("Closed"));
        assertThat(INCIDENTS.stream().flatMap(i -> i.moves().stream()))
                .allMatch(m -> !person.key().equals(m.assignedTo()) || person.activeAt(m.at()));
    }

    @Test
    void incidentActorsHaveWritePermission() {
        for (var organization : REGISTER.organizations()) {
            var writers = Stream.concat(
                            organization.people().stream()
                                    .filter(SamplePerson::writesIncidents)
                                    .map(SamplePerson::key),
                            organization.serviceAccounts().stream()
                                    .filter(a -> a.roles().contains("Incident Editor"))
                                    .map(SampleServiceAccount::key))
                    .collect(Collectors.toSet());
            assertThat(acts(organization.incidents().toList()).map(Act::by)).allMatch(writers::contains);
        }
    }

    @Test
    void riskActorsHaveWritePermission() {
        for (var organization : REGISTER.organizations()) {
            var writers = organization.people().stream()
                    .filter(SamplePerson::writesRisks)
                    .collect(Collectors.toMap(SamplePerson::key, person -> person));
            for (var risk : organization.risks()) {
                assertThat(actsOn(risk)).allSatisfy(act -> {
                    assertThat(Objects.requireNonNull(writers.get(act.by()), act.by())
                                    .activeAt(act.at()))
                            .isTrue();
                    assertThat(act.at()).isBetween(risk.createdAt(), NOW);
                });
                assertThat(risk.comments()).isSortedAccordingTo((a, b) -> a.at().compareTo(b.at()));
                assertThat(risk.comments())
                        .allSatisfy(comment ->
                                assertThat(comment.value()).isNotBlank().doesNotContain("{", "}"));
            }
        }
        assertThat(DEMO.risks().stream().filter(risk -> !risk.comments().isEmpty()))
                .hasSizeGreaterThan(5);
    }

    private static List<Act> actsOn(SampleRisk risk) {
        var acts = new ArrayList<Act>();
        acts.add(new Act(risk.createdAt(), risk.openedBy()));
        if (risk.movedAt() != null && risk.movedBy() != null) {
            acts.add(new Act(risk.movedAt(), risk.movedBy()));
        }
        risk.comments().forEach(comment -> acts.add(new Act(comment.at(), comment.by())));
        return acts;
    }

    @Test
    void followersAreActiveAndHaveReadPermission() {
        for (var organization : REGISTER.organizations()) {
            var people = organization.people().stream().collect(Collectors.toMap(SamplePerson::key, person -> person));
            assertThat(organization.follows()).doesNotHaveDuplicates().isNotEmpty();
            for (var follow : organization.follows()) {
                var person = Objects.requireNonNull(people.get(follow.by()), follow.by());
                assertThat(person.active()).isTrue();
                if (follow.register().equals("risk")) {
                    assertThat(person.readsRisks()).as(follow.toString()).isTrue();
                } else {
                    assertThat(person.writesIncidents() || person.onlyReadsIncidents())
                            .as(follow.toString())
                            .isTrue();
                }
            }
        }
        assertThat(DEMO.follows().stream().map(SampleFollow::register).distinct())
                .containsExactly("incident", "risk");
    }

    @Test
    void allTimesAreBetweenCreationAndNow() {
        for (var organization : REGISTER.organizations()) {
            Instant before = Instant.MIN;
            for (var incident : organization.incidents().toList()) {
                assertThat(incident.createdAt()).isAfterOrEqualTo(before).isBefore(NOW);
                assertThat(incident.detectedDate()).isBeforeOrEqualTo(incident.createdAt());
                assertThat(acts(List.of(incident)).map(Act::at))
                        .allMatch(at -> !at.isAfter(NOW) && !at.isBefore(incident.createdAt()));
                assertThat(incident.moves()).isSortedAccordingTo((a, b) -> a.at().compareTo(b.at()));
                assertThat(incident.comments()).isSortedAccordingTo((a, b) -> a.at().compareTo(b.at()));
                before = incident.createdAt();
            }
            assertThat(organization.risks())
                    .allMatch(r ->
                            !r.createdAt().isAfter(NOW) && !r.discoveredDate().isAfter(r.createdAt()));
        }
    }

    @Test
    void datesAreOrderedAfterEachMove() {
        REGISTER.organizations().stream().flatMap(SampleOrganization::incidents).forEach(incident -> {
            var state = State.opened(incident);
            state.checkDates();
            for (var move : incident.moves()) {
                state.apply(move);
                state.checkDates();
                assertThat(Stream.of(move.occurredDate(), move.respondedDate(), move.containedDate()))
                        .allMatch(date -> date == null || !date.isAfter(move.at()));
            }
        });
    }

    @Test
    void incidentsHaveValidValues() {
        for (var organization : REGISTER.organizations()) {
            for (var incident : organization.incidents().toList()) {
                assertThat(incident.source()).isIn(with(SOURCES));
                assertThat(incident.severity()).isIn(with(SEVERITIES));
                assertThat(incident.title()).isNotBlank().hasSizeLessThanOrEqualTo(200);
                assertThat(incident.tags()).doesNotHaveDuplicates();
                check(incident.objectives());
                for (var move : incident.moves()) {
                    assertThat(move.status()).isIn(with(STATUSES));
                    assertThat(move.severity()).isIn(with(SEVERITIES));
                    assertThat(move.source()).isIn(with(SOURCES));
                    assertThat(move.severity() == null).isEqualTo(move.severityReasoning() == null);
                    assertThat(move.addTags()).allMatch(tag -> !tag.isBlank() && tag.length() <= 100);
                    if (move.objectives() != null) {
                        check(move.objectives());
                    }
                }
                assertThat(incident.risks())
                        .allMatch(link -> link.risk() >= 1
                                && link.risk() <= organization.risks().size()
                                && !link.at()
                                        .isBefore(organization
                                                .risks()
                                                .get(link.risk() - 1)
                                                .createdAt()));
            }
        }
    }

    @Test
    void risksHaveValidValues() {
        for (var risk : REGISTER.organizations().stream()
                .flatMap(o -> o.risks().stream())
                .toList()) {
            assertThat(risk.type())
                    .isIn(
                            "Code",
                            "Configuration",
                            "Control Deficiency",
                            "Policy",
                            "Procedural",
                            "Vulnerability",
                            "Third-party");
            assertThat(risk.likelihood()).isIn("Remote", "Unlikely", "Possible", "Probable", "Imminent");
            assertThat(risk.impact()).isIn("Very Low", "Low", "Medium", "High", "Severe");
            assertThat(risk.status()).isIn("New", "Urgency Proposed", "Remediation", "Closure Proposed", "Closed");
            assertThat(risk.source())
                    .isIn(
                            "Attack Surface Monitoring",
                            "Vulnerability Scan",
                            "Penetration Test",
                            "Bug Bounty",
                            "Audit",
                            "Risk Assessment",
                            "Incident",
                            "Third Party",
                            "Self-reported",
                            "Other");
            assertThat(risk.description() + risk.title() + risk.likelihoodReasoning() + risk.impactReasoning())
                    .doesNotContain("{", "}");
            assertThat(risk.title()).hasSizeLessThanOrEqualTo(200);
            check(risk.objectives());
        }
        assertThat(DEMO.risks().stream().map(SampleRisk::title)).doesNotHaveDuplicates();
    }

    @Test
    void textsHaveNoEmptySlotsAndNoFiller() {
        var texts = REGISTER.organizations().stream()
                .flatMap(SampleOrganization::incidents)
                .flatMap(SampleRegisterTest::texts)
                .toList();

        assertThat(texts)
                .allSatisfy(text -> assertThat(text)
                        .isNotBlank()
                        .doesNotContain("{", "}", "null")
                        .doesNotContainIgnoringCase("lorem"));
    }

    @Test
    void addressesAndDomainsAreReservedForDocumentation() {
        var address = java.util.regex.Pattern.compile("\\b\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\b");
        INCIDENTS.stream()
                .flatMap(SampleRegisterTest::texts)
                .forEach(text -> assertThat(address.matcher(text).results())
                        .allMatch(found -> found.group().startsWith("192.0.2.")
                                || found.group().startsWith("198.51.100.")
                                || found.group().startsWith("203.0.113.")));
    }

    @Test
    void titlesSeldomRepeat() {
        var titles = INCIDENTS.stream().map(i -> State.of(i).title).distinct().count();

        assertThat(titles).isGreaterThanOrEqualTo(540);
    }

    @Test
    void theMixIsRealistic() {
        var severities = count(i -> String.valueOf(State.of(i).severity));
        var statuses = count(i -> State.of(i).status);

        assertThat(severities.getOrDefault("SEV-1", 0)).isBetween(1, 20);
        assertThat(severities.getOrDefault("SEV-2", 0)).isBetween(12, 75);
        assertThat(severities.getOrDefault("SEV-3", 0)).isGreaterThan(severities.getOrDefault("SEV-2", 0));
        assertThat(severities.getOrDefault("SEV-4", 0) + severities.getOrDefault("SEV-5", 0))
                .isGreaterThan(300);
        assertThat(severities.getOrDefault("null", 0)).isPositive();
        assertThat(statuses.getOrDefault("Closed", 0)).isBetween(500, 590);
        assertThat(statuses).containsKeys("New", "In Progress", "Review");
        assertThat(INCIDENTS.stream().flatMap(i -> State.of(i).tags.stream()).distinct())
                .hasSizeBetween(40, 60);
        assertThat(INCIDENTS.stream().mapToInt(i -> i.comments().size()).sum()).isGreaterThan(500);
        assertThat(INCIDENTS.stream().mapToInt(i -> i.risks().size()).sum()).isGreaterThan(50);
        assertThat(INCIDENTS).anyMatch(i -> State.of(i).occurred == null);
        assertThat(INCIDENTS.stream().filter(i -> State.of(i).tags.stream().anyMatch(tag -> tag.endsWith("wave"))))
                .hasSizeBetween(22, 25);
    }

    @Test
    void theTeamGetsFaster() {
        assertThat(medianResponse(INCIDENTS.subList(400, 600))).isLessThan(medianResponse(INCIDENTS.subList(0, 200)));
    }

    @Test
    void worksForAnySizeAndDay() {
        for (var now : List.of("2025-01-01T00:00:00Z", "2028-02-29T23:59:59Z", "2026-04-20T12:00:00Z")) {
            var register = SampleRegister.generate(7, Instant.parse(now), 50);
            assertThat(register.organizations().getFirst().incidents()).hasSize(50);
        }
        assertThat(SampleRegister.generate(7, NOW, 0).organizations().getFirst().incidents())
                .isEmpty();
        assertThat(SampleRegister.generate(7, NOW, 1).organizations().getFirst().incidents())
                .hasSize(1);
        var many = SampleRegister.generate(7, NOW, 20_000).organizations().getFirst();
        assertThat(many.incidents().map(SampleIncident::title).distinct().count())
                .isGreaterThan(10_000);
    }

    private record Act(Instant at, String by) {}

    private static Stream<Act> acts(List<SampleIncident> incidents) {
        return incidents.stream()
                .flatMap(i -> Stream.of(
                                Stream.of(new Act(i.createdAt(), i.openedBy())),
                                i.moves().stream().map(m -> new Act(m.at(), m.by())),
                                i.comments().stream().map(c -> new Act(c.at(), c.by())),
                                i.risks().stream().map(l -> new Act(l.at(), l.by())))
                        .flatMap(acts -> acts));
    }

    private static Stream<String> texts(SampleIncident incident) {
        var texts = new ArrayList<>(List.of(incident.title(), incident.description()));
        incident.comments().forEach(c -> texts.add(c.value()));
        for (var move : incident.moves()) {
            Stream.of(move.title(), move.description(), move.severityReasoning())
                    .forEach(text -> {
                        if (text != null) {
                            texts.add(text);
                        }
                    });
        }
        return texts.stream();
    }

    private static Map<String, Integer> count(java.util.function.Function<SampleIncident, String> key) {
        var counts = new HashMap<String, Integer>();
        INCIDENTS.forEach(i -> counts.merge(key.apply(i), 1, Integer::sum));
        return counts;
    }

    private static long medianResponse(List<SampleIncident> incidents) {
        var seconds = new ArrayList<Long>();
        for (var incident : incidents) {
            var responded = State.of(incident).responded;
            if (responded != null) {
                seconds.add(responded.getEpochSecond() - incident.detectedDate().getEpochSecond());
            }
        }
        return seconds.stream().sorted().skip(seconds.size() / 2).findFirst().orElseThrow();
    }

    private static void check(List<SampleObjective> objectives) {
        assertThat(objectives.stream().map(SampleObjective::objective))
                .doesNotHaveDuplicates()
                .allMatch(OBJECTIVES::contains);
        assertThat(objectives.stream().map(SampleObjective::relevance))
                .allMatch(r -> r == null || Set.of("High", "Medium", "Low").contains(r));
    }

    private static List<@Nullable String> with(Set<String> values) {
        var all = new ArrayList<@Nullable String>(values);
        all.add(null);
        return all;
    }

    /// The state of an incident after some changes.
    private static final class State {
        String title;
        String status = "New";

        @Nullable
        String severity;

        @Nullable
        String assignedTo;

        @Nullable
        Instant occurred;

        Instant detected;

        @Nullable
        Instant responded;

        @Nullable
        Instant contained;

        Set<String> tags;

        private State(SampleIncident incident) {
            title = incident.title();
            severity = incident.severity();
            occurred = incident.occurredDate();
            detected = incident.detectedDate();
            tags = new HashSet<>(incident.tags());
        }

        static State opened(SampleIncident incident) {
            return new State(incident);
        }

        static State of(SampleIncident incident) {
            var state = new State(incident);
            incident.moves().forEach(state::apply);
            return state;
        }

        void apply(SampleMove move) {
            title = move.title() != null ? move.title() : title;
            status = move.status() != null ? move.status() : status;
            severity = move.severity() != null ? move.severity() : severity;
            assignedTo = move.assignedTo() != null ? move.assignedTo() : assignedTo;
            occurred = move.occurredDate() != null ? move.occurredDate() : occurred;
            responded = move.respondedDate() != null ? move.respondedDate() : responded;
            contained = move.containedDate() != null ? move.containedDate() : contained;
            tags.addAll(move.addTags());
        }

        void checkDates() {
            assertThat(occurred == null || !occurred.isAfter(detected)).isTrue();
            assertThat(responded == null || !responded.isBefore(detected)).isTrue();
            assertThat(occurred == null || contained == null || !contained.isBefore(occurred))
                    .isTrue();
        }
    }
}
