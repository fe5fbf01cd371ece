package blotter.tools.sample;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A typical course of an incident: frequency, detection, severity and texts. In the file of a family, the first
/// block has the settings that its scenarios share.
record Scenario(
        String family,
        String name,
        double weight,
        Outcome outcome,
        boolean officeHours,
        Weighted<String> sources,
        Weighted<String> severities,
        Lognormal detection,
        List<Maybe> tags,
        List<Maybe> objectives,
        Map<String, Template> slots,
        List<String> rescores,
        Map<String, List<Template>> sections) {

    enum Outcome {
        /// Contained by people.
        INCIDENT,
        /// Stopped by a tool at once.
        BLOCKED,
        /// Ends as SEV-5.
        FALSE_POSITIVE
    }

    /// A label or objective with its probability.
    record Maybe(String what, int percent) {

        /// Reads `phishing, gdpr 30`.
        static List<Maybe> parse(String text) {
            var found = new ArrayList<Maybe>();
            for (var entry : text.split(",", -1)) {
                var words = entry.strip();
                int space = words.lastIndexOf(' ');
                if (space > 0 && words.substring(space + 1).matches("\\d+")) {
                    found.add(
                            new Maybe(words.substring(0, space).strip(), Integer.parseInt(words.substring(space + 1))));
                } else if (!words.isEmpty()) {
                    found.add(new Maybe(words, 100));
                }
            }
            return found;
        }
    }

    static List<Scenario> family(String path) {
        var blocks = SampleText.blocks("families/" + path);
        var shared = blocks.getFirst();
        return blocks.stream().skip(1).map(block -> of(shared, block)).toList();
    }

    private static Scenario of(SampleText.Block shared, SampleText.Block own) {
        var settings = new HashMap<>(shared.settings());
        settings.putAll(own.settings());
        var slots = new HashMap<String, Template>();
        shared.slots().forEach((name, text) -> slots.put(name, Template.choice(text)));
        own.slots().forEach((name, text) -> slots.put(name, Template.choice(text)));
        var sections = sections(shared, own);
        return new Scenario(
                settings.getOrDefault("family", shared.name()),
                own.name(),
                Double.parseDouble(settings.getOrDefault("weight", "1")),
                outcome(settings.get("outcome")),
                "yes".equals(settings.get("office")),
                Weighted.parse(settings.getOrDefault("source", "SIEM")),
                Weighted.parse(settings.getOrDefault("severity", "SEV-4")),
                Lognormal.parse(settings.getOrDefault("detect", "20m 1.0")),
                Maybe.parse(settings.getOrDefault("tags", "")),
                Maybe.parse(settings.getOrDefault("objectives", "")),
                Collections.unmodifiableMap(slots),
                Stream.of("SEV-1", "SEV-2", "SEV-3", "SEV-4", "SEV-5")
                        .filter(severity -> sections.containsKey("to " + severity))
                        .toList(),
                sections);
    }

    private static Outcome outcome(@Nullable String text) {
        return switch (text) {
            case null -> Outcome.INCIDENT;
            case "blocked" -> Outcome.BLOCKED;
            case "false positive" -> Outcome.FALSE_POSITIVE;
            default ->
                throw new IllegalArgumentException("outcome: %s (expected: blocked or false positive)".formatted(text));
        };
    }

    static Map<String, List<Template>> sections(SampleText.Block... blocks) {
        var sections = new HashMap<String, List<Template>>();
        for (var block : blocks) {
            block.sections()
                    .forEach((name, texts) -> sections.computeIfAbsent(name, n -> new ArrayList<>())
                            .addAll(texts.stream().map(Template::of).toList()));
        }
        return Collections.unmodifiableMap(sections);
    }

    List<Template> section(String name) {
        return sections.getOrDefault(name, List.of());
    }

    boolean isFalsePositive() {
        return outcome == Outcome.FALSE_POSITIVE;
    }

    /// A log-normally distributed duration: mostly near the median, sometimes far above it.
    record Lognormal(Duration median, double sigma) {

        /// Reads `40m 1.2`: the median in seconds, minutes, hours or days, and sigma.
        static Lognormal parse(String text) {
            var words = text.split(" ", -1);
            var unit = words[0].charAt(words[0].length() - 1);
            long amount = Long.parseLong(words[0].substring(0, words[0].length() - 1));
            var median = switch (unit) {
                case 's' -> Duration.ofSeconds(amount);
                case 'm' -> Duration.ofMinutes(amount);
                case 'h' -> Duration.ofHours(amount);
                case 'd' -> Duration.ofDays(amount);
                default ->
                    throw new IllegalArgumentException("duration: %s (expected: 40m, 2h, 3d or 20s)".formatted(text));
            };
            return new Lognormal(median, Double.parseDouble(words[1]));
        }

        /// Limited to twelve times the median, to remain plausible.
        Duration draw(RandomGenerator random, double pace) {
            double factor = Math.min(12, Math.exp(sigma * random.nextGaussian())) * pace;
            return Duration.ofSeconds(Math.max(1, (long) (median.toSeconds() * factor)));
        }
    }
}
