package blotter.tools.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Writes title and description of an incident, as an alert or as a person would, with or without headings.
final class Narrative {

    record Text(String title, String description) {}

    private static final List<String> HEADINGS = List.of("## What was seen", "## Scope", "## Actions");
    private static final List<String> BOLD = List.of("**What was seen**", "**Scope**", "**Actions so far**");
    private static final List<String> PLAIN = List.of("", "", "");

    private final Scene scene;
    private final Slots slots;
    private final List<String> headings;

    Narrative(Scene scene) {
        this.scene = scene;
        this.slots = scene.slots();
        int style = scene.random().nextInt(10);
        this.headings = style == 8 || scene.minor() && style >= 6 ? PLAIN : style < 5 ? HEADINGS : BOLD;
    }

    Text opening() {
        if (scene.byMachine()) {
            return alert();
        }
        var report = report();
        return scene.underway() ? new Text(report.title(), withActions(report.description())) : report;
    }

    /// At triage, replaces an alert with a report, or adds the actions taken.
    void revise(SampleMove.Draft move, Text opening) {
        if (scene.byMachine()) {
            var report = report();
            move.text(scene.chance(80) ? report.title() : null, withActions(report.description()));
        } else if (!scene.underway() && scene.chance(55)) {
            var more = withActions(opening.description());
            move.text(null, more.equals(opening.description()) ? null : more);
        }
    }

    /// The first line of an alert is the title, the others become a list.
    private Text alert() {
        var text = slots.render(slots.any(scene.scenario().section("alert")));
        var lines = text.lines().toList();
        var list = lines.stream()
                .skip(1)
                .filter(line -> !line.isBlank())
                .map(line -> "- " + line)
                .collect(Collectors.joining("\n"));
        return new Text(lines.getFirst(), list);
    }

    /// A report before any action was taken.
    private Text report() {
        var title = slots.render(slots.any(section("title")));
        var parts = new ArrayList<String>();
        parts.add(part("seen", headings.get(0)));
        if (scene.chance(scene.minor() ? 72 : 100)) {
            parts.add(part("scope", headings.get(1)));
        }
        return new Text(title, String.join("\n\n", parts));
    }

    private String withActions(String description) {
        return scene.chance(scene.minor() ? 76 : 95)
                ? description + "\n\n" + part("actions", headings.get(2))
                : description;
    }

    /// Prefers texts for this source.
    private List<Template> section(String name) {
        var special = scene.scenario().section(name + ": " + scene.source());
        return special.isEmpty() ? scene.scenario().section(name) : special;
    }

    private String part(String section, String heading) {
        var text = slots.render(slots.any(section(section)));
        return heading.isEmpty() ? text : heading + "\n\n" + text;
    }
}
