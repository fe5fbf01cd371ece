package blotter.tools.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The title and description of an incident: as a machine opens it, or as somebody writes it, with or without headings.
final class Narrative {

    record Told(String title, String description) {}

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

    /// What the incident is opened with.
    Told opening() {
        if (scene.byMachine()) {
            return alert();
        }
        var told = told();
        return scene.underway() ? new Told(told.title(), withActions(told.description())) : told;
    }

    /// Who looks at it first replaces an alert by a description, or adds what has been done.
    void retell(SampleMove.Draft move, Told opening) {
        if (scene.byMachine()) {
            var told = told();
            move.text(scene.chance(80) ? told.title() : null, withActions(told.description()));
        } else if (!scene.underway() && scene.chance(55)) {
            var more = withActions(opening.description());
            move.text(null, more.equals(opening.description()) ? null : more);
        }
    }

    /// The first line of an alert is its title, the others are a list.
    private Told alert() {
        var text = slots.render(slots.any(scene.scenario().section("alert")));
        var lines = text.lines().toList();
        var list = lines.stream()
                .skip(1)
                .filter(line -> !line.isBlank())
                .map(line -> "- " + line)
                .collect(Collectors.joining("\n"));
        return new Told(lines.getFirst(), list);
    }

    /// What is known before anybody has done anything about it.
    private Told told() {
        var title = slots.render(slots.any(section("title")));
        var parts = new ArrayList<String>();
        parts.add(part("seen", headings.get(0)));
        if (scene.chance(scene.minor() ? 72 : 100)) {
            parts.add(part("scope", headings.get(1)));
        }
        return new Told(title, String.join("\n\n", parts));
    }

    /// The same with what has been done.
    private String withActions(String description) {
        return scene.chance(scene.minor() ? 76 : 95)
                ? description + "\n\n" + part("actions", headings.get(2))
                : description;
    }

    /// Some texts fit only one source.
    private List<Template> section(String name) {
        var special = scene.scenario().section(name + ": " + scene.source());
        return special.isEmpty() ? scene.scenario().section(name) : special;
    }

    private String part(String section, String heading) {
        var text = slots.render(slots.any(section(section)));
        return heading.isEmpty() ? text : heading + "\n\n" + text;
    }
}
