package blotter.tools.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ScenariosTest {

    private static final Scenarios SCENARIOS = Scenarios.load();
    private static final Timeline TIMES = timeline(Instant.parse("2026-03-04T10:00:00Z"));

    @Test
    void thereAreManyFamilies() {
        assertThat(SCENARIOS.all().stream().map(Scenario::family).distinct()).hasSizeGreaterThanOrEqualTo(30);
    }

    @Test
    void everyScenarioHasItsTexts() {
        for (var scenario : SCENARIOS.all()) {
            assertThat(scenario.section("title")).as(scenario.name()).isNotEmpty();
            assertThat(scenario.section("seen")).as(scenario.name()).isNotEmpty();
            assertThat(scenario.section("scope")).as(scenario.name()).isNotEmpty();
            assertThat(scenario.section("actions")).as(scenario.name()).isNotEmpty();
            for (var severity : scenario.severities().items()) {
                assertThat(scenario.section(severity))
                        .as(scenario.name() + " " + severity)
                        .isNotEmpty();
            }
        }
    }

    @Test
    void everyTextCanBeFilledForEveryOrganization() {
        for (var organization : List.of("demo", "second")) {
            var words = Words.of("words.txt", organization + "/words.txt");
            for (var scenario : SCENARIOS.all()) {
                for (int seed = 0; seed < 6; seed++) {
                    var slots = new Slots(words, scenario.slots(), new SplittableRandom(seed), TIMES);
                    slots.put("assignee", "Amara");
                    slots.put("colleague", "Yuki");
                    slots.put("lead", "Amara");
                    scenario.sections()
                            .forEach((name, texts) -> texts.forEach(text -> assertThat(slots.render(text))
                                    .as(scenario.name() + " " + name)
                                    .isNotBlank()
                                    .doesNotContain("{", "}")));
                    SCENARIOS.talk().values().forEach(texts -> texts.forEach(text -> slots.render(text)));
                }
            }
        }
    }

    @Test
    void aSlotKeepsItsValue() {
        var words = Words.of("words.txt", "demo/words.txt");
        var slots = new Slots(words, java.util.Map.of(), new SplittableRandom(1), TIMES);

        var text = slots.render(Template.of("{laptop} {laptop} {laptop2} {n:3-400} {n:3-400}"))
                .split(" ");

        assertThat(text[0]).isEqualTo(text[1]).isNotEqualTo(text[2]);
        assertThat(text[3]).isEqualTo(text[4]);
    }

    @Test
    void loginsAreAscii() {
        var words = Words.of("words.txt", "demo/words.txt");

        assertThat(words.login("Søren", "Kjærgaard")).isEqualTo("s.kjaergaard");
        assertThat(words.login("Élodie", "van der Bürg")).isEqualTo("e.vanderburg");
    }

    private static Timeline timeline(Instant at) {
        return new Timeline(at, at, at, at, at, at, at, at, at);
    }
}
